"""The evidence of an election, put together from what the board keeps.

docs/formats.md, "Evidence". The tellers' parts are opened after EndBallots only, once its head
is signed; strong proofs, which let anybody work out the totals, leave with the decryptions.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.board.signing import Head, decode_head
from voteapp.campaign.board.voids import Void, decode_void
from voteapp.campaign.bundle.evidence import (
    Evidence,
    StrongProofs,
    compute_frozen_hash,
    create_evidence,
    encode_evidence,
)
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.campaign.slips.counts import SlipCount as EvidenceCount
from voteapp.campaign.statements.texts import compute_closing_text
from voteapp.campaign.units.release import Plan, compute_plan, compute_plan_hash
from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.proofs import Proof
from voteapp.services.chain import list_amendments, list_notes
from voteapp.services.errors import NotReadyError
from voteapp.services.holders import load_ceremony
from voteapp.services.slips.statements import list_printed, open_parts
from voteapp.services.statements.rows import list_statements
from voteapp.store.board.models import (
    Ballot,
    Batch,
    Campaign,
    Credential,
    Election,
    Leaf,
    SlipCount,
)
from voteapp.store.board.trustees import PartialDecryption


def get_manifest_bytes(election: Election) -> bytes:
    """The manifest; raises NotFoundError before it is fixed."""
    return _require_fixed(election.manifest)


def get_questionnaire_bytes(election: Election) -> bytes:
    """The questionnaire; raises NotFoundError before it is fixed."""
    return _require_fixed(election.questionnaire)


def _require_fixed(data: bytes | None) -> bytes:
    if data is None:
        raise NotFoundError(_("The election is not fixed yet."))
    return data


def read_manifest(election: Election) -> Manifest:
    """The manifest, decoded; raises NotFoundError before it is fixed."""
    return decode_manifest(get_manifest_bytes(election))


def encode_public_evidence(session: Session, election: Election, *, decrypted: bool) -> bytes:
    """``evidence.json``; with ``decrypted`` the trustees' strong proofs stand in it."""
    return encode_evidence(build_evidence(session, election, decrypted=decrypted))


def build_evidence(session: Session, election: Election, *, decrypted: bool) -> Evidence:
    """The evidence as it is at this moment. Raises NotFoundError before opening."""
    if election.setup_tip is None:
        raise NotFoundError(_("The election is not open yet."))
    manifest = get_manifest_bytes(election)
    campaign = session.get_one(Campaign, election.campaign_id)
    evidence = create_evidence(election.uuid, election.fingerprint or "", manifest)
    evidence = msgspec.structs.replace(
        evidence,
        ceremony=load_ceremony(session, campaign),
        amendments=list_amendments(session, campaign),
        heads=_list_heads(session, election),
        voided=_list_voided(session, election),
        printed=list_printed(session, campaign),
        openings=list_statements(session, campaign, "opening"),
        outs=list_statements(session, campaign, "out"),
        slips=build_slip_counts(session, campaign),
        notes=list_notes(session, campaign),
    )
    if not any(head.final for head in evidence.heads):
        return evidence
    plan = build_plan(session, election)
    return msgspec.structs.replace(
        evidence,
        parts=open_parts(session, campaign, election),
        plan=plan,
        closing_statements=list_statements(session, campaign, "closing-statement", election.uuid),
        mirror_ends=list_statements(session, campaign, "mirror-end", election.uuid),
        confirmations=list_statements(session, campaign, "confirmation", election.uuid),
        strong_proofs=_list_strong_proofs(session, election, plan) if decrypted else [],
    )


def build_plan(session: Session, election: Election) -> Plan:
    """What will be decrypted, from the manifest and the ballots per leaf."""
    query = (
        select(Leaf.code)
        .join(Credential, Credential.leaf_id == Leaf.id)
        .join(
            Ballot,
            (Ballot.election_id == Credential.election_id)
            & (Ballot.credential == Credential.credential),
        )
        .where(Credential.election_id == election.id)
    )
    counts = Counter(session.scalars(query))
    manifest = read_manifest(election)
    return compute_plan(manifest.strata, counts, manifest.release.policy, manifest.release.k)


def freeze_evidence(session: Session, election: Election) -> None:
    """Keep the hash of the evidence as it stands, which nothing changes any more but what is said
    afterwards. The caller holds the locks. Raises NotReadyError before the final head is signed."""
    evidence = build_evidence(session, election, decrypted=False)
    if not any(head.final for head in evidence.heads):
        raise NotReadyError(_("The server has not signed the end of the list yet."), ["head"])
    election.frozen = compute_frozen_hash(evidence)


def compute_statement(session: Session, election: Election) -> str:
    """The text that is signed before any factor leaves. NotReadyError before the evidence is
    frozen."""
    if election.end_tip is None or election.fingerprint is None:
        raise ConflictError(_("Voting is not over yet."))
    if election.frozen is None:
        raise NotReadyError(_("The slips’ counts are not final yet."), ["counts-final"])
    plan = compute_plan_hash(build_plan(session, election))
    return compute_closing_text(election.fingerprint, election.end_tip, plan, election.frozen)


def build_slip_counts(session: Session, campaign: Campaign) -> list[EvidenceCount] | None:
    """Counts of every leaf, sorted by code; None until all were written down."""
    query = select(Leaf).where(Leaf.campaign_id == campaign.id)
    counts: list[EvidenceCount] = []
    for leaf in sorted(session.scalars(query), key=lambda leaf: leaf.code.encode()):
        count = session.get(SlipCount, leaf.id)
        if count is None:
            return None
        counts.append(
            EvidenceCount(
                leaf=leaf.code,
                printed=count.printed,
                handed_out=count.handed_out,
                spoiled=count.spoiled,
                returned=count.returned,
            )
        )
    return counts


def decode_proof_matrix(data: bytes) -> list[list[Proof]]:
    """Strong proofs as they are kept."""
    return msgspec.json.decode(data, type=list[list[Proof]])


def encode_proof_matrix(proofs: list[list[Proof]]) -> bytes:
    """Strong proofs as they are kept."""
    return encode_json(proofs)


def _list_heads(session: Session, election: Election) -> list[Head]:
    query = select(Batch.head).where(Batch.election_id == election.id, Batch.head.is_not(None))
    return [decode_head(head or b"") for head in session.scalars(query.order_by(Batch.number))]


def _list_voided(session: Session, election: Election) -> list[Void]:
    """What the slips' holders signed, by credential."""
    query = select(Credential.void).where(
        Credential.election_id == election.id, Credential.void.is_not(None)
    )
    voids = [decode_void(void or b"") for void in session.scalars(query)]
    return sorted(voids, key=lambda void: void.credential)


def _list_strong_proofs(session: Session, election: Election, plan: Plan) -> list[StrongProofs]:
    """In the order of the PartialDecryption events."""
    query = select(PartialDecryption).where(PartialDecryption.election_id == election.id)
    return [
        StrongProofs(
            group=plan.groups[0].code,
            owner=row.owner,
            proofs=decode_proof_matrix(row.strong_proofs),
        )
        for row in session.scalars(query.order_by(PartialDecryption.number))
    ]
