"""Before anything is closed: who looked at the set-up, and who will sign no closing.

PAPER, "Closing"; docs/formats.md, "Statements". What is wrong is refused by name and changes
nothing; the same again is no error.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from voteapp.campaign.audit.statements import list_opening_texts
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.texts import compute_opening_text, compute_out_text
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import get_state, list_elections, record, require
from voteapp.services.chain import list_amendments
from voteapp.services.context import Context
from voteapp.services.life import Deed, State, is_allowed
from voteapp.services.statements.outlook import is_impossible
from voteapp.services.statements.rows import (
    WHOLE,
    find_statement,
    has_closed,
    keep_statement,
    read_statement,
    require_in,
)
from voteapp.services.statements.signers import load_people
from voteapp.services.trustees.seats import Seat, find_seat, name_seat
from voteapp.store.board.models import Campaign


def post_opening(context: Context, seat: Seat, data: bytes) -> None:
    """Keep the statement that somebody looked at the whole set-up.

    Until voting opens the ordinary text, then the late one, which says that there may be ballots
    already; none once the evidence is frozen. Raises InvalidInputError (``opening``),
    ConflictError, NotFoundError, WrongStateError.
    """
    with context.board.write() as session:
        campaign = find_seat(session, seat, lock=True)
        require(campaign, Deed.SIGNED_OPENING)
        if find_statement(session, campaign, "opening", WHOLE, seat.signer) == data:
            return
        require_in(session, campaign, seat.signer)
        if campaign.counts_final is not None:
            raise ConflictError(
                _("The counts are final: what closings sign is frozen, without this statement.")
            )
        late = is_late(campaign)
        amendments = list_amendments(session, campaign)
        texts = list_opening_texts(list_fingerprints(session, campaign), amendments, late=[late])
        _keep(context, session, campaign, seat, "opening", texts, data)


def post_out(context: Context, seat: Seat, data: bytes) -> None:
    """Keep the statement of somebody who will sign no closing of the campaign.

    Raises InvalidInputError (``out``), WrongStateError, NotFoundError, and ConflictError where this
    signer has signed a closing, or where nothing could be opened any more without them.
    """
    with context.board.write() as session:
        campaign = find_seat(session, seat, lock=True)
        require(campaign, Deed.SIGNED_OUT)
        if find_statement(session, campaign, "out", WHOLE, seat.signer) is not None:
            return
        require_no_closing(session, campaign, seat.signer)
        texts = {compute_out_text(list_fingerprints(session, campaign))}
        before = is_impossible(session, campaign)
        if not before and is_impossible(session, campaign, leaving=seat.signer):
            raise ConflictError(
                _("Without you the totals could never be opened: too few would be left to sign.")
            )
        _keep(context, session, campaign, seat, "out", texts, data)


def describe_opening_text(session: Session, campaign: Campaign, signer: Signer) -> str | None:
    """The text of an opening that would be taken now; None where none would, or is there."""
    if not is_allowed(get_state(campaign), Deed.SIGNED_OPENING) or campaign.counts_final:
        return None
    if any(find_statement(session, campaign, kind, WHOLE, signer) for kind in ("opening", "out")):
        return None
    amended = hash_hex(encode_canonical(list_amendments(session, campaign)))
    fingerprints = list_fingerprints(session, campaign)
    return compute_opening_text(fingerprints, amended, late=is_late(campaign))


def describe_out_text(session: Session, campaign: Campaign, signer: Signer) -> str | None:
    """The text of an out that would be taken now; None where none would, or is there."""
    if not is_allowed(get_state(campaign), Deed.SIGNED_OUT):
        return None
    if find_statement(session, campaign, "out", WHOLE, signer) is not None:
        return None
    if has_closed(session, campaign, signer):
        return None
    return compute_out_text(list_fingerprints(session, campaign))


def is_late(campaign: Campaign) -> bool:
    """Whether an opening statement is a late one: voting has opened. Nobody is told whether a
    ballot waits, so it is late from the first moment."""
    return get_state(campaign) is not State.READY


def list_fingerprints(session: Session, campaign: Campaign) -> list[str]:
    """Of the campaign's elections, in its order, once they are fixed."""
    return [election.fingerprint or "" for election in list_elections(session, campaign)]


def require_no_closing(session: Session, campaign: Campaign, signer: Signer) -> None:
    """Raises ConflictError where this signer has signed the closing of an election."""
    if has_closed(session, campaign, signer):
        raise ConflictError(
            _("This key has signed that voting is over. Nothing more is needed of it for that.")
        )


def _keep(
    context: Context,
    session: Session,
    campaign: Campaign,
    seat: Seat,
    kind: str,
    texts: set[str],
    data: bytes,
) -> None:
    people, name = load_people(session, campaign), name_seat(session, campaign, seat)
    statement = read_statement(people, kind, texts, data, signer=seat.signer, name=name)
    if keep_statement(session, context, campaign, kind, WHOLE, statement, data):
        deed = Deed.SIGNED_OPENING if kind == "opening" else Deed.SIGNED_OUT
        record_signed(session, context, campaign, seat, deed, name)


def record_signed(
    session: Session,
    context: Context,
    campaign: Campaign,
    seat: Seat,
    deed: Deed,
    name: str,
    note: str = "",
) -> None:
    """Write down that somebody signed: a trustee's deed, or that a witness did as much."""
    own = deed if seat.role == "trustee" else Deed.WITNESSED
    record(session, context, campaign, own, name, note)
