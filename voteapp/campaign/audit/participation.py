"""Who took part, by leaf: tellers' parts, voided slips, slip counts and the release plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.board.voids import check_void
from voteapp.campaign.bundle.evidence import Evidence
from voteapp.campaign.linked import Linked
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.slips.counts import check_slip_counts, list_misfits
from voteapp.campaign.slips.tellers import check_printed, count_slips, join_parts
from voteapp.campaign.units.release import Plan, compute_plan
from voteapp.campaign.units.strata import list_leaves
from voteapp.errors import ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.audit.report import Findings

EXCEEDED = "ballots-exceed-entitled"

_FINGERPRINT = re.compile(r"[A-Za-z0-9+/]{43}\Z")


@dataclass
class Participation:
    """What later checks need; ``plan`` is the recomputed one, and only where it is right.

    Where a ballot has a finding, the plan cannot be recomputed for certain; then it is the one that
    the evidence says, so that a wrong factor is found all the same.
    """

    plan: Plan | None = None


def verify_participation(audit: RecordAudit, documents: Documents) -> Participation:
    """Findings: ``tellers-sum``, ``printed-...``, ``parts-...``, ``slips-...``, ``void-...``,
    ``credential-voided``, ``release-...``, ``ballots-exceed-entitled``.
    Warnings: ``slips-more-...``. Of amendments and notes that are of another campaign also
    ``amendment-chain``, ``note-chain``."""
    people = Participation()
    manifest, evidence = documents.manifest, documents.evidence
    if evidence is None:
        return people
    _verify_voided(audit, evidence)
    if manifest is None or audit.setup.weights is None:
        return people
    if audit.setup.context is not None and not audit.findings.has("manifest-uuid"):
        _verify_printed(audit.findings, audit.setup.context.fingerprint, manifest, evidence)
    if audit.findings.has("manifest-credentials"):
        return people
    _verify_sum(audit, manifest)
    voters = {entry.credential for entry in audit.box.entries}
    exceeded = _verify_total(audit, documents, len(voters))
    closed = bool(audit.structure.of_kind("EndBallots"))
    for name, value in (("parts", evidence.parts), ("release", evidence.plan)):
        if closed and value is None:
            audit.findings.add(f"{name}-missing", None, f"voting is over; the {name} is missing")
        if not closed and value is not None:
            audit.findings.add(f"{name}-early", None, f"the {name} is open while voting runs")
    if evidence.parts is None or not closed or audit.findings.has("tellers-sum"):
        return people
    place = manifest.campaign.uuids.index(manifest.uuid)
    try:
        leaves = join_parts(evidence.parts, manifest.tellers, place, audit.setup.weights)
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return people
    if audit.findings.has("ballot-"):
        people.plan = evidence.plan
        return people
    counts = Counter(leaf for credential, leaf in leaves.items() if credential in voters)
    if not exceeded:
        _verify_units(audit, documents, counts)
    _verify_slips(audit, manifest, evidence, Counter(leaves.values()), counts)
    people.plan = _verify_plan(audit.findings, manifest, evidence, counts)
    return people


def _verify_voided(audit: RecordAudit, evidence: Evidence) -> None:
    """Every void is of a listed slip, and signed by whoever holds that slip."""
    context, known = audit.setup.context, audit.setup.weights
    names = [void.credential for void in evidence.voided]
    voided = set(names)
    if names != sorted(voided) or (known is not None and not known.keys() >= voided):
        audit.findings.add("slips-voided", None, "the voided credentials are not of the list")
        return
    if context is None or known is None or audit.findings.has("evidence-"):
        return
    try:
        for void in evidence.voided:
            check_void(context.group, void, context.fingerprint, void.credential)
    except ProtocolError as error:
        audit.findings.add_error(error, None)
        return
    for entry in audit.box.entries:
        if entry.credential in voided:
            audit.findings.add(
                "credential-voided", entry.height, "a ballot was cast with a voided slip"
            )


def _verify_printed(
    findings: Findings, fingerprint: str, manifest: Manifest, evidence: Evidence
) -> None:
    """One of each teller, for this very set-up: nothing opens before all have printed."""
    if [one.key for one in evidence.printed] != [one.key for one in manifest.tellers]:
        findings.add("printed-missing", None, "not every teller signed that she printed")
        return
    uuids = manifest.campaign.uuids
    for one, teller in zip(evidence.printed, manifest.tellers, strict=True):
        place = dict(zip(uuids, one.fingerprints, strict=False)).get(manifest.uuid)
        same = one.fingerprints == evidence.printed[0].fingerprints
        whole = len(set(one.fingerprints)) == len(uuids) == len(one.fingerprints)
        whole = whole and all(map(_FINGERPRINT.match, one.fingerprints))
        if not whole or place != fingerprint or not same:
            findings.add("printed-election", None, f"{teller.name}: printed for another set-up")
            return
        try:
            check_printed(one, "printed-signature")
        except ProtocolError as error:
            findings.add_error(error, None)
            return
    _verify_chains(findings, evidence)


def _verify_chains(findings: Findings, evidence: Evidence) -> None:
    """Amendments and notes are of the elections that the tellers printed for: another sibling's
    fingerprint would make them those of another campaign, and two of one number no proof."""
    named = evidence.printed[0].fingerprints
    chains: dict[str, Sequence[Linked]] = {"amendment": evidence.amendments, "note": evidence.notes}
    for kind, chain in chains.items():
        if chain and chain[0].fingerprints != named and not findings.has(f"{kind}-"):
            text = "its entries name other elections than the tellers printed for"
            findings.add(f"{kind}-chain", None, text)


def _verify_sum(audit: RecordAudit, manifest: Manifest) -> None:
    """The list has as many entries as the tellers say they make: nobody else put any there."""
    listed, made = len(audit.setup.weights or ()), count_slips(manifest.tellers)
    if listed != made:
        message = f"{listed} slips are listed, the tellers made {made}"
        audit.findings.add("tellers-sum", None, message)


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
    slips: Counter[str],
    counts: Counter[str],
) -> None:
    if evidence.slips is None:
        if audit.structure.of_kind("EncryptedTally"):
            audit.findings.add("slips-missing", None, "the slips' counts are missing")
        return
    made = Counter(leaf.code for leaf in list_leaves(manifest.strata))
    made.subtract(list(made))
    made.update(slips)
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
