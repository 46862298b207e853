"""How long the audit of a whole record takes, start-up included, beside the independent tool."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.elections import load_record
from benchmarks.tables import Report, Row


def _run(command: list[str], folder: Path) -> float:
    """Seconds of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def measure(work: Path, small: bool) -> Report:
    """Milliseconds a ballot, whole commands timed."""
    ballots = 50 if small else 2000
    record = load_record(work, ballots)
    voteapp = str(Path(sys.executable).with_name("voteapp"))
    cores = os.cpu_count() or 1
    each = {
        jobs: _run([voteapp, "audit", "--json", "--jobs", str(jobs), str(record)], record.parent)
        / ballots
        * 1000
        for jobs in {1, cores}
    }
    tools = "the tool's"
    ciphertext = {jobs: milliseconds / 2 for jobs, milliseconds in each.items()}
    rows = [
        Row("voteapp audit, one core", each[1], "ms a ballot", 4.7, tools),
        Row(f"voteapp audit, {cores} cores", each[cores], "ms a ballot", 4.7 / 2, "aim"),
        Row("voteapp audit, one core", ciphertext[1], "ms a ciphertext", 1.67, tools),
        Row(f"voteapp audit, {cores} cores", each[cores] / 2, "ms a ciphertext", 1.67, tools),
    ]
    notes = [f"{ballots:,} yes/no ballots of two ciphertexts; whole commands, start-up included."]
    tool = shutil.which("belenios-tool")
    if tool is not None:
        seconds = _run([tool, "election", "verify"], record.parent)
        rows.append(Row("belenios-tool 3.3.0 here", seconds / ballots * 1000, "ms a ballot"))
        notes.append("The tool's two figures are the reference; its last line was measured here.")
    return Report("Auditing a record", tuple(rows), tuple(notes))
