"""A trustee's turn: from a verified bundle to what may be signed and decrypted.

DESIGN, "Trustees": factors are given only for a tally that the trustee's software recomputed, of an
election whose every proof it verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.statements import TOLD
from voteapp.campaign.bundle.evidence import Evidence, compute_frozen_hash
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.texts import compute_closing_text
from voteapp.campaign.units.release import compute_plan_hash
from voteapp.errors import ConflictError
from voteapp.protocol.audit.report import Finding
from voteapp.protocol.group import Group
from voteapp.protocol.keys.trustees import Item, collect_keys
from voteapp.protocol.tally import PairMatrix


class Closing(NamedTuple):
    """What somebody may sign of a closed election: ``text`` says all of it."""

    fingerprint: str
    end: str
    text: str
    people: People
    evidence: Evidence


class TrusteeTurn(NamedTuple):
    """Everything that a trustee needs; ``tally`` is the recomputed one. ``decrypts`` is the
    manifest's: no factor leaves before."""

    uuid: str
    owner: int
    group_code: str
    context: DecryptionContext
    closing: Closing
    tally: PairMatrix
    decrypts: str | None


def list_blocking(findings: Sequence[Finding]) -> list[Finding]:
    """The findings for which no trustee signs or decrypts.

    More ballots than members entitled is none of them: every ballot has a slip of the list, and it
    is the published result above which everybody reads that there are too many. Nor is an opening
    that nobody had looked at: whoever signs now has looked since.
    """
    return [finding for finding in findings if finding.code not in TOLD]


def write_closing(election: ElectionAudit) -> str | None:
    """The text of the closing that a verified bundle shows; None while voting is not over."""
    context, evidence = election.record.setup.context, election.documents.evidence
    ends, plan = election.record.structure.of_kind("EndBallots"), election.plan
    if context is None or evidence is None or not ends or plan is None:
        return None
    frozen = compute_frozen_hash(evidence)
    end = ends[0].digest
    return compute_closing_text(context.fingerprint, end, compute_plan_hash(plan), frozen)


def prepare_closing(election: ElectionAudit, signer: Signer) -> Closing:
    """What this signer may say of the closing now.

    Raises ConflictError where anything blocks, voting is not over, the evidence is not frozen,
    or the signer is out or has not signed the opening.
    """
    record, evidence = election.record, election.documents.evidence
    context, people = record.setup.context, election.people
    if list_blocking(election.findings.items) or context is None or evidence is None:
        raise ConflictError("This election does not verify.")
    text = write_closing(election)
    if text is None:
        raise ConflictError("Voting is not over.")
    if people is None or people.find_key(signer) is None:
        raise ConflictError("This key is not one of the election's.")
    if evidence.slips is None:
        raise ConflictError("The slips are not counted yet.")
    if signer in {one.signer for one in evidence.outs}:
        raise ConflictError("This key has signed that it signs no closing.")
    if signer not in {one.signer for one in evidence.openings}:
        raise ConflictError("This key has not signed the opening: look at the set-up first.")
    end = record.structure.of_kind("EndBallots")[0].digest
    return Closing(context.fingerprint, end, text, people, evidence)


def prepare_turn(election: ElectionAudit, public_key: str) -> TrusteeTurn:
    """What the trustee with this key (hex) may do now.

    The audit must be without findings that block. Raises ConflictError where it is not this
    trustee's turn: not a trustee, not closed, not tallied, too few ballots, decrypted already.
    """
    record, plan = election.record, election.plan
    manifest = election.documents.manifest
    context, items = record.setup.context, record.setup.items
    if context is None or items is None:
        raise ConflictError("This election does not verify.")
    owner = _find_owner(context.group, items, public_key)
    if plan is not None and not plan.groups:
        raise ConflictError("Fewer than k ballots came: nothing may be decrypted.")
    closing = prepare_closing(election, Signer("trustee", owner))
    if plan is None or len(plan.groups) != 1:
        raise ConflictError("This election is decrypted group by group: not by this command.")
    tally = record.box.tally  # our own product of the ballots, which the record's was found to be
    if tally is None or record.decryption.tally is None:
        raise ConflictError("The encrypted tally is not there yet.")
    if owner in record.decryption.factors:
        raise ConflictError("This trustee's decryption is there already.")
    first = record.structure.of_kind("PartialDecryption")
    events = record.structure.events
    parent = events[first[0].height - 1] if first else events[-1]
    bound = DecryptionContext(
        context.group,
        context.fingerprint,
        parent.digest,
        owner,
        context.group.decode(public_key),
    )
    return TrusteeTurn(
        context.election.uuid,
        owner,
        plan.groups[0].code,
        bound,
        closing,
        tally,
        None if manifest is None else manifest.decrypts,
    )


def _find_owner(group: Group, items: Sequence[Item], public_key: str) -> int:
    for owner, key in collect_keys(items).items():
        if group.encode(key) == public_key:
            return owner
    raise ConflictError("This key is not one of the election's trustees.")
