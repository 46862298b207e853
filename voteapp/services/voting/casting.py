"""Casting: a ballot comes in, a signed receipt goes out.

DESIGN, "Casting, sealing, receipts". Checked in this order: size, canonical bytes and shape,
identical to a stored one, election open, credential listed and unused, signature, proofs. Proofs
are checked before the writing transaction, which checks again what may have changed. Nothing of a
ballot is kept or logged beside itself.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import NotFoundError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol import ballots
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import hash_hex, hex_to_base64
from voteapp.protocol.kinds import kind_of
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    find_election,
    get_phase,
    get_state,
    list_elections,
)
from voteapp.services.context import Context, OpenElection
from voteapp.services.drafting.booth import describe_for_booth
from voteapp.services.errors import (
    BallotRefusedError,
    BallotTooLargeError,
    NotOpenYetError,
    ServerBusyError,
    TooManyFailuresError,
    UnknownSlipError,
    UsedSlipError,
    VoidedSlipError,
    VotingClosedError,
    VotingWithdrawnError,
)
from voteapp.services.life import Phase, State, compute_phase
from voteapp.services.times import compute_end, describe_times
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.public import BoothElection, BoothView, SlipState
from voteapp.store.board import casting as queries
from voteapp.store.board.models import Ballot, Campaign, Credential, Election
from voteapp.store.database import DatabaseBusyError

MOST_FAILURES = 20
"""Broken ballots with a valid signature that one process takes from one credential."""

_MOST_COUNTED = 10_000


def cast(context: Context, uuid: str, data: bytes) -> bytes:
    """Take a ballot; returns the signed receipt, the same for the same ballot.

    Raises NotFoundError or a CastError.
    """
    try:
        return _cast(context, uuid, data)
    except DatabaseBusyError as error:
        raise ServerBusyError(str(error)) from None


def get_booth(context: Context, code: str) -> BoothView:
    """A campaign for the booth, never a draft; its elections are there from Fix on.

    Raises NotFoundError.
    """
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if get_state(campaign) is State.DRAFT:
            raise NotFoundError(_("There is no campaign of this name here."))
        draft, now = decode_draft(campaign), context.clock()
        times = describe_times(campaign, draft, now)
        return BoothView(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            phase=get_phase(campaign, now),
            opening=times.opening,
            closing=times.closed or times.closing,
            first_opening=times.first_opening,
            first_closing=times.first_closing,
            timezone=draft.timezone,
            trial=campaign.trial,
            elections=tuple(
                _describe_election(election, draft)
                for election in list_elections(session, campaign)
                if election.election is not None
            ),
        )


def _describe_election(election: Election, draft: CampaignDraft) -> BoothElection:
    part = draft.elections[election.position]
    questionnaire = describe_for_booth(part.questionnaire)
    return BoothElection(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        election=(election.election or b"").decode(),
        fingerprint=election.fingerprint or "",
        questionnaire=msgspec.json.encode(questionnaire).decode() if questionnaire else None,
        manifest=(election.manifest or b"").decode(),
    )


def get_slip_state(context: Context, uuid: str, credential: str) -> SlipState:
    """Whether a public credential may still cast. Raises NotFoundError for the election."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        row = session.get(Credential, (election.id, credential))
        if row is None:
            return SlipState("unknown")
        if row.voided:
            return SlipState("voided")
        ballot = session.get(Ballot, (election.id, credential))
        if ballot is None:
            return SlipState("unused")
        stored = queries.Stored(ballot.hash, ballot.batch)
        receipt = sign_receipt(context, uuid, election.fingerprint or "", credential, stored)
        return SlipState("used", hex_to_base64(ballot.hash), ballot.batch, receipt.decode())


def _cast(context: Context, uuid: str, data: bytes) -> bytes:
    opened = _load(context, uuid)
    if len(data) > opened.longest:
        raise BallotTooLargeError(_("This is more than a ballot of this election can be."))
    try:
        ballot = ballots.decode_ballot(data)
        ballots.check_ballot_header(opened.election, ballot)
    except ProtocolError as error:
        raise BallotRefusedError(error.code, error.message) from None
    digest = hash_hex(data)
    with context.board.read_plainly() as connection:
        stored = queries.find_stored(connection, opened.id, ballot.credential)
        if stored is not None and stored.hash == digest:
            return _sign(context, opened, ballot.credential, stored)
        _check_may_cast(context, connection, opened.id, ballot.credential)
        if stored is not None:
            raise _used(context, opened, ballot.credential, stored)
    _check_cryptography(context, opened.election, ballot)
    batch = _insert(context, opened, ballot.credential, digest, data)
    return _sign(context, opened, ballot.credential, queries.Stored(digest, batch))


def _load(context: Context, uuid: str) -> OpenElection:
    """The election, decoded once for each process. NotFoundError, NotOpenYetError."""
    found = context.cache.elections.get(uuid)
    if found is not None:
        return found
    with context.board.read() as session:
        row = find_election(session, uuid)
        if row.election is None:
            campaign = session.get_one(Campaign, row.campaign_id)
            if get_state(campaign) is State.WITHDRAWN:
                raise _withdrawn()
            raise NotOpenYetError(campaign.opening)
        election = create_context(row.election)
        opened = OpenElection(row.id, election, compute_longest(election))
    context.cache.elections[uuid] = opened
    return opened


def compute_longest(election: ElectionContext) -> int:
    """An upper bound of a ballot's bytes: 160 a ciphertext, 200 a proof, and what stands around."""
    total = 2048
    for question in election.election.questions:
        kind = kind_of(question)
        total += 200 + 160 * kind.compute_width(question) + 200 * kind.count_proofs(question)
    return total


def _check_may_cast(
    context: Context, connection: Connection, election_id: int, credential: str
) -> None:
    """Open at this instant, listed, not voided; raises CastErrors."""
    found = queries.find_admission(connection, election_id, credential)
    phase = compute_phase(State(found.state), found.opening, found.closing, context.clock())
    if phase is Phase.WITHDRAWN:
        raise _withdrawn()
    if phase in (Phase.NOT_OPEN, Phase.LATE):
        raise NotOpenYetError(found.opening)
    if phase is not Phase.OPEN:
        raise VotingClosedError(compute_end(found.closed, found.closing))
    if found.voided is None:
        raise UnknownSlipError(_("This slip does not belong to this election."))
    if found.voided:
        raise VoidedSlipError(_("This slip was voided."))


def _withdrawn() -> VotingWithdrawnError:
    return VotingWithdrawnError(_("This campaign was withdrawn before it opened."))


def _check_cryptography(
    context: Context, election: ElectionContext, ballot: ballots.Ballot
) -> None:
    """Signature, then proofs; failures of the proofs count against the signer's credential."""
    failures = context.cache.failures
    key = (election.election.uuid, ballot.credential)
    if failures.get(key, 0) >= MOST_FAILURES:
        raise TooManyFailuresError(_("Too many broken ballots came from this slip."))
    try:
        ballots.check_scalars(election, ballot)
        ballots.check_signature(election, ballot)
    except ProtocolError as error:
        raise BallotRefusedError(error.code, error.message) from None
    try:
        pairs = ballots.decode_pairs(election, ballot)
        ballots.check_proofs(election, ballot, pairs)
    except ProtocolError as error:
        if len(failures) > _MOST_COUNTED:
            failures.clear()
        failures[key] = failures.get(key, 0) + 1
        raise BallotRefusedError(error.code, error.message) from None


def _insert(
    context: Context, opened: OpenElection, credential: str, digest: str, data: bytes
) -> int:
    """Insert in one transaction that the end of voting cannot overlap; the ballot's batch."""
    try:
        with context.board.write_plainly() as connection:
            batch = queries.share_open_batch(connection, opened.id)
            _check_may_cast(context, connection, opened.id, credential)
            queries.insert_ballot(connection, opened.id, credential, digest, batch, data)
        return batch
    except IntegrityError:
        pass  # somebody was faster: the same ballot again, or another one
    with context.board.read_plainly() as connection:
        stored = queries.find_stored(connection, opened.id, credential)
    if stored is None:
        raise NotFoundError(_("This election is gone."))
    if stored.hash != digest:
        raise _used(context, opened, credential, stored)
    return stored.batch


def _used(
    context: Context, opened: OpenElection, credential: str, stored: queries.Stored
) -> UsedSlipError:
    receipt = _sign(context, opened, credential, stored)
    return UsedSlipError(hex_to_base64(stored.hash), stored.batch, receipt.decode())


def _sign(context: Context, opened: OpenElection, credential: str, stored: queries.Stored) -> bytes:
    election = opened.election
    return sign_receipt(context, election.election.uuid, election.fingerprint, credential, stored)


def sign_receipt(
    context: Context, uuid: str, fingerprint: str, credential: str, stored: queries.Stored
) -> bytes:
    """The receipt of a ballot that is kept: the same bytes however often."""
    receipt = Receipt(
        uuid=uuid,
        fingerprint=fingerprint,
        tracker=hex_to_base64(stored.hash),
        credential=credential,
        batch=stored.batch,
    )
    return encode_canonical(context.signer.sign(receipt))
