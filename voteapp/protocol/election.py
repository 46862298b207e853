"""The election object: what is asked, under which key, by whom.

Belenios specification, section "Elections".
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from voteapp.errors import ProtocolError, UnsupportedError
from voteapp.protocol.encoding import (
    decode_canonical,
    decode_json,
    encode_json,
    hash_base64,
    is_uuid,
)
from voteapp.protocol.group import Element, Group, get_group
from voteapp.protocol.kinds import KINDS, kind_of
from voteapp.protocol.limits import MAX_PAPER_BYTES
from voteapp.protocol.questions import Question


class Election(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``election``; ``language`` is the format's last field, as version 3.3.0 writes it."""

    version: int
    description: str
    name: str
    group: str
    public_key: str
    questions: list[Question]
    uuid: str
    administrator: str | UnsetType = UNSET
    credential_authority: str | UnsetType = UNSET
    language: list[str] | UnsetType = UNSET


class SetupData(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``setup_data``: the hashes of the three objects that define an election."""

    election: str
    trustees: str
    credentials: str
    credentials_certificate: str | UnsetType = UNSET


class ElectionContext(NamedTuple):
    """An election with what every check of a ballot needs, decoded once."""

    election: Election
    group: Group
    public_key: Element
    fingerprint: str


class _Loose(msgspec.Struct):
    """Just enough to see whether we know this kind of election."""

    group: str
    questions: list[dict[str, object]]


def check_supported(data: bytes) -> None:
    """Raise UnsupportedError for a group or a question type that we do not know.

    Bytes that are no election at all pass: decoding them gives the finding.
    """
    try:
        loose = decode_json(data, _Loose, "election-encoding", "the election", MAX_PAPER_BYTES)
    except ProtocolError:
        return
    get_group(loose.group)
    known = {kind.type for kind in KINDS.values()}
    for question in loose.questions:
        if isinstance(name := question.get("type"), str) and name not in known:
            raise UnsupportedError(f"questions of type {name[:40]!r} are not supported yet")


def decode_election(data: bytes) -> Election:
    """Read an election and check all that it says of itself.

    Raises ProtocolError ``election-encoding``, ``election-question``; UnsupportedError.
    """
    check_supported(data)
    code, what = "election-encoding", "the election"
    election = decode_canonical(data, Election, code, what, MAX_PAPER_BYTES)
    if election.version != 1:
        raise UnsupportedError(f"protocol version {election.version} is not supported; 1 is")
    if not is_uuid(election.uuid):
        raise ProtocolError("election-encoding", "the uuid is not 14 or more Base58 characters")
    if not election.questions:
        raise ProtocolError("election-question", "the election asks nothing")
    for question in election.questions:
        kind_of(question).check_question(question)
    return election


def encode_election(election: Election) -> bytes:
    """Write an election."""
    return encode_json(election)


def compute_fingerprint(data: bytes) -> str:
    """φ: SHA-256 of the election's bytes in base64 without padding."""
    return hash_base64(data)


def create_context(data: bytes) -> ElectionContext:
    """Decode an election for checking and making ballots.

    Raises ProtocolError as ``decode_election`` does, and ``election-key``.
    """
    election = decode_election(data)
    group = get_group(election.group)
    try:
        public_key = group.decode(election.public_key)
    except ProtocolError as error:
        raise ProtocolError("election-key", error.message) from None
    return ElectionContext(election, group, public_key, compute_fingerprint(data))
