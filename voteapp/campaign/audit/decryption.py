"""What was decrypted: only what the plan allows, agreed on before, and strongly proved."""

from __future__ import annotations

from voteapp.campaign.audit.board import load_trustees
from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.audit.participation import Participation
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.counting.closing_statements import (
    check_closing_statement,
    compute_closing_text,
    compute_needed,
)
from voteapp.campaign.counting.strong_proofs import bind_decryption, check_strong_proofs
from voteapp.campaign.units.release import Plan, compute_plan_hash
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.encoding import decode_json
from voteapp.protocol.keys.trustees import compute_signing_keys
from voteapp.protocol.tally import OwnedPartialDecryption

_INCONSISTENT = "decryption-inconsistent"


def verify_decryption(audit: RecordAudit, documents: Documents, people: Participation) -> None:
    """Findings: ``release-below-k``, ``closing-statement-...``, ``strong-proof-...``."""
    evidence, plan = documents.evidence, people.plan
    if evidence is None:
        return
    decrypted = audit.structure.of_kind("PartialDecryption")
    if not audit.structure.of_kind("EndBallots"):
        if evidence.closing_statements or evidence.strong_proofs:
            audit.findings.add(
                "closing-statement-early", None, "trustees signed before voting was over"
            )
        return
    if plan is None or _has_other_findings(audit):
        return
    if decrypted and not plan.groups:
        audit.findings.add(
            "release-below-k", decrypted[0].height, "fewer than k ballots were decrypted"
        )
        return
    owners = _list_owners(audit)
    _verify_statements(audit, evidence, plan, owners)
    _verify_strong_proofs(audit, evidence, plan, owners)
    if audit.findings.has("strong-proof-invalid"):
        audit.findings.withdraw(_INCONSISTENT)  # now it is known whose factors are wrong


def _has_other_findings(audit: RecordAudit) -> bool:
    """Whether tally, trustees or factors are wrong in a way that strong proofs do not explain."""
    items = audit.findings.items
    codes = [item.code for item in items if item.code != _INCONSISTENT]
    return any(code.startswith(("tally-", "decryption-", "trustee")) for code in codes)


def _list_owners(audit: RecordAudit) -> list[int]:
    """The owners of the partial decryptions, in the record's order."""
    owners = []
    for event in audit.structure.of_kind("PartialDecryption"):
        body = audit.structure.fetch(event.payload or "")
        if body is not None:
            owned = decode_json(body, OwnedPartialDecryption, "decryption-encoding", "its owner")
            owners.append(owned.owner)
    return owners


def _verify_statements(
    audit: RecordAudit, evidence: Evidence, plan: Plan, owners: list[int]
) -> None:
    trustees, context, items = load_trustees(audit), audit.setup.context, audit.setup.items
    if trustees is None or context is None or items is None:
        return
    end = audit.structure.of_kind("EndBallots")[0].digest
    text = compute_closing_text(context.fingerprint, end, compute_plan_hash(plan))
    keys = compute_signing_keys(context.group, trustees)
    signed = [statement.owner for statement in evidence.closing_statements]
    if len(set(signed)) != len(signed):
        audit.findings.add(
            "closing-statement-second", None, "a trustee signed two statements for this election"
        )
        return
    if signed != sorted(signed):
        audit.findings.add(
            "closing-statement-owner", None, "the statements are not one a trustee, in order"
        )
        return
    sound = True
    for statement in evidence.closing_statements:
        try:
            check_closing_statement(context.group, keys, text, statement)
        except ProtocolError as error:
            audit.findings.add_error(error, None)
            sound = False
    enough = len(signed) >= compute_needed(items) and set(signed) >= set(owners)
    if owners and sound and not enough:
        audit.findings.add(
            "closing-statement-missing", None, "too few trustees signed before decrypting"
        )


def _verify_strong_proofs(
    audit: RecordAudit, evidence: Evidence, plan: Plan, owners: list[int]
) -> None:
    context, items = audit.setup.context, audit.setup.items
    tally, factors = audit.decryption.tally, audit.decryption.factors
    given = [(entry.group, entry.owner) for entry in evidence.strong_proofs]
    wanted = [(group.code, owner) for group in plan.groups for owner in owners]
    if missing := [owner for pair in wanted if pair not in given for owner in pair[1:]]:
        for owner in missing:
            audit.findings.add(
                "strong-proof-missing", None, f"trustee {owner} gave no strong proofs"
            )
        return
    if given != wanted:
        audit.findings.add(
            "strong-proof-owner", None, "the strong proofs are not those of the decryptions"
        )
        return
    if context is None or items is None or tally is None or not owners:
        return
    parent = _parent_of_decryptions(audit)
    for entry in evidence.strong_proofs:
        try:
            bound = bind_decryption(context, items, parent, entry.owner)
            check_strong_proofs(bound, tally, factors[entry.owner], entry.proofs)
        except ProtocolError as error:
            audit.findings.add_error(error, None)


def _parent_of_decryptions(audit: RecordAudit) -> str:
    """The hash of the last event before the first PartialDecryption."""
    first = audit.structure.of_kind("PartialDecryption")[0]
    return audit.structure.events[first.height - 1].digest
