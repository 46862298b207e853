"""What was decrypted: only what the plan allows, agreed on before, and strongly proved."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.audit.participation import Participation
from voteapp.campaign.audit.statements import verify_closings, verify_confirmations
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.counting.strong_proofs import bind_decryption, check_strong_proofs
from voteapp.campaign.statements.people import People
from voteapp.campaign.units.release import Plan
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.encoding import decode_json
from voteapp.protocol.tally import OwnedPartialDecryption

_INCONSISTENT = "decryption-inconsistent"


def verify_decryption(
    audit: RecordAudit, documents: Documents, voted: Participation, people: People | None
) -> None:
    """``people``: everybody who may sign. Findings: ``release-below-k``, ``closing-statement-...``,
    ``mirror-end-...``, ``strong-proof-...``, ``confirmation-...``."""
    evidence, plan = documents.evidence, voted.plan
    if evidence is None:
        return
    decrypted = audit.structure.of_kind("PartialDecryption")
    if not audit.structure.of_kind("EndBallots"):
        early = (evidence.closing_statements, evidence.mirror_ends, evidence.strong_proofs)
        if any(early) or evidence.confirmations:
            text = "somebody signed or proved something before voting was over"
            audit.findings.add("closing-statement-early", None, text)
        return
    if plan is None or _has_other_findings(audit):
        return
    if decrypted and not plan.groups:
        audit.findings.add(
            "release-below-k", decrypted[0].height, "fewer than k ballots were decrypted"
        )
        return
    owners = _list_owners(audit)
    if people is not None:
        verify_closings(audit, people, evidence, plan, owners)
        verify_confirmations(audit, people, evidence)
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
