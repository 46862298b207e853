"""Heads and batches against the board; the ceremony against the trustees."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.board.batches import (
    EventView,
    compute_batches,
    verify_batches,
    verify_boundaries,
    verify_heads,
)
from voteapp.campaign.ceremony.agreement import (
    Trustees,
    check_ceremony,
    check_distinct,
    check_majority,
    needs_ceremony,
)
from voteapp.campaign.ceremony.replay import check_messages, check_refused
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.keys.trustees import compute_signing_keys, decode_trustees


def verify_board(audit: RecordAudit, documents: Documents) -> None:
    """Check ceremony, heads and batches. Findings: ``trustee-minority``, ``ceremony-...``,
    those of a ceremony's messages, ``head-...``, ``batch-...``, ``credential-reused``."""
    _verify_ceremony(audit, documents)
    manifest, evidence, context = documents.manifest, documents.evidence, audit.setup.context
    if manifest is None or evidence is None or context is None:
        return
    events = _view_events(audit)
    heads, uuid = evidence.heads, context.election.uuid
    errors = list(verify_heads(heads, uuid, context.fingerprint, manifest.server_key))
    errors = errors or list(verify_boundaries(heads, events))
    errors = errors or list(verify_batches(compute_batches(heads), events))
    for error in errors:
        audit.findings.add_error(error, None)


def _view_events(audit: RecordAudit) -> list[EventView]:
    credentials = {entry.height: entry.credential for entry in audit.box.entries}
    return [
        EventView(
            event.digest,
            event.kind,
            event.payload if event.kind == "Ballot" else None,
            credentials.get(event.height),
        )
        for event in audit.structure.events
    ]


def load_trustees(audit: RecordAudit) -> Trustees | None:
    """The record's trustees structure; None where a finding stands in the way."""
    data = None if audit.setup.items is None else find_setup_data(audit.structure)
    if data is None:
        return None
    trustees = audit.structure.fetch(data.trustees)
    return None if trustees is None else decode_trustees(trustees)


def _verify_ceremony(audit: RecordAudit, documents: Documents) -> None:
    trustees, context, evidence = load_trustees(audit), audit.setup.context, documents.evidence
    if trustees is None or context is None or evidence is None:
        return
    keys = compute_signing_keys(context.group, trustees)
    try:
        check_majority(trustees)
        check_distinct(keys)
    except ProtocolError as error:
        audit.findings.add_error(error, 0)
        return
    if evidence.ceremony is None:
        if needs_ceremony(trustees):
            audit.findings.add("ceremony-missing", None, "the trustees' ceremony is missing")
        elif len(trustees) > 1:
            text = "several trustees made their keys without committing to them first"
            audit.findings.warn("trustees-uncommitted", text)
        return
    try:
        check_ceremony(context.group, trustees, keys, evidence.ceremony)
        check_messages(context.group, trustees, evidence.ceremony)
        check_refused(evidence.ceremony, len(keys))
    except ProtocolError as error:
        audit.findings.add_error(error, None)
