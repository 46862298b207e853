"""What the server signs about a ballot: the receipt, or the refusal with what shows its reason.

PAPER, "Receipts, refusals, voids".
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from sqlalchemy import select

from voteapp.campaign.board.refusals import Reason, Refusal
from voteapp.campaign.board.signing import Receipt, decode_head
from voteapp.campaign.board.voids import decode_void
from voteapp.campaign.canonical import encode_canonical
from voteapp.protocol.encoding import hex_to_base64
from voteapp.services.context import Context, OpenElection
from voteapp.services.errors import (
    CastError,
    UsedSlipError,
    VoidedSlipError,
    VotingClosedError,
    VotingClosingError,
)
from voteapp.services.times import compute_end
from voteapp.store.board.models import Ballot, Batch, Campaign, Credential, Election


class Sent(NamedTuple):
    """A ballot that came, by its credential and the hash of its bytes (hex)."""

    opened: OpenElection
    credential: str
    digest: str


def sign_receipt(context: Context, sent: Sent, batch: int) -> bytes:
    """The receipt of a ballot that is kept, for the last batch that may hold it."""
    election = sent.opened.election
    receipt = Receipt(
        uuid=election.election.uuid,
        fingerprint=election.fingerprint,
        tracker=hex_to_base64(sent.digest),
        credential=sent.credential,
        batch=batch,
    )
    return encode_canonical(context.signer.sign(receipt))


def sign_stored(context: Context, election: Election, ballot: Ballot) -> Receipt:
    """The receipt of a ballot by its row: of a sealed one with the batch where it stands."""
    receipt = Receipt(
        uuid=election.uuid,
        fingerprint=election.fingerprint or "",
        tracker=hex_to_base64(ballot.hash),
        credential=ballot.credential,
        batch=ballot.batch,
    )
    return context.signer.sign(receipt)


def refuse(context: Context, sent: Sent, reason: Reason) -> CastError:
    """The error that answers a valid ballot which is not taken; its text carries the refusal."""
    opened = sent.opened
    refusal = Refusal(
        uuid=opened.election.election.uuid,
        fingerprint=opened.election.fingerprint,
        credential=sent.credential,
        tracker=hex_to_base64(sent.digest),
        reason=reason,
    )
    with context.board.read() as session:
        election = session.get_one(Election, opened.id)
        if reason == "used":
            ballot = session.get_one(Ballot, (opened.id, sent.credential))
            other = sign_stored(context, election, ballot)
            return UsedSlipError(_sign(context, refusal, receipt=other))
        if reason == "voided":
            row = session.get_one(Credential, (opened.id, sent.credential))
            return VoidedSlipError(_sign(context, refusal, void=decode_void(row.void or b"")))
        campaign = session.get_one(Campaign, election.campaign_id)
        end = compute_end(campaign.closed, campaign.closing)
        head = session.scalar(
            select(Batch.head).where(Batch.election_id == opened.id, Batch.final.is_(True))
        )
        if head is None:
            return VotingClosingError(end)
        return VotingClosedError(end, _sign(context, refusal, head=decode_head(head)))


def sign_voided(context: Context, election: Election, row: Credential) -> str:
    """The answer, as text, to a void that was taken: no ballot was sent, so that it names none."""
    void = decode_void(row.void or b"")
    return _sign(context, _answer_void(election, row.credential, "voided"), void=void)


def sign_used(context: Context, election: Election, ballot: Ballot) -> str:
    """The answer, as text, to a void that came after the slip's ballot."""
    receipt = sign_stored(context, election, ballot)
    return _sign(context, _answer_void(election, ballot.credential, "used"), receipt=receipt)


def _answer_void(election: Election, credential: str, reason: Reason) -> Refusal:
    return Refusal(
        uuid=election.uuid,
        fingerprint=election.fingerprint or "",
        credential=credential,
        tracker=None,
        reason=reason,
    )


def _sign(context: Context, refusal: Refusal, **shown: object) -> str:
    whole = msgspec.structs.replace(refusal, **shown)
    return encode_canonical(context.signer.sign(whole)).decode()
