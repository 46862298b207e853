"""The bundle: ``UUID.zip``, byte for byte reproducible from its members.

DESIGN, "The evidence and the bundle"; docs/formats.md, "Bundle". Members are stored, sorted by
name and dated 1980-01-01, so a reader writes the headers again and compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from voteapp.campaign.zips import encode_zip, has_checksum, read_directory
from voteapp.errors import NotAnArchiveError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.report import Findings

README_NAME = "README.txt"
AUDITOR_NAME = "auditor.html"
AUDITOR_PATH = f"/static/{AUDITOR_NAME}"
"""The manifest's name of the auditor page among the files that it fixes."""
EVIDENCE_NAME = "evidence.json"
MANIFEST_NAME = "manifest.json"
QUESTIONNAIRE_NAME = "questionnaire.json"
_PAPERS = (MANIFEST_NAME, QUESTIONNAIRE_NAME, EVIDENCE_NAME)
"""In the order of the fields of ``Papers``."""
FIXED_NAMES = (README_NAME, AUDITOR_NAME, *_PAPERS)

MAX_OTHER_BYTES = 16 * 1024 * 1024
"""No file beside the record is larger (the evidence of 60,000 members takes 8 MB)."""


class PartSource:
    """A ByteSource over a part of another."""

    def __init__(self, source: ByteSource, offset: int, size: int) -> None:
        self._source = source
        self._offset = offset
        self.size = size

    def read_at(self, offset: int, size: int) -> bytes:
        size = max(0, min(size, self.size - offset))
        return self._source.read_at(self._offset + offset, size)


class Papers(NamedTuple):
    """What stands beside a record, each as it is published; None: it is missing."""

    manifest: bytes | None
    questionnaire: bytes | None
    evidence: bytes | None


def create_bundle(uuid: str, record: bytes, papers: Papers, auditor: bytes, readme: bytes) -> bytes:
    """``UUID.zip`` of an election: record, what stands beside it, auditor page and README."""
    members = {f"{uuid}.bel": record, AUDITOR_NAME: auditor, README_NAME: readme}
    found = {n: body for n, body in zip(_PAPERS, papers, strict=True) if body is not None}
    return encode_zip({**members, **found})


def get_papers(others: Mapping[str, bytes]) -> Papers:
    """What stands beside the record, of a bundle's members by name."""
    return Papers(*map(others.get, _PAPERS))


class Bundle(NamedTuple):
    """A bundle that was read: ``uuid`` by its record's name, the record, the other members
    (those that could be read)."""

    uuid: str
    record: PartSource
    others: dict[str, bytes]


def read_bundle(source: ByteSource, findings: Findings) -> Bundle:
    """Read a bundle and compare its form with ours.

    Raises NotAnArchiveError where it is no ZIP file or holds no record. Findings:
    ``bundle-format``, ``bundle-checksum``, ``bundle-member``, ``bundle-missing``.
    """
    members, tidy = read_directory(source)
    records = [member for member in members if member.name.endswith(".bel")]
    if not records:
        raise NotAnArchiveError("this ZIP file holds no record (UUID.bel)")
    strays = [m.name for m in members if m.name not in FIXED_NAMES and m is not records[0]]
    if any(m.size > MAX_OTHER_BYTES for m in members if m.name in FIXED_NAMES):
        raise NotAnArchiveError("a file beside the record is larger than any can be")
    if not tidy:
        findings.add("bundle-format", None, "the ZIP file is not in the form that we write")
    for name in strays:
        findings.add("bundle-member", None, f"the member {name[:80]!r} does not belong there")
    others: dict[str, bytes] = {}
    for member in members:
        if not has_checksum(source, member):
            findings.add("bundle-checksum", None, f"the checksum of {member.name[:80]!r} is wrong")
        if member.name in FIXED_NAMES and member.name not in others:
            others[member.name] = source.read_at(member.offset, member.size)
    for name in (README_NAME, AUDITOR_NAME):
        if name not in others:
            findings.add("bundle-missing", None, f"the member {name} is missing")
    record = records[0]
    return Bundle(
        record.name.removesuffix(".bel"),
        PartSource(source, record.offset, record.size),
        others,
    )
