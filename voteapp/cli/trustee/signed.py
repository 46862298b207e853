"""What a key has signed lies beside it as ``KEY.signed.json``, so that nothing is signed twice.

Nothing in it is secret; without it a key would forget what it must never contradict.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.campaign.ceremony.messages import Acknowledgement
from voteapp.campaign.counting.closing_statements import ClosingStatement
from voteapp.cli.files import read_small, replace_file


class Signed(Record, frozen=True, kw_only=True):
    """A single trustee's acknowledgement in its ceremony, and one closing statement an election.

    A threshold trustee's key file keeps what it acknowledged itself. ``opened``: SHA-256 (hex) of
    the polynomials in which it looked for its share; it answers to no others, because a complaint
    opens a message, and whoever exchanged polynomials could choose which.
    """

    type: Literal["voteapp-signed"] = "voteapp-signed"
    version: Literal[1] = 1
    acknowledgement: Acknowledgement | None = None
    opened: str | None = None
    statements: list[ClosingStatement] = []


def locate_signed(key_file: Path) -> Path:
    """Where it is."""
    return key_file.with_name(key_file.name + ".signed.json")


def read_signed(key_file: Path) -> Signed:
    """What was signed so far; raises ProtocolError ``file-encoding``."""
    path = locate_signed(key_file)
    if not path.exists():
        return Signed()
    return decode_strict(read_small(path), Signed, "file-encoding", f"the file {path.name}")


def write_signed(key_file: Path, signed: Signed) -> None:
    """Keep it, before anything that was signed is given away."""
    replace_file(locate_signed(key_file), encode_canonical(signed), 0o644)
