"""What trustees and witnesses read from READY on: what there is to sign and to decrypt, who did so
far.

DESIGN, "Trustees"; the JSON is that of ``values.roles.DecryptionTask``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.quorum import Sizes, compute_quorum
from voteapp.services.campaigns import (
    decode_draft,
    get_state,
    list_elections,
)
from voteapp.services.context import Context
from voteapp.services.counting.confirming import describe_confirmation_text
from voteapp.services.counting.evidence import build_plan, compute_statement
from voteapp.services.holders import (
    find_ceremony,
    get_public_key,
    list_decrypted,
    list_owners,
)
from voteapp.services.sealed import count_sealed
from voteapp.services.statements.outlook import find_missing, is_impossible, list_openings
from voteapp.services.statements.rows import list_signers
from voteapp.services.statements.signers import (
    describe_mirrors,
    describe_witnesses,
    list_witnesses,
    measure_planned,
)
from voteapp.services.trustees.openings import (
    describe_opening_text,
    describe_out_text,
    is_late,
)
from voteapp.services.trustees.seats import Seat, find_seat
from voteapp.services.values.roles import (
    DecryptionElection,
    DecryptionTask,
    MissingView,
    SignerView,
)
from voteapp.store.board.models import Batch, Campaign, Election


def get_decryption_task(context: Context, seat: Seat) -> DecryptionTask:
    """What the page of a trustee or witness needs. Raises NotFoundError, ConflictError."""
    signer = seat.signer
    with context.board.read() as session:
        campaign = find_seat(session, seat)
        ceremony, draft = find_ceremony(session, campaign), decode_draft(campaign)
        openings = list_openings(session, campaign)
        outs = list_signers(session, campaign, "out")
        return DecryptionTask(
            code=campaign.code,
            title=campaign.title,
            state=get_state(campaign),
            public_key=_get_key(session, campaign, seat),
            elections=tuple(
                _describe(session, campaign, election, signer)
                for election in list_elections(session, campaign)
            ),
            role=signer.role,
            owner=signer.number,
            trustees=list_owners(session, campaign),
            witnesses=describe_witnesses(session, campaign),
            mirrors=describe_mirrors(session, campaign),
            threshold=1 if ceremony is None else ceremony.threshold,
            impossible=is_impossible(session, campaign),
            decrypts=draft.decrypts,
            timezone=draft.timezone,
            set_up=campaign.set_up,
            opening_text=describe_opening_text(session, campaign, signer),
            late=is_late(campaign),
            opened=any((one.role, one.number) == signer for one in openings),
            openings=openings,
            out_text=describe_out_text(session, campaign, signer),
            out=signer in outs,
            outs=show_signers(outs),
            final=campaign.counts_final is not None,
        )


def _get_key(session: Session, campaign: Campaign, seat: Seat) -> str:
    if seat.role == "trustee":
        return get_public_key(session, campaign, seat.owner).decode()
    key = list_witnesses(session, campaign)[seat.owner - 1].key
    return json.dumps({"public_key": key}) if key else ""


def _describe(
    session: Session, campaign: Campaign, election: Election, signer: Signer
) -> DecryptionElection:
    ended = election.end_tip is not None
    plan = build_plan(session, election) if ended else None
    head = session.scalar(
        select(Batch.head).where(Batch.election_id == election.id, Batch.final.is_(True))
    )
    signed = list_signers(session, campaign, "closing-statement", election.uuid)
    confirmations = list_signers(session, campaign, "confirmation", election.uuid)
    ends = list_signers(session, campaign, "mirror-end", election.uuid)
    sizes = measure_planned(session, campaign) or Sizes(1, 1)
    missing = find_missing(session, campaign, sizes, election.uuid, signed)
    outs = len(list_signers(session, campaign, "out"))
    decrypted = tuple(list_decrypted(session, election.id))
    return DecryptionElection(
        uuid=election.uuid,
        title=election.title,
        fingerprint=election.fingerprint or "",
        ballots=count_sealed(session, election),
        k=election.k,
        skip="below-k" if election.below_k else None,
        tallied=election.tally_tip is not None,
        owner=signer.number,
        group=plan.groups[0].code if plan and plan.groups else None,
        closing_text=compute_statement(session, election) if election.frozen else None,
        statement_posted=signer in signed,
        decryption_posted=signer.role == "trustee" and signer.number in decrypted,
        head=head.decode() if head else None,
        signed=show_signers(signed),
        needed=sizes.threshold if sizes.mirrors else compute_quorum(sizes, outs),
        missing=MissingView(*missing),
        ends=tuple(one.number for one in ends),
        decrypted=decrypted,
        finished=election.result is not None,
        confirmed=signer in confirmations,
        confirmation_text=describe_confirmation_text(campaign, election),
        confirmations=show_signers(confirmations),
    )


def show_signers(signers: Iterable[Signer]) -> tuple[SignerView, ...]:
    """For pages."""
    return tuple(SignerView(*signer) for signer in signers)
