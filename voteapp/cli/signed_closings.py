"""What a key has signed: beside KEY lies ``KEY.signed.json``, so that it never signs two closings.

DESIGN, "Trustees": each trustee signs once per fingerprint. A server that shows an earlier or
another record of the same election later gets neither a statement nor a factor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.campaign.closing_statements import (
    ClosingStatement,
    create_closing_statement,
    decode_closing_statement,
)
from voteapp.campaign.threshold_files import TrusteeSecrets
from voteapp.campaign.turns import TrusteeTurn
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file, write_new
from voteapp.cli.texts import gettext as _
from voteapp.protocol.encoding import RandomBytes


class SignedClosings(Record, frozen=True, kw_only=True):
    """The file: one statement an election; nothing in it is secret."""

    type: Literal["voteapp-signed-closings"] = "voteapp-signed-closings"
    version: Literal[1] = 1
    statements: list[ClosingStatement]


def sign_once(
    turn: TrusteeTurn, own: TrusteeSecrets, key_file: Path, path: Path, random_bytes: RandomBytes
) -> ClosingStatement:
    """The statement that was given before, or a new one, which is written to ``path``."""
    kept_path = key_file.with_name(key_file.name + ".signed.json")
    kept = _read_kept(kept_path)
    before = [given for given in kept if _same_election(given.message, turn.closing_text)]
    posted = [given for given in turn.statements if given.owner == turn.owner]
    written = [decode_closing_statement(read_small(path))] if path.exists() else []
    for place, statements in ((kept_path, before), (path, written)):
        for given in statements:
            if (given.owner, given.message) != (turn.owner, turn.closing_text):
                raise Failure(
                    _("%(name)s is of another closing; you never sign two. Ask the committee.")
                    % {"name": place}
                )
    known = [*posted, *written, *before]
    statement = known[0] if known else _sign(turn, own, random_bytes)
    if not before:
        made = SignedClosings(statements=[*kept, statement])
        replace_file(kept_path, encode_canonical(made), 0o644)
    if not posted and not written:
        write_new(path, encode_canonical(statement))
        click.echo(_("Your statement: %s") % path)
    return statement


def _sign(turn: TrusteeTurn, own: TrusteeSecrets, random_bytes: RandomBytes) -> ClosingStatement:
    return create_closing_statement(
        turn.context.group, turn.owner, own.signing_key, turn.closing_text, random_bytes
    )


def _read_kept(path: Path) -> list[ClosingStatement]:
    if not path.exists():
        return []
    what = f"the file {path.name}"
    return decode_strict(read_small(path), SignedClosings, "file-encoding", what).statements


def _same_election(one: str, other: str) -> bool:
    """Whether two closing texts name one election fingerprint."""
    return one.split("|")[:2] == other.split("|")[:2]
