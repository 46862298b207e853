"""The evidence: what grows with an election beside its record.

DESIGN, "The evidence and the bundle"; docs/formats.md, "Evidence".
"""

from __future__ import annotations

from typing import Literal

import msgspec

from voteapp.campaign.board.signing import Head
from voteapp.campaign.board.voids import Void
from voteapp.campaign.bundle.notes import Note
from voteapp.campaign.canonical import (
    Record,
    decode_strict,
    encode_canonical,
)
from voteapp.campaign.ceremony.agreement import Ceremony
from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.slips.counts import SlipCount
from voteapp.campaign.slips.tellers import Part, Printed
from voteapp.campaign.statements.signing import Statement
from voteapp.campaign.units.release import Plan
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import hash_hex, is_hex
from voteapp.protocol.proofs import Proof


class StrongProofs(Record, frozen=True, kw_only=True):
    """One trustee's strong proofs of one group, shaped like its factors."""

    group: str
    owner: int
    proofs: list[list[Proof]]


class Evidence(Record, frozen=True, kw_only=True):
    """``evidence.json``; the fields are those of docs/formats.md."""

    type: Literal["voteapp-evidence"] = "voteapp-evidence"
    version: Literal[1] = 1
    uuid: str
    fingerprint: str
    manifest: str
    ceremony: Ceremony | None = None
    amendments: list[Amendment] = []
    heads: list[Head] = []
    voided: list[Void] = []
    printed: list[Printed] = []
    openings: list[Statement] = []
    parts: list[Part] | None = None
    slips: list[SlipCount] | None = None
    plan: Plan | None = None
    outs: list[Statement] = []
    closing_statements: list[Statement] = []
    mirror_ends: list[Statement] = []
    strong_proofs: list[StrongProofs] = []
    confirmations: list[Statement] = []
    notes: list[Note] = []


def create_evidence(uuid: str, fingerprint: str, manifest: bytes) -> Evidence:
    """The evidence at Setup; it grows by ``msgspec.structs.replace``."""
    return Evidence(uuid=uuid, fingerprint=fingerprint, manifest=hash_hex(manifest))


def compute_frozen_hash(evidence: Evidence) -> str:
    """What closing statements sign of it: SHA-256 (hex) of the evidence as it was frozen, without
    what is only said afterwards (DESIGN, "Trustees"; docs/formats.md, "Closing statements")."""
    frozen = msgspec.structs.replace(
        evidence,
        outs=[],
        closing_statements=[],
        mirror_ends=[],
        strong_proofs=[],
        confirmations=[],
        notes=[],
    )
    return hash_hex(encode_canonical(frozen))


def encode_evidence(evidence: Evidence) -> bytes:
    """Canonical JSON."""
    return encode_canonical(evidence)


def decode_evidence(data: bytes) -> Evidence:
    """Read evidence in canonical form; raises ProtocolError ``evidence-encoding``."""
    code = "evidence-encoding"
    evidence = decode_strict(data, Evidence, code, "the evidence")
    if not all(is_hex(part.salt, 32) for part in evidence.parts or []):
        raise ProtocolError(code, "the salt of a teller's part is not 32 bytes in hex")
    return evidence
