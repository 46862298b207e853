"""Who took part, by leaf: the mapping, voided slips, slip counts and the release plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.bundle.evidence import Evidence, Mapping
from voteapp.campaign.setup.manifest import Manifest, compute_mapping_hash
from voteapp.campaign.slips.counts import check_slip_counts, list_misfits
from voteapp.campaign.units.release import Plan, compute_plan
from voteapp.campaign.units.strata import list_leaves
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.audit.report import Findings

EXCEEDED = "ballots-exceed-entitled"


@dataclass
class Participation:
    """What later checks need; ``plan`` is the recomputed one, and only where it is right.

    Where a ballot has a finding, the plan cannot be recomputed for certain; then it is the one that
    the evidence says, so that a wrong factor is found all the same.
    """

    plan: Plan | None = None


def verify_participation(audit: RecordAudit, documents: Documents) -> Participation:
    """Findings: ``mapping-...``, ``slips-...``, ``credential-voided``, ``release-...``,
    ``ballots-exceed-entitled``. Warnings: ``slips-more-...``."""
    people = Participation()
    manifest, evidence = documents.manifest, documents.evidence
    if evidence is None:
        return people
    _verify_voided(audit, evidence)
    if manifest is None or audit.setup.weights is None:
        return people
    if audit.findings.has("manifest-credentials"):
        return people
    voters = {entry.credential for entry in audit.box.entries}
    exceeded = _verify_total(audit, documents, len(voters))
    closed = bool(audit.structure.of_kind("EndBallots"))
    for name, value in (("mapping", evidence.mapping), ("release", evidence.plan)):
        if closed and value is None:
            audit.findings.add(f"{name}-missing", None, f"voting is over; the {name} is missing")
        if not closed and value is not None:
            audit.findings.add(f"{name}-early", None, f"the {name} is open while voting runs")
    if evidence.mapping is None or not closed:
        return people
    try:
        _check_mapping(manifest, evidence.mapping, set(audit.setup.weights))
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return people
    if audit.findings.has("ballot-"):
        people.plan = evidence.plan
        return people
    counts = Counter(
        leaf for credential, leaf in evidence.mapping.leaves.items() if credential in voters
    )
    if not exceeded:
        _verify_units(audit, documents, counts)
    _verify_slips(audit, manifest, evidence, evidence.mapping, counts)
    people.plan = _verify_plan(audit.findings, manifest, evidence, counts)
    return people


def _verify_voided(audit: RecordAudit, evidence: Evidence) -> None:
    voided, known = set(evidence.voided), audit.setup.weights
    if evidence.voided != sorted(voided) or (known is not None and not known.keys() >= voided):
        audit.findings.add("slips-voided", None, "the voided credentials are not of the list")
        return
    for entry in audit.box.entries:
        if entry.credential in voided:
            audit.findings.add(
                "credential-voided", entry.height, "a ballot was cast with a voided slip"
            )


def _check_mapping(manifest: Manifest, mapping: Mapping, credentials: set[str]) -> None:
    if compute_mapping_hash(bytes.fromhex(mapping.salt), mapping.leaves) != manifest.mapping:
        raise ProtocolError("mapping-hash", "this is not the mapping that the manifest fixed")
    if mapping.leaves.keys() != credentials:
        raise ProtocolError("mapping-credentials", "the mapping is not of the list's credentials")
    codes = {leaf.code for leaf in list_leaves(manifest.strata)}
    if not codes >= set(mapping.leaves.values()):
        raise ProtocolError("mapping-leaf", "the mapping names a unit that does not exist")


def _verify_total(audit: RecordAudit, documents: Documents, voters: int) -> bool:
    """Whether more members voted than may; where nothing else is wrong with either number."""
    held = documents.held
    if held is None or audit.findings.has("ballot-", "manifest-", "evidence-", "credential-"):
        return True
    if voters <= held.members:
        return False
    audit.findings.add(
        EXCEEDED, None, f"{voters} ballots were cast, {held.members} members are entitled"
    )
    return True


def _verify_units(audit: RecordAudit, documents: Documents, counts: Counter[str]) -> None:
    """The same of each unit, where all together are not too many."""
    entitled = documents.held.entitled if documents.held is not None else {}
    for leaf in sorted(counts, key=str.encode):
        if counts[leaf] > entitled[leaf]:
            message = f"{leaf}: {counts[leaf]} ballots were cast, {entitled[leaf]} members may"
            audit.findings.add(EXCEEDED, None, message)
            return


def _verify_slips(
    audit: RecordAudit,
    manifest: Manifest,
    evidence: Evidence,
    mapping: Mapping,
    counts: Counter[str],
) -> None:
    if evidence.slips is None:
        if audit.structure.of_kind("EncryptedTally"):
            audit.findings.add("slips-missing", None, "the slips' counts are missing")
        return
    made = Counter(leaf.code for leaf in list_leaves(manifest.strata))
    made.subtract(list(made))
    made.update(mapping.leaves.values())
    try:
        check_slip_counts(evidence.slips, list(made))
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return
    for misfit in list_misfits(evidence.slips, made, counts):
        audit.findings.warn(misfit.code, misfit.sentence)


def _verify_plan(
    findings: Findings, manifest: Manifest, evidence: Evidence, counts: Counter[str]
) -> Plan | None:
    if evidence.plan is None:
        return None
    plan = compute_plan(manifest.strata, counts, manifest.release.policy, manifest.release.k)
    if evidence.plan != plan:
        findings.add("release-plan", None, "the plan is not the one that the counts give")
        return None
    return plan
