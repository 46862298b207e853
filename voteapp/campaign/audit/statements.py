"""What trustees, witnesses and mirrors signed: that it opened, who is out, how it closed, what came
out of it. docs/formats.md, "Statements"; ADR 31 and 36."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from voteapp.campaign.audit.board import load_trustees
from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.audit.participation import EXCEEDED
from voteapp.campaign.bundle.evidence import Evidence, compute_frozen_hash
from voteapp.campaign.linked import hash_beginnings
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.setup.mended import check_mended
from voteapp.campaign.setup.named import name_people
from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.quorum import Missing, Sizes, compute_missing
from voteapp.campaign.statements.signing import Statement, check_signers, check_statement
from voteapp.campaign.statements.texts import (
    OPENING,
    compute_closing_text,
    compute_confirmation_text,
    compute_end_text,
    compute_opening_text,
    compute_out_text,
)
from voteapp.campaign.units.release import Plan, compute_plan_hash
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.keys.trustees import compute_signing_keys

UNSIGNED = "opening-unsigned"
TOLD = (EXCEEDED, UNSIGNED)
"""Findings that everybody is told above the result, and that keep nobody from signing."""


def load_people(audit: RecordAudit, manifest: Manifest) -> People | None:
    """Everybody who may sign; None where a finding stands in the way.

    Raises ProtocolError ``manifest-witnesses``, ``manifest-mirrors``.
    """
    trustees, context, items = load_trustees(audit), audit.setup.context, audit.setup.items
    if trustees is None or context is None or items is None:
        return None
    keys = compute_signing_keys(context.group, trustees)
    return name_people(manifest, context.group, keys, items)


def measure(people: People) -> Sizes:
    """How many there are of each."""
    return Sizes(len(people.trustees), people.threshold, len(people.witnesses), len(people.mirrors))


def find_missing(people: People, evidence: Evidence, signed: Collection[Signer]) -> Missing:
    """What is missing of a closing that these have signed, beside the outs and mirrors there."""
    outs = {one.signer for one in evidence.outs}
    return compute_missing(measure(people), signed, outs, len(evidence.mirror_ends))


def list_opening_texts(
    fingerprints: Sequence[str], amendments: Sequence[Amendment], *, late: Collection[bool]
) -> set[str]:
    """What an opening statement may say: whoever signed before the last amendment was made saw
    those before it."""
    return {
        compute_opening_text(fingerprints, amended, late=one)
        for amended in hash_beginnings(amendments)
        for one in late
    }


def verify_openings(audit: RecordAudit, documents: Documents) -> People | None:
    """Who looked at the set-up before it opened, who agreed to mended files of the booth, who is
    out. Gives everybody who may sign.

    Findings: ``manifest-witnesses``, ``manifest-mirrors``, ``booth-...``, ``opening-...``,
    ``out-...``.
    """
    manifest, evidence, context = documents.manifest, documents.evidence, audit.setup.context
    if manifest is None or context is None or audit.findings.has("trustee", "manifest-uuid"):
        return None
    try:
        people = load_people(audit, manifest)
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return None
    if people is None or evidence is None or documents.held is None:
        return people
    try:
        check_mended(people, evidence.amendments)
    except ProtocolError as error:
        audit.findings.add_error(error, None)
    if audit.findings.has("printed-", "evidence-") or not evidence.printed:
        return people
    fingerprints = evidence.printed[0].fingerprints
    texts = list_opening_texts(fingerprints, evidence.amendments, late=(False, True))
    before = len(audit.findings.items)
    _verify(audit, people, "opening", texts, evidence.openings)
    _verify(audit, people, "out", [compute_out_text(fingerprints)], evidence.outs)
    if len(audit.findings.items) == before:
        _verify_opened(audit, people, evidence)
    return people


def _verify_opened(audit: RecordAudit, people: People, evidence: Evidence) -> None:
    early = [
        one
        for one in evidence.openings
        if one.role == "trustee" and one.message.startswith(f"{OPENING}|")
    ]
    if len(early) < people.threshold:
        text = f"{len(early)} of {people.threshold} trustees had looked at it before it opened"
        audit.findings.add(UNSIGNED, None, text)


def verify_closings(
    audit: RecordAudit, people: People, evidence: Evidence, plan: Plan, owners: Sequence[int]
) -> None:
    """Whether enough people signed the same closing; ``owners`` are those who decrypted.

    Findings: ``closing-statement-...``, ``mirror-end-...``.
    """
    context = audit.setup.context
    if context is None:
        return
    end = audit.structure.of_kind("EndBallots")[0].digest
    before = len(audit.findings.items)
    frozen = {compute_frozen_hash(evidence)}
    if any(finding.code not in TOLD for finding in audit.findings.items):
        # Evidence that is known to be wrong is not what was frozen: that is no second defect.
        frozen |= {one.message.split("|")[-1] for one in evidence.closing_statements}
    plan_hash = compute_plan_hash(plan)
    texts = [compute_closing_text(context.fingerprint, end, plan_hash, one) for one in frozen]
    _verify(audit, people, "closing-statement", texts, evidence.closing_statements)
    ends = [compute_end_text(context.fingerprint, end)]
    _verify(audit, people, "mirror-end", ends, evidence.mirror_ends)
    if len(audit.findings.items) > before:
        return
    signed = {one.signer for one in evidence.closing_statements}
    outs = {one.signer for one in evidence.outs}
    if both := sorted(map(str, signed & outs)):
        text = f"{', '.join(both)} said to sign no closing, and signed this one"
        audit.findings.add("closing-statement-out", None, text)
        return
    opened = {one.signer for one in evidence.openings}
    if unopened := sorted(map(str, signed - opened)):
        text = f"{', '.join(unopened)} signed a closing, and no opening"
        audit.findings.add("closing-statement-unopened", None, text)
    missing = find_missing(people, evidence, signed)
    gave = {Signer("trustee", owner) for owner in owners}
    if owners and not (missing.enough and signed >= gave):
        text = "too few had signed this closing when it was decrypted"
        audit.findings.add("closing-statement-missing", None, text)


def verify_confirmations(audit: RecordAudit, people: People, evidence: Evidence) -> None:
    """What was confirmed is the result of this record. Findings: ``confirmation-...``."""
    context, results = audit.setup.context, audit.structure.of_kind("Result")
    if context is None or not evidence.confirmations:
        return
    if not results:
        text = "somebody confirmed a result before there was one"
        audit.findings.add("confirmation-early", None, text)
        return
    if {one.signer for one in evidence.outs} & {one.signer for one in evidence.confirmations}:
        text = "somebody who is out confirmed the result"
        audit.findings.add("confirmation-signer", None, text)
        return
    texts = [compute_confirmation_text(context.fingerprint, results[0].digest)]
    _verify(audit, people, "confirmation", texts, evidence.confirmations)


def _verify(
    audit: RecordAudit,
    people: People,
    kind: str,
    texts: Collection[str],
    statements: Sequence[Statement],
) -> None:
    try:
        check_signers(kind, statements)
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return
    for statement in statements:
        try:
            check_statement(people, kind, texts, statement)
        except ProtocolError as error:
            audit.findings.add_error(error, None)
