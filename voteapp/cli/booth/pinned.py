"""What was pinned of a campaign's booth, from CODE-setup.zip or from a bundle (UUID.zip)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from voteapp.campaign.audit.openings import look_at_package
from voteapp.campaign.bundle.archive import get_papers, read_bundle
from voteapp.campaign.bundle.evidence import decode_evidence
from voteapp.campaign.setup.amendments import Amendment, InForce, check_amendments
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.campaign.setup.mended import check_mended
from voteapp.campaign.setup.named import name_people
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.statements.people import People
from voteapp.campaign.texts import split_description
from voteapp.cli import Failure
from voteapp.cli.files import FileSource
from voteapp.cli.texts import gettext as _
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.audit.structure import Structure, read_structure
from voteapp.protocol.election import ElectionContext, create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.keys.trustees import (
    check_trustees,
    compute_public_key,
    compute_signing_keys,
    decode_trustees,
)


class Pinned(NamedTuple):
    """A set-up, once it was recomputed: the manifests with their fingerprints, who may sign, the
    campaign's hash (hex), the amendments that the file knows, and the booth's hashes by path that
    these leave in force."""

    elections: tuple[tuple[Manifest, str], ...]
    people: People
    campaign_hash: str
    amendments: list[Amendment]
    booth: Mapping[str, str]

    @property
    def manifest(self) -> Manifest:
        """The first election's, for what is the same in all."""
        return self.elections[0][0]

    def judge(self, amendments: Sequence[Amendment]) -> InForce:
        """What a chain leaves in force; raises ProtocolError ``amendment-...``, ``booth-...``."""
        held = [check_amendments(amendments, *election) for election in self.elections]
        check_mended(self.people, amendments)
        return held[0]


def read_pinned(path: Path) -> Pinned:
    """Read the file; raises Failure, or ProtocolError, where it is not in order."""
    with closing(FileSource(path)) as source:
        try:
            looked = look_at_package(source)
        except ProtocolError as error:
            if error.code != "setup-members":
                raise
            return _read_bundle(source)
    setup = looked.setup
    elections = tuple(zip(setup.manifests, setup.fingerprints, strict=True))
    return Pinned(elections, looked.people, setup.campaign_hash, [], looked.manifest.booth)


def _read_bundle(source: FileSource) -> Pinned:
    findings = Findings()
    bundle = read_bundle(source, findings)
    papers = get_papers(bundle.others)
    structure = read_structure(bundle.record, findings, lambda _done, _total: None)
    if findings.items:
        codes = ", ".join(sorted({finding.code for finding in findings.items}))
        raise Failure(_("The file does not verify (%s).") % codes)
    if papers.manifest is None or papers.evidence is None:
        raise Failure(_("The bundle lacks its manifest or its evidence."))
    manifest, evidence = decode_manifest(papers.manifest), decode_evidence(papers.evidence)
    context, people = _read_setup(structure, manifest)
    if split_description(context.election.description)[1] != hash_hex(papers.manifest):
        raise Failure(_("The bundle's manifest is not the one that the election names."))
    named = evidence.printed[0].fingerprints if evidence.printed else [context.fingerprint]
    pinned = Pinned(
        ((manifest, context.fingerprint),),
        people,
        compute_campaign_hash(named),
        evidence.amendments,
        manifest.booth,
    )
    return pinned._replace(booth=pinned.judge(evidence.amendments).booth)


def _read_setup(structure: Structure, manifest: Manifest) -> tuple[ElectionContext, People]:
    """The record's election, and its trustees with whom the manifest names."""
    named = find_setup_data(structure)
    if named is None:
        raise Failure(_("The file holds no set-up."))
    election, listed = structure.fetch(named.election), structure.fetch(named.trustees)
    if election is None or listed is None:
        raise Failure(_("The file holds no set-up."))
    context, trustees = create_context(election), decode_trustees(listed)
    items = check_trustees(context.group, trustees)
    if compute_public_key(context.group, items) != context.public_key:
        raise Failure(_("The election's key is not its trustees' key."))
    keys = compute_signing_keys(context.group, trustees)
    return context, name_people(manifest, context.group, keys, items)
