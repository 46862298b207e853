"""Reading what a teller's commands are given: a fixed set-up, bundles, what stands on a slip."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from voteapp.campaign.bundle.archive import Bundle, get_papers, read_bundle
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.setup.fixed import FixedSetup, FixedTexts, read_fixed
from voteapp.campaign.setup.package import read_package
from voteapp.campaign.slips.pins import CODE_LENGTH, read_slip_code
from voteapp.campaign.slips.tokens import normalize_token, read_characters
from voteapp.cli import Failure
from voteapp.cli.files import FileSource
from voteapp.cli.teller.fitting import Misfit
from voteapp.cli.texts import gettext as _
from voteapp.errors import NotAnArchiveError, ProtocolError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import Structure, read_structure
from voteapp.protocol.election import SetupData
from voteapp.protocol.encoding import decode_json

_UNREADABLE = ("setup-archive", "setup-members", "setup-manifest")


class BundledElection(NamedTuple):
    """An election as its bundle shows it."""

    texts: FixedTexts
    structure: Structure
    evidence: Evidence


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


def read_elections(paths: list[Path]) -> tuple[FixedSetup, list[BundledElection]]:
    """The set-up of all of a campaign's bundles, in any order, and the elections in the campaign's.

    Ends the program (2) where one cannot be read, or where they are not all of one campaign.
    """
    found = {}
    for path in paths:
        try:
            bundle = read_bundle(FileSource(path), Findings())
            found[bundle.uuid] = _read_election(bundle)
        except ProtocolError as error:
            text = _("%(name)s cannot be read: %(reason)s.")
            raise Failure(text % {"name": path.name, "reason": error.message}) from None
    one = next(iter(found.values()))
    try:
        uuids = read_uuids(one.texts)
        missing = [uuid for uuid in uuids if uuid not in found]
        if missing:
            raise Failure(
                _("Of this campaign these bundles are missing: %s. Or use CODE-setup.zip.")
                % ", ".join(missing)
            )
        elections = [found.pop(uuid) for uuid in uuids]
        if found:
            raise Failure(_("These bundles are not all of one campaign."))
        return read_fixed([election.texts for election in elections]), elections
    except ProtocolError as error:
        raise Failure(_("These bundles do not fit together: %s.") % error.message) from None


def _read_election(bundle: Bundle) -> BundledElection:
    manifest, questionnaire, evidence = get_papers(bundle.others)
    if manifest is None or questionnaire is None or evidence is None:
        raise NotAnArchiveError("manifest, questionnaire or evidence is missing")
    size = bundle.record.size
    record = BytesSource(bundle.record.read_at(0, size))
    structure = read_structure(record, Findings(), lambda done, total: None)
    event = next(iter(structure.of_kind("Setup")), None)
    body = structure.fetch(event.payload) if event and event.payload else None
    if body is None:
        raise NotAnArchiveError("the record has no set-up")
    setup = decode_json(body, SetupData, "setup-encoding", "the set-up")
    election = structure.fetch(setup.election)
    if election is None:
        raise NotAnArchiveError("the record has no election")
    texts = FixedTexts(election, manifest, questionnaire)
    return BundledElection(texts, structure, decode_evidence(evidence))


def read_uuids(texts: FixedTexts) -> list[str]:
    """All of the campaign's elections, as one's manifest names them. Raises ProtocolError."""
    from voteapp.campaign.setup.manifest import decode_manifest

    return decode_manifest(texts.manifest).campaign.uuids
