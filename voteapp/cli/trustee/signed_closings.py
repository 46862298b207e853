"""One closing statement a key and election, whatever the server shows later.

DESIGN, "Trustees": each trustee signs once per fingerprint. A server that shows an earlier or
another record of the same election later gets neither a statement nor a factor.
"""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from voteapp.campaign.audit.turns import TrusteeTurn
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.closing_statements import (
    ClosingStatement,
    create_closing_statement,
    decode_closing_statement,
)
from voteapp.campaign.keys.threshold import TrusteeSecrets
from voteapp.cli import Failure
from voteapp.cli.files import read_small, write_new
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.signed import locate_signed, read_signed, write_signed
from voteapp.protocol.encoding import RandomBytes


def sign_once(
    turn: TrusteeTurn, own: TrusteeSecrets, key_file: Path, path: Path, random_bytes: RandomBytes
) -> ClosingStatement:
    """The statement that was given before, or a new one, which is written to ``path``."""
    signed = read_signed(key_file)
    before = [item for item in signed.statements if _same_election(item, turn.closing_text)]
    posted = [item for item in turn.statements if item.owner == turn.owner]
    written = [decode_closing_statement(read_small(path))] if path.exists() else []
    for place, statements in ((locate_signed(key_file), before), (path, written)):
        for given in statements:
            if (given.owner, given.message) != (turn.owner, turn.closing_text):
                raise Failure(
                    _("%(name)s is of another closing; you never sign two. Ask the committee.")
                    % {"name": place}
                )
    known = [*posted, *written, *before]
    statement = known[0] if known else _sign(turn, own, random_bytes)
    if not before:
        statements = [*signed.statements, statement]
        write_signed(key_file, msgspec.structs.replace(signed, statements=statements))
    if not posted and not written:
        write_new(path, encode_canonical(statement))
        click.echo(_("Your statement: %s") % path)
    return statement


def _sign(turn: TrusteeTurn, own: TrusteeSecrets, random_bytes: RandomBytes) -> ClosingStatement:
    return create_closing_statement(
        turn.context.group, turn.owner, own.signing_key, turn.closing_text, random_bytes
    )


def _same_election(statement: ClosingStatement, text: str) -> bool:
    """Whether a statement names the same election fingerprint as a closing text."""
    return statement.message.split("|")[:2] == text.split("|")[:2]
