"""After closing: the trustees' statements and factors, the result.

DESIGN, "The evidence and the bundle" (strong proofs) and "Trustees" (closing statements).
Everything a trustee sends is checked before it is appended; what is wrong is refused by name and
changes nothing. The first decryptions that suffice give the result, whoever is missing; the last
result of a campaign publishes all of them, and nobody is shown one before.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from voteapp.campaign.audit.statements import measure
from voteapp.campaign.counting.decryptions import Decryption, decode_decryption
from voteapp.campaign.counting.strong_proofs import bind_decryption, check_strong_proofs
from voteapp.campaign.counting.tallying import compute_result_object, encode_owned_decryption
from voteapp.campaign.statements.people import Signer
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import Group
from voteapp.protocol.tally import (
    ElementMatrix,
    check_partial_decryption,
    decode_partial_decryption,
    has_enough,
)
from voteapp.services.campaigns import (
    decode_draft,
    get_state,
    record,
    require,
    wrong_state,
)
from voteapp.services.context import Context
from voteapp.services.counting.evidence import (
    build_plan,
    compute_statement,
    encode_proof_matrix,
)
from voteapp.services.counting.refusals import explain_refusal
from voteapp.services.counting.totals import Tallied, load_tallied
from voteapp.services.errors import NotReadyError
from voteapp.services.holders import list_decrypted
from voteapp.services.life import Deed
from voteapp.services.statements.outlook import find_missing
from voteapp.services.statements.rows import (
    WHOLE,
    find_statement,
    keep_statement,
    list_signers,
    read_statement,
    require_in,
)
from voteapp.services.statements.signers import load_people
from voteapp.services.trustees.openings import record_signed
from voteapp.services.trustees.seats import Seat, find_own_election, name_seat
from voteapp.services.voting.closing import publish_if_done
from voteapp.services.voting.records import append_event
from voteapp.store.board.models import Campaign, Election
from voteapp.store.board.trustees import PartialDecryption


def post_closing_statement(context: Context, seat: Seat, uuid: str, data: bytes) -> None:
    """Keep the closing statement of a trustee or witness; the same again is no error.

    Raises InvalidInputError (``closing_statement``), NotFoundError, NotReadyError before the
    counts are final or without the signer's opening, ConflictError for who is out,
    WrongStateError.
    """
    with context.board.write() as session:
        campaign, election = find_own_election(session, seat, uuid, lock=True)
        require(campaign, Deed.SIGNED_CLOSING)
        name = name_seat(session, campaign, seat)
        text = compute_statement(session, election)
        people = load_people(session, campaign)
        statement = read_statement(
            people, "closing-statement", [text], data, signer=seat.signer, name=name
        )
        require_in(session, campaign, seat.signer)
        if find_statement(session, campaign, "opening", WHOLE, seat.signer) is None:
            raise NotReadyError(
                _("Who has not signed the opening signs no closing: look at the set-up first."),
                ["opening"],
            )
        if keep_statement(session, context, campaign, "closing-statement", uuid, statement, data):
            deed = Deed.SIGNED_CLOSING
            record_signed(session, context, campaign, seat, deed, name, election.title)


def post_decryption(context: Context, seat: Seat, uuid: str, decryption: bytes) -> None:
    """Check the factors of a trustee with both kinds of proof, append them. The first set that
    suffices gives the result; with the campaign's last election everything is published.

    The same again is no error. Raises InvalidInputError (``decryption``), NotFoundError,
    NotReadyError, ConflictError once the result is there, WrongStateError.
    """
    owner = seat.owner
    if seat.role != "trustee":
        raise NotFoundError(_("There is no trustee of this number here."))
    with context.board.read() as session:
        campaign, election = find_own_election(session, seat, uuid)
        name = name_seat(session, campaign, seat)
        posted = _read_decryption(decryption, uuid, owner, name)
        _require_ready(context, session, election, owner)
        tallied = load_tallied(session, election)
        group_code = build_plan(session, election).groups[0].code
    if posted.group != group_code:
        raise InvalidInputError("decryption", _("This decryption is for another group."))
    _check_factors(context, election, tallied, posted, name)
    with context.board.write() as session:
        campaign, election = find_own_election(session, seat, uuid, lock=True)
        if owner in list_decrypted(session, election.id):
            return
        _require_open(campaign, election)
        _append_decryption(session, election, posted)
        record(session, context, campaign, Deed.DECRYPTED, name, election.title)
        given = list_decrypted(session, election.id)
        if has_enough(tallied.items, given):
            _finish_election(session, election, tallied, given)
        publish_if_done(context, session, campaign)


def _read_decryption(data: bytes, uuid: str, owner: int, name: str) -> Decryption:
    try:
        posted = decode_decryption(data)
    except ProtocolError as error:
        raise _refuse_decryption(name, error) from None
    if posted.uuid != uuid:
        raise InvalidInputError("decryption", _("This decryption is for another election."))
    _require_owner("decryption", posted.owner, owner, name)
    return posted


def _refuse_decryption(name: str, error: ProtocolError) -> InvalidInputError:
    return InvalidInputError(
        "decryption",
        _("The decryption of %(name)s cannot be used: %(reason)s.", name=name, reason=error),
    )


def _require_owner(field: str, found: int, owner: int, name: str) -> None:
    """A trustee speaks for nobody else."""
    if found != owner:
        message = _(
            "This is trustee %(found)d's, not trustee %(owner)d's (%(name)s).",
            found=found,
            owner=owner,
            name=name,
        )
        raise InvalidInputError(field, message)


def _require_open(campaign: Campaign, election: Election) -> None:
    """Nothing is appended to a record after its result."""
    if election.result is not None:
        raise ConflictError(
            _("The result is complete without this decryption: nothing more is needed.")
        )
    require(campaign, Deed.DECRYPTED)


def _require_ready(context: Context, session: Session, election: Election, owner: int) -> None:
    """At least k ballots, enough people signed the closing, this trustee too; late enough."""
    if election.below_k:
        raise ConflictError(_("Fewer than k ballots were cast; nothing will be decrypted."))
    campaign = session.get_one(Campaign, election.campaign_id)
    state = get_state(campaign)
    if not (state.opened and state.over):
        raise wrong_state(campaign)
    signer = Signer("trustee", owner)
    signed = list_signers(session, campaign, "closing-statement", election.uuid)
    sizes = measure(load_people(session, campaign))
    if (
        signer not in signed
        or not find_missing(session, campaign, sizes, election.uuid, signed).enough
    ):
        raise NotReadyError(
            _("Enough people have to sign first that voting is over."), ["closing-statement"]
        )
    _require_time(context, campaign)


def _require_time(context: Context, campaign: Campaign) -> None:
    """The instant that was fixed as the earliest has come."""
    decrypts = decode_draft(campaign).decrypts
    if decrypts is not None and context.clock() < decrypts.replace(microsecond=0):
        raise NotReadyError(
            _("It was fixed that totals are opened later: not before the time in the manifest."),
            ["decrypts"],
        )


def _check_factors(
    context: Context, election: Election, tallied: Tallied, posted: Decryption, name: str
) -> None:
    """The format's proofs, then the strong ones."""
    try:
        bound = bind_decryption(tallied.election, tallied.items, tallied.parent, posted.owner)
        factors = check_partial_decryption(
            bound.group,
            bound.fingerprint,
            bound.public_key,
            tallied.totals,
            posted.partial_decryption,
        )
        check_strong_proofs(bound, tallied.totals, factors, posted.strong_proofs)
    except ProtocolError as error:
        if error.code == "decryption-proof":
            error = explain_refusal(context, election, tallied, posted, bound.public_key)
        raise _refuse_decryption(name, error) from None


def _append_decryption(session: Session, election: Election, posted: Decryption) -> None:
    number = len(list_decrypted(session, election.id)) + 1
    objects = encode_owned_decryption(posted.owner, posted.partial_decryption)
    append_event(session, election, "PartialDecryption", objects)
    session.add(
        PartialDecryption(
            election_id=election.id,
            owner=posted.owner,
            number=number,
            data=objects[0],
            strong_proofs=encode_proof_matrix(posted.strong_proofs),
        )
    )
    session.flush()


def _read_factors(group: Group, data: bytes) -> ElementMatrix:
    """The factors of a decryption whose proofs were checked before it was kept."""
    rows = decode_partial_decryption(data).decryption_factors
    return [[group.decode(text, allow_neutral=True) for text in row] for row in rows]


def _finish_election(
    session: Session, election: Election, tallied: Tallied, given: Mapping[int, bytes]
) -> None:
    group = tallied.election.group
    factors = {owner: _read_factors(group, data) for owner, data in given.items()}
    body = compute_result_object(
        tallied.election, tallied.items, tallied.totals, factors, election.counted or 0
    )
    append_event(session, election, "Result", [body])
    election.result = body
