"""What a campaign's records show before somebody signs its opening."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from voteapp.campaign.audit.openings import LookedAt
from voteapp.campaign.bundle.archive import EVIDENCE_NAME, read_bundle
from voteapp.campaign.bundle.evidence import Evidence, decode_evidence
from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.setup.package import is_packed
from voteapp.campaign.statements.signing import Statement
from voteapp.cli import Failure
from voteapp.cli.files import FileSource, read_small
from voteapp.cli.signers.verifying import list_published
from voteapp.cli.texts import gettext as _
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import read_structure

_ZIP = b"PK\x03\x04"


class Shown(NamedTuple):
    """Ballots in all records together; the chain of amendments; what was signed of the campaign."""

    ballots: int
    amendments: list[Amendment]
    published: list[Statement]


def read_records(looked: LookedAt, records: Sequence[Path], amended: Path | None) -> Shown:
    """What these records (UUID.bel or UUID.zip) and the file of amendments show.

    Raises Failure where one is not of this set-up, or they tell different amendments.
    """
    ballots, published = 0, []
    chains = [] if amended is None else [_read_amendments(amended)]
    for path in records:
        source = FileSource(path)
        record, evidence = _open(source)
        ballots += _count_ballots(looked, path, record)
        if evidence is not None:
            chains.append(evidence.amendments)
            published += list_published(evidence)
    if any(chain != chains[0] for chain in chains):
        raise Failure(
            _(
                "These files tell different amendments of one campaign. Do not sign; show them to "
                "all the others."
            )
        )
    return Shown(ballots, chains[0] if chains else [], published)


def _open(source: FileSource) -> tuple[ByteSource, Evidence | None]:
    if source.read_at(0, 4) != _ZIP:
        return source, None
    bundle = read_bundle(source, Findings())
    data = bundle.others.get(EVIDENCE_NAME)
    return bundle.record, None if data is None else decode_evidence(data)


def _count_ballots(looked: LookedAt, path: Path, record: ByteSource) -> int:
    findings = Findings()
    structure = read_structure(record, findings, lambda _done, _total: None)
    if findings.items:
        codes = ", ".join(sorted({finding.code for finding in findings.items}))
        named = {"name": path.name, "codes": codes}
        raise Failure(_("%(name)s does not verify (%(codes)s). Do not sign.") % named)
    if not any(is_packed(one, structure) for one in looked.packed):
        raise Failure(_("%s is not the record of this set-up. Do not sign.") % path.name)
    return len(structure.of_kind("Ballot"))


def _read_amendments(path: Path) -> list[Amendment]:
    """A canonical array of amendments, or evidence that holds it."""
    data = read_small(path).rstrip(b"\r\n")
    if data.startswith(b"{"):
        return decode_evidence(data).amendments
    return decode_strict(data, list[Amendment], "amendment-encoding", "the amendments")
