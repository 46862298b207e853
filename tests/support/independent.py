"""Cross-checks by a tool that we did not write: each ballot by itself, and the whole record."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

BLOCK = 512


def read_members(record: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Name, content and end offset of each member of a .bel archive."""
    offset = 0
    while offset < len(record):
        header = record[offset : offset + BLOCK]
        name = header[:100].rstrip(b"\0").decode("ascii")
        size = int(header[124:135], 8)
        start = offset + BLOCK
        offset = start + -(-size // BLOCK) * BLOCK
        yield name, record[start : start + size], offset


def split_record(record: bytes) -> tuple[bytes, list[bytes]]:
    """The archive up to its Setup event, and the ballots in board order."""
    setup = b""
    ballots = []
    contents = {}
    for name, data, end in read_members(record):
        contents[name.partition(".")[0]] = data
        if not name.endswith(".event.json"):
            continue
        event = json.loads(data)
        if event["type"] == "Setup":
            setup = record[:end]
        elif event["type"] == "Ballot":
            ballots.append(contents[event["payload"]])
    return setup, ballots


def verify(tool: Path, uuid: str, record: bytes) -> int:
    """Raise unless the tool accepts every ballot and the whole; returns how many ballots.

    Each ballot is checked against an archive with the setup alone, because the tool refuses a
    ballot that the archive already holds.
    """
    setup, ballots = split_record(record)
    with tempfile.TemporaryDirectory() as name:
        alone, whole = Path(name) / "setup", Path(name) / "whole"
        for folder, data in ((alone, setup), (whole, record)):
            folder.mkdir()
            (folder / f"{uuid}.bel").write_bytes(data)
        for ballot in ballots:
            path = Path(name) / "ballot.json"
            path.write_bytes(ballot)
            _run(tool, "verify-ballot", "--dir", str(alone), "--ballot", str(path))
        _run(tool, "verify", "--dir", str(whole))
    return len(ballots)


def take_ceremony_step(tool: Path, folder: Path, *arguments: str, feed: str = "") -> str:
    """One step of the tool's threshold trustee, whose files are in the folder; what it prints."""
    made = ("setup", "generate-trustee-key-threshold", "--group=Ed25519", *arguments)
    return run_in(folder, tool, *made, feed=feed).strip()


def run_in(folder: Path, tool: Path, *arguments: str | Path, feed: str = "") -> str:
    """Run the tool in a folder, where it must succeed; what it prints."""
    done = subprocess.run(
        [tool, *arguments],
        cwd=folder,
        input=feed,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


def _run(tool: Path, *arguments: str) -> None:
    done = subprocess.run([str(tool), "election", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{arguments[0]} exits {done.returncode}: {done.stderr[-500:]}")
