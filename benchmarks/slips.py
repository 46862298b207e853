"""How many slips a second the command line makes and prints."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import Report, Row
from tests.players.campaign.setups import create_setup_zip

PASSPHRASE = "a passphrase for measurements only"


def measure(work: Path, small: bool) -> Report:
    """Slips a second, whole commands timed (one of them draws the PDF, QR codes and all)."""
    slips = 50 if small else 3000
    voteapp = str(Path(sys.executable).with_name("voteapp"))
    with tempfile.TemporaryDirectory(dir=work) as name:
        folder = Path(name)
        (folder / "passphrase").write_text(PASSPHRASE + "\n")
        passphrase = ["--passphrase-file", "passphrase"]
        make = [voteapp, "tokens", "make", str(slips), "made", "--campaign", "SPRING"]
        make += ["--uuid", "LVT5DeUveUjg2b", "--name", "Ana", *passphrase]
        start = time.perf_counter()
        subprocess.run(make, cwd=folder, check=True, capture_output=True)
        made = time.perf_counter()
        posted = (folder / "made" / "credentials.json").read_bytes()
        (folder / "setup.zip").write_bytes(create_setup_zip(posted))
        begun = time.perf_counter()
        (file,) = [f for f in (folder / "made").iterdir() if f.name != "credentials.json"]
        texts = ["--title", "Strike vote", "--organizer", "Local 1", "--closes", "Friday 8 p.m."]
        draw = [
            voteapp,
            "tokens",
            "print",
            str(file),
            "setup.zip",
            "slips.pdf",
            *texts,
            *passphrase,
        ]
        draw += ["--base-url", "https://vote.example.org"]
        subprocess.run(draw, cwd=folder, check=True, capture_output=True)
        printed = time.perf_counter()
        size = (folder / "slips.pdf").stat().st_size
    rows = (
        Row("tokens print", slips / (printed - begun), "slips/s", 300, "aim", "higher"),
        Row("tokens make (one election)", slips / (made - start), "slips/s", better="higher"),
        Row("both", slips / (printed - begun + made - start), "slips/s", 300, "aim", "higher"),
    )
    notes = (
        f"{slips:,} slips; whole commands, start-up and scrypt included.",
        f"{size / slips:,.0f} bytes a slip.",
    )
    return Report("Slips from the command line", rows, notes)
