"""Casting: a ballot comes in, a signed receipt goes out, or a signed refusal.

PAPER, "Receipts, refusals, voids". Checked in this order: size, lengths and canonical bytes,
listed, signature, proofs; then voided, used, closed. So nobody but whoever holds the slip learns
that something was cast with it. Proofs are checked before the writing transaction, which checks
again what may have changed. Nothing of a ballot is kept or logged beside itself.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from voteapp.campaign.board.refusals import Reason
from voteapp.errors import ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol import ballots
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.kinds import kind_of
from voteapp.services.campaigns import find_election, get_state
from voteapp.services.context import Context, OpenElection
from voteapp.services.errors import (
    BallotRefusedError,
    BallotTooLargeError,
    NotOpenYetError,
    ServerBusyError,
    TooManyFailuresError,
    UnknownSlipError,
    VotingWithdrawnError,
)
from voteapp.services.life import Phase, State, compute_phase
from voteapp.services.server_key import require_manifest_key
from voteapp.services.voting.refusing import Sent, refuse, sign_receipt
from voteapp.store.board import casting as queries
from voteapp.store.board.models import Campaign
from voteapp.store.database import DatabaseBusyError

MOST_FAILURES = 20
"""Broken ballots, or second ones, under a valid signature that one process takes from one slip."""

_MOST_COUNTED = 10_000


def cast(context: Context, uuid: str, data: bytes) -> bytes:
    """Take a ballot; returns the signed receipt, the same for the same ballot until it is sealed.

    Raises NotFoundError or a CastError.
    """
    try:
        return _cast(context, uuid, data)
    except DatabaseBusyError as error:
        raise ServerBusyError(str(error)) from None


def _cast(context: Context, uuid: str, data: bytes) -> bytes:
    opened = _load(context, uuid)
    if len(data) > opened.longest:
        raise BallotTooLargeError(_("This is more than a ballot of this election can be."))
    try:
        ballot = ballots.decode_ballot(data)
        ballots.check_ballot_header(opened.election, ballot)
        ballots.check_scalars(opened.election, ballot)
    except ProtocolError as error:
        raise BallotRefusedError(error.code, error.message) from None
    sent = Sent(opened, ballot.credential, hash_hex(data))
    with context.board.read_plainly() as connection:
        answer = _find_answer(context, connection, sent)
    if isinstance(answer, int):
        return sign_receipt(context, sent, answer)
    if (uuid, sent.digest) not in context.cache.refused:
        _check_cryptography(context, opened.election, ballot)
    if answer is None:
        answer = _insert(context, sent, data)
        if isinstance(answer, int):
            return sign_receipt(context, sent, answer)
    _remember(context, sent, answer)
    raise refuse(context, sent, answer)


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
        require_manifest_key(row.manifest, context.signer)
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


def _find_answer(context: Context, connection: Connection, sent: Sent) -> int | Reason | None:
    """The batch of a ballot that is kept already, or why it would not be taken; None if it would.

    The same bytes may be kept between two looks of one connection: they are looked for again
    before anything is refused, so that no kept ballot is ever called used or late.
    """
    batch = queries.find_batch(connection, sent.opened.id, sent.digest)
    if batch is not None:
        return batch
    reason = _find_reason(context, connection, sent)
    if reason is not None:
        batch = queries.find_batch(connection, sent.opened.id, sent.digest)
    return reason if batch is None else batch


def _find_reason(context: Context, connection: Connection, sent: Sent) -> Reason | None:
    """Why a valid ballot would not be taken at this instant: voided, used, closed, in this order.

    Raises VotingWithdrawnError, NotOpenYetError, UnknownSlipError, whoever asks.
    """
    found = queries.find_admission(connection, sent.opened.id, sent.credential)
    now = found.standing or context.clock()
    phase = compute_phase(State(found.state), found.opening, found.closing, now)
    if phase is Phase.WITHDRAWN:
        raise _withdrawn()
    if phase in (Phase.NOT_OPEN, Phase.LATE):
        raise NotOpenYetError(found.opening)
    if found.voided is None:
        raise UnknownSlipError(_("This slip does not belong to this election."))
    if found.voided:
        return "voided"
    if queries.find_stored(connection, sent.opened.id, sent.credential) is not None:
        return "used"
    return None if phase is Phase.OPEN else "closed"


def _withdrawn() -> VotingWithdrawnError:
    return VotingWithdrawnError(_("This campaign was withdrawn before it opened."))


def _check_cryptography(
    context: Context, election: ElectionContext, ballot: ballots.Ballot
) -> None:
    """Signature, then proofs; failures of the proofs count against the signer's credential."""
    key = (election.election.uuid, ballot.credential)
    try:
        ballots.check_signature(election, ballot)
    except ProtocolError as error:
        raise BallotRefusedError(error.code, error.message) from None
    if context.cache.failures.get(key, 0) >= MOST_FAILURES:
        raise TooManyFailuresError(_("Too many broken ballots came from this slip."))
    try:
        pairs = ballots.decode_pairs(election, ballot)
        ballots.check_proofs(election, ballot, pairs)
    except ProtocolError as error:
        _count_failure(context, key)
        raise BallotRefusedError(error.code, error.message) from None


def _count_failure(context: Context, key: tuple[str, str]) -> None:
    failures = context.cache.failures
    if len(failures) > _MOST_COUNTED:
        failures.clear()
    failures[key] = failures.get(key, 0) + 1


def _remember(context: Context, sent: Sent, reason: Reason) -> None:
    """The same bytes are answered without any proof from now on; each second ballot counts once."""
    uuid = sent.opened.election.election.uuid
    refused = context.cache.refused
    if (uuid, sent.digest) in refused:
        return
    if len(refused) > _MOST_COUNTED:
        refused.clear()
    refused.add((uuid, sent.digest))
    if reason == "used":
        _count_failure(context, (uuid, sent.credential))


def _insert(context: Context, sent: Sent, data: bytes) -> int | Reason:
    """Insert in one transaction that no seal and no closing overlaps.

    The last batch that may hold the ballot: its seal leaves some of those that came before it, the
    next one takes all of these. Or why it is not taken.
    """
    election_id = sent.opened.id
    try:
        with context.board.write_plainly() as connection:
            batch = queries.share_open_batch(connection, election_id) + 1
            answer = _find_answer(context, connection, sent)
            if answer is not None:
                return answer
            queries.insert_ballot(
                connection, election_id, sent.credential, sent.digest, batch, data
            )
        return batch
    except IntegrityError:
        pass  # somebody was faster: the same ballot again, or another one
    with context.board.read_plainly() as connection:
        stored = queries.find_batch(connection, election_id, sent.digest)
    return "used" if stored is None else stored
