"""Every print of a token file is written down beside it, as ``FILE.prints.json``.

docs/formats.md, "Protected files". So whoever prints once more is told so, and so is everybody,
once the word of the last print is sent.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError


class Print(Record, frozen=True, kw_only=True):
    """One print: when it was begun, for which set-up (campaign hash), how many slips."""

    at: str
    set_up: str
    slips: int


class Prints(Record, frozen=True, kw_only=True):
    """All prints of a token file, oldest first."""

    type: Literal["voteapp-prints"] = "voteapp-prints"
    version: Literal[1] = 1
    prints: list[Print]


def get_log_path(file: Path) -> Path:
    """Where the prints of a token file are written down."""
    return file.with_name(file.name + ".prints.json")


def read_prints(file: Path) -> list[Print]:
    """The prints of a token file so far; ends the program where that cannot be read."""
    path = get_log_path(file)
    if not path.exists():
        return []
    try:
        return decode_strict(read_small(path), Prints, "prints-encoding", "the prints").prints
    except ProtocolError as error:
        text = _("%(name)s cannot be read: %(reason)s. Nothing was printed.")
        raise Failure(text % {"name": path.name, "reason": error.message}) from None


def log_print(file: Path, set_up: str, slips: int) -> list[Print]:
    """Write down that a print begins; gives the earlier ones."""
    earlier = read_prints(file)
    now = datetime.now(UTC).replace(microsecond=0).isoformat()
    made = Prints(prints=[*earlier, Print(at=now, set_up=set_up, slips=slips)])
    replace_file(get_log_path(file), encode_canonical(msgspec.to_builtins(made)), 0o600)
    return earlier
