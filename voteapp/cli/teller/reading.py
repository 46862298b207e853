"""Reading what a teller's commands are given: a fixed set-up, bundles, what stands on a slip."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from voteapp.campaign.audit import study_bundle
from voteapp.campaign.bundle.archive import Bundle, get_papers, read_bundle
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.setup.fixed import FixedSetup, FixedTexts, read_fixed
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.setup.package import list_credentials, read_package
from voteapp.campaign.slips.pins import CODE_LENGTH, read_slip_code
from voteapp.campaign.slips.tokens import normalize_token, read_characters
from voteapp.cli import Failure
from voteapp.cli.files import FileSource
from voteapp.cli.teller.fitting import Misfit
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import watch
from voteapp.errors import NotAnArchiveError, ProtocolError
from voteapp.protocol.audit import RecordAudit
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.election import create_context

_UNREADABLE = ("setup-archive", "setup-members", "setup-manifest")


class BundledElection(NamedTuple):
    """An election as its bundle shows it, and the codes of what an audit found wrong."""

    title: str
    texts: FixedTexts
    structure: Structure
    listed: Collection[str]
    evidence: Evidence
    findings: tuple[str, ...]


class Given(NamedTuple):
    """A campaign: its set-up, the public credentials that each election lists, and by uuid those of
    its elections of which there is a bundle."""

    setup: FixedSetup
    listed: dict[str, Collection[str]]
    bundles: dict[str, BundledElection]


def read_token(text: str) -> str:
    """The token of what was typed: a token, or a slip's code. Raises TokenError."""
    if len(read_characters(text)) == CODE_LENGTH:
        return read_slip_code(text).token
    return normalize_token(text)


def read_setup(path: Path) -> FixedSetup:
    """CODE-setup.zip, recomputed; ends the program (1) where its files do not belong together, and
    (2) where it cannot be read."""
    try:
        return read_package(FileSource(path))
    except ProtocolError as error:
        text = _("%(name)s is no set-up (CODE-setup.zip): %(reason)s.")
        kind = Failure if error.code in _UNREADABLE else Misfit
        raise kind(text % {"name": path.name, "reason": error.message}) from None


def read_given(paths: Sequence[Path]) -> Given:
    """A campaign of its CODE-setup.zip, of the bundles of all its elections, or of the set-up and
    some bundles, in any order; bundles are audited.

    Ends the program (2) where a file cannot be read or a bundle is missing, and (1) where they do
    not belong together.
    """
    opened = [(path, _open_bundle(path)) for path in paths]
    setups = [path for path, bundle in opened if bundle is None]
    bundles = {b.uuid: _audit_election(path, b) for path, b in opened if b is not None}
    if not setups:
        setup = _join(bundles)
        return Given(setup, {uuid: one.listed for uuid, one in bundles.items()}, bundles)
    if len(setups) > 1:
        raise Failure(_("Only one set-up (CODE-setup.zip) at a time."))
    setup = read_setup(setups[0])
    fixed = dict(zip((m.uuid for m in setup.manifests), setup.fingerprints, strict=True))
    for uuid, one in bundles.items():
        if fixed.get(uuid) != create_context(one.texts.election).fingerprint:
            raise Misfit(_("The bundle %s is not of this set-up.") % uuid)
    listed: dict[str, Collection[str]] = {**list_credentials(FileSource(setups[0]))}
    return Given(setup, listed, bundles)


def _open_bundle(path: Path) -> Bundle | None:
    """None where the file may be a set-up instead."""
    try:
        return read_bundle(FileSource(path), Findings())
    except NotAnArchiveError:
        return None


def _join(bundles: dict[str, BundledElection]) -> FixedSetup:
    """The set-up that all bundles of a campaign hold."""
    one = next(iter(bundles.values()))
    try:
        uuids = decode_manifest(one.texts.manifest).campaign.uuids
        missing = [uuid for uuid in uuids if uuid not in bundles]
        if missing:
            raise Failure(
                _("Of this campaign these bundles are missing: %s. Or give CODE-setup.zip as well.")
                % ", ".join(missing)
            )
        if len(uuids) != len(bundles):
            raise Misfit(_("These bundles are not all of one campaign."))
        return read_fixed([bundles[uuid].texts for uuid in uuids])
    except ProtocolError as error:
        raise Misfit(_("These bundles do not fit together: %s.") % error.message) from None


def _audit_election(path: Path, bundle: Bundle) -> BundledElection:
    source = FileSource(path)
    try:
        with watch(source.size, jobs=None, quiet=False) as (run, progress):
            study = study_bundle(source, run=run, progress=progress)
        return _read_election(bundle, study.record)
    except ProtocolError as error:
        text = _("%(name)s cannot be read: %(reason)s.")
        raise Failure(text % {"name": path.name, "reason": error.message}) from None


def _read_election(bundle: Bundle, audit: RecordAudit) -> BundledElection:
    manifest, questionnaire, evidence = get_papers(bundle.others)
    if manifest is None or questionnaire is None or evidence is None:
        raise NotAnArchiveError("manifest, questionnaire or evidence is missing")
    structure = audit.structure
    setup = find_setup_data(structure)
    if setup is None:
        raise NotAnArchiveError("the record has no set-up")
    election = structure.fetch(setup.election)
    if election is None:
        raise NotAnArchiveError("the record has no election")
    return BundledElection(
        title=create_context(election).election.name,
        texts=FixedTexts(election, manifest, questionnaire),
        structure=structure,
        listed=audit.setup.credentials,
        evidence=decode_evidence(evidence),
        findings=tuple(dict.fromkeys(finding.code for finding in audit.findings.items)),
    )
