"""What stands beside the record, as documents: readable, bound to each other and to the record."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from voteapp.campaign.bundle.archive import Papers
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.bundle.notes import check_notes
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, read_help, read_text
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.amendments import InForce, check_amendments
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.campaign.setup.rules import check_rule
from voteapp.campaign.texts import split_description
from voteapp.errors import ProtocolError, UnsupportedError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import encode_json, hash_hex


@dataclass
class Documents:
    """What stands beside the record, and what amendments left in force; None where a finding (or
    nothing) stands in the way."""

    manifest: Manifest | None = None
    questionnaire: Questionnaire | None = None
    evidence: Evidence | None = None
    held: InForce | None = None


def read_documents(audit: RecordAudit, papers: Papers) -> Documents:
    """Read them and check them against the record's setup.

    Findings: ``manifest-...``, ``credential-order``, ``credential-weighted``,
    ``questionnaire-...``, ``evidence-...``, ``amendment-...``, ``note-...``.
    """
    documents = Documents()
    findings = audit.findings
    context = audit.setup.context
    for name, data in zip(Papers._fields, papers, strict=True):
        if data is None:
            findings.add(f"{name}-missing", None, f"the {name} is missing")
    if papers.manifest is not None:
        documents.manifest = _read_manifest(findings, context, papers.manifest)
    if documents.manifest is not None and context is not None:
        _verify_against_setup(audit, context, documents.manifest)
    if papers.questionnaire is not None:
        documents.questionnaire = _read_questionnaire(
            findings, context, documents.manifest, papers.questionnaire
        )
    if papers.evidence is not None:
        documents.evidence = _read_evidence(findings, context, papers.evidence)
    if documents.manifest is not None and documents.evidence is not None:
        documents.held = _verify_pair(
            findings, documents.manifest, documents.evidence, hash_hex(papers.manifest or b"")
        )
    return documents


def _read_manifest(
    findings: Findings, context: ElectionContext | None, data: bytes
) -> Manifest | None:
    try:
        manifest = decode_manifest(data)
        if context is not None:
            _check_line(context, data)
    except ProtocolError as error:
        findings.add_error(error, None)
        return None
    if manifest.release.policy == "partition":
        raise UnsupportedError("release by groups is not supported yet")
    return manifest


def _check_line(context: ElectionContext, data: bytes) -> None:
    _, digest = split_description(context.election.description)
    if digest is None:
        raise ProtocolError("manifest-line", "the election's description names no manifest")
    if digest != hash_hex(data):
        raise ProtocolError("manifest-hash", "this is not the manifest that the election names")


def _verify_against_setup(audit: RecordAudit, context: ElectionContext, manifest: Manifest) -> None:
    findings = audit.findings
    if manifest.uuid != context.election.uuid:
        findings.add("manifest-uuid", None, "the manifest is of another election")
    if manifest.rule is not None:
        try:
            check_rule(manifest.rule, context.election.questions)
        except ProtocolError as error:
            findings.add_error(error, None)
    if findings.has("archive-", "event-", "setup-", "credentials-"):
        return
    if manifest.credentials != _credentials_hash(audit):
        findings.add("manifest-credentials", 0, "the list of credentials is not the manifest's")
    entries = audit.setup.credentials
    if any("," in entry for entry in entries):
        findings.add("credential-weighted", 0, "a credential has a weight")
    elif entries != sorted(entries):
        findings.add("credential-order", 0, "the credentials are not sorted")


def _credentials_hash(audit: RecordAudit) -> str | None:
    data = find_setup_data(audit.structure)
    return None if data is None else data.credentials


def _read_questionnaire(
    findings: Findings, context: ElectionContext | None, manifest: Manifest | None, data: bytes
) -> Questionnaire | None:
    if manifest is not None and manifest.questionnaire != hash_hex(data):
        text = "this is not the questionnaire that the manifest names"
        findings.add("questionnaire-hash", None, text)
        return None
    try:
        questionnaire = decode_questionnaire(data)
    except ProtocolError as error:
        findings.add_error(error, None)
        return None
    if manifest is None or context is None:
        return questionnaire
    if manifest.kind != questionnaire.kind or not _is_asked_so(context, questionnaire):
        findings.add("questionnaire-record", None, "the record asks otherwise")
    return questionnaire


def _is_asked_so(context: ElectionContext, questionnaire: Questionnaire) -> bool:
    """Whether the record's title, introduction, language and questions are the questionnaire's."""
    election, language = context.election, questionnaire.language
    introduction, _ = split_description(election.description)
    said = (election.name, introduction, list(map(encode_json, election.questions)))
    texts = questionnaire.texts
    questions = list(map(encode_json, create_record_questions(questionnaire)))
    if election.language is not msgspec.UNSET and election.language[:1] != [language]:
        return False
    return said == (read_text(texts, language), read_help(texts, language), questions)


def _read_evidence(
    findings: Findings, context: ElectionContext | None, data: bytes
) -> Evidence | None:
    try:
        evidence = decode_evidence(data)
        if context is not None:
            expected = (context.election.uuid, context.fingerprint)
            if (evidence.uuid, evidence.fingerprint) != expected:
                raise ProtocolError("evidence-election", "the evidence is of another election")
    except ProtocolError as error:
        findings.add_error(error, None)
        return None
    return evidence


def _verify_pair(
    findings: Findings, manifest: Manifest, evidence: Evidence, manifest_hash: str
) -> InForce | None:
    """Manifest, amendments and notes of one evidence; returns what is in force."""
    if evidence.manifest != manifest_hash:
        findings.add("evidence-manifest", None, "the evidence names another manifest")
    held = None
    try:
        held = check_amendments(evidence.amendments, manifest, evidence.fingerprint)
    except ProtocolError as error:
        findings.add_error(error, None)
    try:
        check_notes(evidence.notes, manifest, evidence.fingerprint)
    except ProtocolError as error:
        findings.add_error(error, None)
    return held
