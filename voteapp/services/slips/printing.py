"""The tellers' work after Fix: slips printed, printed again, the end of the token file.

PAPER, "Fixing the set-up": every teller prints for the set-up that was fixed, and one slip of each
is read back in, before anything can be handed out. Whatever is printed after that is told.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.slips.tellers import Printed, check_printed
from voteapp.errors import ConflictError, InvalidInputError, NotAllowedError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign, list_elections, record, require
from voteapp.services.context import Context
from voteapp.services.life import Deed
from voteapp.services.slips.statements import (
    find_row,
    list_rows,
    read_shares,
    read_statement,
    require_row,
)
from voteapp.store.board.models import Campaign
from voteapp.store.board.tellers import Teller

MOST_PRINTS = 1000
"""Prints of one file that a teller's command can tell of."""


def record_print(context: Context, actor: str, code: str) -> None:
    """A teller's page begins to print. The first time is part of her work; every other is told,
    with the number of slips in her file, whatever comes out of the printer.

    Raises NotAllowedError for who makes no slips, WrongStateError once voting has opened.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PRINTED_AGAIN)
        row = require_row(session, campaign, actor)
        row.prints += 1
        if row.prints > 1:
            _tell_again(session, context, campaign, actor, row)


def record_printed(
    context: Context,
    actor: str,
    code: str,
    set_up: str,
    signature: str,
    *,
    prints: int | None = None,
) -> None:
    """A teller's slips are printed with a set-up's pins, and one was read back (``printing ->
    ready`` with the last teller).

    ``set_up`` is the campaign hash that her program computed from what it was given, and
    ``signature`` what her key signed of it, which says whose it is, whoever brings it.
    ``prints``: how often her command has printed so far; None where the page counted itself.
    Raises WrongStateError, ConflictError where another set-up was fixed, InvalidInputError
    (``signature``) for one that is no teller's, or (``prints``).
    """
    if prints is not None and not 1 <= prints <= MOST_PRINTS:
        raise InvalidInputError("prints", _("Say how often the slips were printed."))
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PRINTED)
        if campaign.set_up != set_up:
            raise ConflictError(_("These slips were printed for another set-up. Start over."))
        row, printed = _find_signer(session, campaign, signature)
        for _again in range(max(prints or 0, 1) - max(row.prints, 1)):
            _tell_again(session, context, campaign, actor, row)
        row.prints = max(row.prints, prints or 1)
        if row.printed is not None:
            return  # said already
        row.printed = encode_canonical(printed)
        session.flush()
        whole = all(one.printed is not None for one in list_rows(session, campaign))
        note = str(sum(read_shares(row).values()))
        record(session, context, campaign, Deed.PRINTED, actor, note, whole=whole)


def record_reprint(context: Context, actor: str, code: str, slips: int) -> None:
    """Write down how many slips came out once more, also where the file is gone since.

    Raises InvalidInputError, NotAllowedError for who makes no slips, ConflictError where nothing
    was printed yet, WrongStateError once voting has opened.
    """
    if slips < 1:
        raise InvalidInputError("slips", _("Type how many slips were printed again."))
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.REPRINTED)
        row = require_row(session, campaign, actor)
        if row.printed is None:
            raise ConflictError(_("Your slips have not been printed yet."))
        row.reprints += slips
        record(session, context, campaign, Deed.REPRINTED, actor, str(slips))


def record_destroyed(context: Context, actor: str, code: str) -> None:
    """Write down who destroyed a token file: her own, or the only one that there is.

    Raises NotAllowedError, WrongStateError before every slip is printed.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.DESTROYED_TOKENS)
        rows, row = list_rows(session, campaign), find_row(session, campaign, actor)
        if row is None and len(rows) == 1:
            row = rows[0]
        if row is None:
            raise NotAllowedError(_("You are not among the tellers of this campaign."))
        if row.destroyed_by is None:
            row.destroyed_by = actor
            record(session, context, campaign, Deed.DESTROYED_TOKENS, actor)


def _tell_again(
    session: Session, context: Context, campaign: Campaign, actor: str, row: Teller
) -> None:
    slips = str(sum(read_shares(row).values()))
    record(session, context, campaign, Deed.PRINTED_AGAIN, actor, slips)


def _find_signer(session: Session, campaign: Campaign, signature: str) -> tuple[Teller, Printed]:
    """Whose word it is that the slips are printed. Raises InvalidInputError (``signature``)."""
    fingerprints = [one.fingerprint or "" for one in list_elections(session, campaign)]
    for row in list_rows(session, campaign):
        statement = read_statement(row)
        if statement is None:
            continue
        printed = Printed(key=statement.key, fingerprints=fingerprints, signature=signature)
        try:
            check_printed(printed, "printed-signature")
        except ProtocolError:
            continue
        return row, printed
    raise InvalidInputError("signature", _("This was not signed by a teller who made slips."))
