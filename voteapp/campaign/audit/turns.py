"""A trustee's turn: from a verified bundle to what may be signed and decrypted.

DESIGN, "Trustees": factors are given only for a tally that the trustee's software recomputed, of an
election whose every proof it verified.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.audit import ElectionAudit
from voteapp.campaign.audit.participation import EXCEEDED
from voteapp.campaign.counting.closing_statements import ClosingStatement, compute_closing_text
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.units.release import compute_plan_hash
from voteapp.errors import ConflictError
from voteapp.protocol.audit.report import Finding
from voteapp.protocol.group import Group
from voteapp.protocol.keys.trustees import Item, collect_keys
from voteapp.protocol.tally import PairMatrix


class TrusteeTurn(NamedTuple):
    """Everything that a trustee needs; ``tally`` is the recomputed one. ``decrypts`` is the
    manifest's: no factor leaves before."""

    uuid: str
    owner: int
    group_code: str
    context: DecryptionContext
    closing_text: str
    tally: PairMatrix
    items: Sequence[Item]
    statements: Sequence[ClosingStatement]
    decrypts: str | None


def list_blocking(findings: Sequence[Finding]) -> list[Finding]:
    """The findings for which no trustee signs or decrypts.

    More ballots than members entitled is none of them: every ballot has a slip of the list, and it
    is the published result above which everybody reads that there are too many.
    """
    return [finding for finding in findings if finding.code != EXCEEDED]


def prepare_turn(election: ElectionAudit, public_key: str) -> TrusteeTurn:
    """What the trustee with this key (hex) may do now.

    The audit must be without findings that block. Raises ConflictError where it is not this
    trustee's turn: not a trustee, not closed, not tallied, too few ballots, decrypted already.
    """
    record, evidence, plan = election.record, election.documents.evidence, election.plan
    manifest = election.documents.manifest
    context, items = record.setup.context, record.setup.items
    ends = record.structure.of_kind("EndBallots")
    if context is None or items is None or evidence is None:
        raise ConflictError("This election does not verify.")
    if list_blocking(election.findings.items):
        raise ConflictError("This election does not verify.")
    owner = _find_owner(context.group, items, public_key)
    if not ends or plan is None:
        raise ConflictError("Voting is not over.")
    if not plan.groups:
        raise ConflictError("Fewer than k ballots came: nothing may be decrypted.")
    if len(plan.groups) != 1:
        raise ConflictError("This election is decrypted group by group: not by this command.")
    tally = record.box.tally  # our own product of the ballots, which the record's was found to be
    if tally is None or record.decryption.tally is None:
        raise ConflictError("The encrypted tally is not there yet.")
    if owner in record.decryption.factors:
        raise ConflictError("This trustee's decryption is there already.")
    first = record.structure.of_kind("PartialDecryption")
    events = record.structure.events
    parent = events[first[0].height - 1] if first else events[-1]
    fingerprint = context.fingerprint
    bound = DecryptionContext(
        context.group, fingerprint, parent.digest, owner, context.group.decode(public_key)
    )
    text = compute_closing_text(fingerprint, ends[0].digest, compute_plan_hash(plan))
    return TrusteeTurn(
        context.election.uuid,
        owner,
        plan.groups[0].code,
        bound,
        text,
        tally,
        items,
        evidence.closing_statements,
        None if manifest is None else manifest.decrypts,
    )


def _find_owner(group: Group, items: Sequence[Item], public_key: str) -> int:
    for owner, key in collect_keys(items).items():
        if group.encode(key) == public_key:
            return owner
    raise ConflictError("This key is not one of the election's trustees.")
