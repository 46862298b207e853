"""What mirrors say of the end, and what trustees and witnesses say of the published result.

PAPER, "Closing"; docs/formats.md, "Statements".
"""

from __future__ import annotations

from voteapp.campaign.statements.texts import compute_confirmation_text, compute_end_text
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign, find_election, record, require
from voteapp.services.context import Context
from voteapp.services.counting.disclosure import find
from voteapp.services.life import Deed
from voteapp.services.statements.rows import (
    find_statement,
    keep_statement,
    read_statement,
    require_in,
)
from voteapp.services.statements.signers import list_mirrors, load_people
from voteapp.services.trustees.openings import record_signed
from voteapp.services.trustees.seats import Seat, find_own_election, name_seat
from voteapp.store.board.models import Campaign, Election


def post_mirror_end(context: Context, uuid: str, data: bytes, seat: Seat | None = None) -> None:
    """Keep what a mirror signed of an election's end, whoever brings it (``seat``: who, of the own
    campaign only); the same again is no error.

    Raises InvalidInputError (``mirror_end``), NotFoundError, ConflictError, WrongStateError.
    """
    with context.board.read() as session:  # anybody may send: no lock before it is checked
        election = find(session, uuid, seat)
        campaign = session.get_one(Campaign, election.campaign_id)
        require(campaign, Deed.SIGNED_END)
        texts = [compute_end_text(election.fingerprint or "", election.end_tip or "")]
        people = load_people(session, campaign)
        who = _("the mirror")
        statement = read_statement(people, "mirror-end", texts, data, signer=None, name=who)
        code = campaign.code
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        election = find_election(session, uuid, lock=True)
        require(campaign, Deed.SIGNED_END)
        if keep_statement(session, context, campaign, "mirror-end", uuid, statement, data):
            name = list_mirrors(session, campaign)[statement.number - 1].name
            record(session, context, campaign, Deed.SIGNED_END, name, election.title)


def post_confirmation(context: Context, seat: Seat, uuid: str, data: bytes) -> None:
    """Keep the statement that somebody looked at a published result; the same again is no error.

    Raises InvalidInputError (``confirmation``), ConflictError for an election without a result or
    for who is out, NotFoundError, WrongStateError.
    """
    with context.board.write() as session:
        campaign, election = find_own_election(session, seat, uuid, lock=True)
        require(campaign, Deed.CONFIRMED)
        if find_statement(session, campaign, "confirmation", uuid, seat.signer) == data:
            return
        require_in(session, campaign, seat.signer)
        text = describe_confirmation_text(campaign, election)
        if text is None:
            raise ConflictError(_("This election has no result."))
        people, name = load_people(session, campaign), name_seat(session, campaign, seat)
        statement = read_statement(
            people, "confirmation", [text], data, signer=seat.signer, name=name
        )
        if keep_statement(session, context, campaign, "confirmation", uuid, statement, data):
            record_signed(session, context, campaign, seat, Deed.CONFIRMED, name, election.title)


def describe_confirmation_text(campaign: Campaign, election: Election) -> str | None:
    """What a confirmation of an election signs; None before publication and without a result."""
    if campaign.published is None or election.result is None:
        return None
    return compute_confirmation_text(election.fingerprint or "", election.tip or "")
