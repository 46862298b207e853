"""How files of the booth are to be mended: what the operator gives to trustees, who sign it.

docs/formats.md, "Proposal of a mended booth"; ADR 38.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.statements.texts import compute_booth_text
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex

_ENCODING, _VALUE = "proposal-encoding", "proposal-value"
_WHAT = "the proposal"


class ProposedFile(Record, frozen=True, kw_only=True):
    """A file of the manifest's ``booth`` under the number that its amendment gets: the text in
    force, and the one that is proposed."""

    number: int
    path: str
    before: str
    after: str

    @property
    def old(self) -> str:
        """The hash (hex) in force."""
        return hash_hex(self.before.encode())

    @property
    def new(self) -> str:
        """The proposed one's."""
        return hash_hex(self.after.encode())


class Proposal(Record, frozen=True, kw_only=True):
    """Of the campaign ``code`` with these fingerprints; ``amendments`` are those so far."""

    type: Literal["voteapp-booth-proposal"] = "voteapp-booth-proposal"
    version: Literal[1] = 1
    code: str
    fingerprints: list[str]
    amendments: list[Amendment]
    reason: str
    files: list[ProposedFile]


class Exchange(NamedTuple):
    """A file's path, its text in force and the other one."""

    path: str
    before: str
    after: str


def create_proposal(
    code: str,
    fingerprints: Sequence[str],
    amendments: Sequence[Amendment],
    reason: str,
    exchanges: Sequence[Exchange],
) -> bytes:
    """The file; raises ProtocolError ``proposal-value``."""
    first = len(amendments) + 1
    proposal = Proposal(
        code=code,
        fingerprints=list(fingerprints),
        amendments=list(amendments),
        reason=reason,
        files=[
            ProposedFile(number=number, path=one.path, before=one.before, after=one.after)
            for number, one in enumerate(exchanges, first)
        ],
    )
    _check(proposal)
    return encode_canonical(proposal)


def decode_proposal(data: bytes) -> Proposal:
    """Read it; raises ProtocolError ``proposal-encoding`` or ``proposal-value``. Whether it is of a
    set-up, and of what is in force there, is another question."""
    proposal = decode_strict(data, Proposal, _ENCODING, _WHAT)
    _check(proposal)
    return proposal


def _check(proposal: Proposal) -> None:
    files, first = proposal.files, len(proposal.amendments) + 1
    if not files:
        raise ProtocolError(_VALUE, "the proposal changes nothing")
    if not proposal.reason.strip():
        raise ProtocolError(_VALUE, "the proposal gives no reason")
    if [one.number for one in files] != list(range(first, first + len(files))):
        raise ProtocolError(_VALUE, "the proposal's numbers do not follow the amendments")
    if len({one.path for one in files}) != len(files):
        raise ProtocolError(_VALUE, "the proposal names a file twice")
    if any(one.before == one.after for one in files):
        raise ProtocolError(_VALUE, "a file of the proposal is what it was")


def write_text(proposal: Proposal, file: ProposedFile) -> str:
    """What a trustee signs of one file."""
    return compute_booth_text(proposal.fingerprints, file.number, file.path, file.old, file.new)
