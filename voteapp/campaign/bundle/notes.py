"""Notes: what is said about an election once its closing evidence is final, in a signed chain.

PAPER, "Closing"; docs/formats.md, "Notes". A note changes nothing: it stands beside what it is
about, such as a count of slips that was wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from voteapp.campaign.canonical import parse_instant
from voteapp.campaign.linked import Linked, Own, check_link, compute_previous
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.signed import check_signed
from voteapp.errors import ProtocolError

Role = Literal["committee", "teller", "trustee"]


class Note(Linked, frozen=True, kw_only=True):
    """One note: who says it (a role, no name), what, and when."""

    type: Literal["voteapp-note"] = "voteapp-note"
    version: Literal[1] = 1
    role: Role
    text: str
    at: str


def create_note(
    before: Sequence[Note], fingerprints: Sequence[str], role: Role, text: str, at: str
) -> Note:
    """The next note of a campaign, not signed yet. Raises ProtocolError ``note-value``."""
    note = Note(
        fingerprints=list(fingerprints),
        number=len(before) + 1,
        previous=compute_previous(before),
        role=role,
        text=text,
        at=at,
    )
    _check_value(before[-1] if before else None, note)
    return note


def check_notes(notes: Sequence[Note], manifest: Manifest, fingerprint: str) -> None:
    """Check the chain of an election's evidence.

    Raises ProtocolError ``note-signature``, ``note-chain`` or ``note-value``.
    """
    uuids = manifest.campaign.uuids
    own = Own(uuids.index(manifest.uuid), len(uuids), fingerprint)
    for i, note in enumerate(notes):
        check_signed(note, manifest.server_key, "note-signature")
        check_link(notes, i, own, "note-chain")
        _check_value(notes[i - 1] if i else None, note)


def _check_value(before: Note | None, note: Note) -> None:
    code = "note-value"
    if not note.text:
        raise ProtocolError(code, "a note says nothing")
    at = parse_instant(note.at, code)
    if before is not None and at < parse_instant(before.at, code):
        raise ProtocolError(code, "a note is older than the one before")
