"""Checking a receipt: is the promise kept, still open, or broken?

PAPER, "Receipts, refusals, voids": a receipt names the last batch that may hold its ballot. Any
head of that batch or later, or a final one, whose record lacks the tracker proves a broken promise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.signing import Head, Receipt
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.signed import check_signed
from voteapp.campaign.texts import split_description
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.ballots import decode_ballot
from voteapp.protocol.election import compute_fingerprint, create_context
from voteapp.protocol.encoding import hash_hex, hex_to_base64

State = Literal["sealed", "late", "waiting", "missing", "other"]


class ReceiptState(NamedTuple):
    """``sealed`` at ``height``; ``late``: there too, but after the batch that was promised;
    ``waiting`` for its batch; ``missing`` though that batch (or the whole vote) is sealed;
    ``other``: it was given under another election object of the same uuid. Late and missing ones
    are broken promises, and ``other`` means two elections.

    ``proven``: whoever has the receipt and the file can check that, and needs to believe nobody:
    the manifest is the one that the election names, and its key signed the receipt and, of a
    broken promise, a head of this very record by which it was to be kept."""

    state: State
    height: int | None
    proven: bool


def find_fingerprint(structure: Structure) -> str | None:
    """The fingerprint of the record's election; None where the record has none."""
    election = _fetch_election(structure)
    return None if election is None else compute_fingerprint(election)


def find_uuid(structure: Structure) -> str | None:
    """The uuid of the record's election; None where the record has none that can be read."""
    election = _fetch_election(structure)
    try:
        return None if election is None else create_context(election).election.uuid
    except ProtocolError:
        return None


def _fetch_election(structure: Structure) -> bytes | None:
    try:
        setup = find_setup_data(structure)
    except ProtocolError:
        return None
    return None if setup is None else structure.fetch(setup.election)


def find_receipt(
    receipt: Receipt, structure: Structure, manifest: bytes | None, heads: Sequence[Head]
) -> ReceiptState:
    """Look for a receipt's ballot in a record; ``manifest`` and ``heads`` are those that stand
    beside it, if any. Heads that the manifest's key did not sign, or that are not of this record,
    do not count.

    The ballot itself is not checked (the auditor does). Raises ProtocolError ``receipt-election``
    where the record is another election's, ``manifest-hash`` where the manifest is not the one that
    the election names, ``receipt-credential`` where the ballot is another slip's.
    """
    key = None if manifest is None else read_record_key(structure, manifest)
    signed = key is not None and _is_signed(receipt, key)
    if find_fingerprint(structure) != receipt.fingerprint:
        return _judge_other(receipt, manifest, signed)
    standing = [] if key is None else list_standing(heads, structure, receipt, key)
    proving = [head for head in standing if head.final or head.batch >= receipt.batch]
    for event in structure.of_kind("Ballot"):
        if event.payload is not None and hex_to_base64(event.payload) == receipt.tracker:
            _check_credential(receipt, structure.fetch(event.payload))
            late = any(head.height < event.height for head in proving)
            return ReceiptState("late" if late else "sealed", event.height, late and signed)
    if proving:
        return ReceiptState("missing", None, signed)
    closed = bool(structure.of_kind("EndBallots"))
    return ReceiptState("missing" if closed else "waiting", None, False)


def read_record_key(structure: Structure, manifest: bytes) -> str:
    """The server's key, of the manifest that the record's election names; raises ProtocolError
    ``manifest-hash`` where it names another."""
    election = _fetch_election(structure)
    digest = None if election is None else _find_digest(election)
    if digest != hash_hex(manifest):
        raise ProtocolError("manifest-hash", "the election does not name this manifest")
    return decode_manifest(manifest).server_key


def _find_digest(election: bytes) -> str | None:
    try:
        return split_description(create_context(election).election.description)[1]
    except ProtocolError:
        return None


def _is_signed(receipt: Receipt, key: str) -> bool:
    try:
        check_receipt(receipt, key)
    except ProtocolError:
        return False
    return True


def _judge_other(receipt: Receipt, manifest: bytes | None, signed: bool) -> ReceiptState:
    """The receipt names another fingerprint: two elections, where one key signed for both."""
    if manifest is not None and signed and decode_manifest(manifest).uuid == receipt.uuid:
        return ReceiptState("other", None, True)
    raise ProtocolError("receipt-election", "the receipt is of another election")


def list_standing(
    heads: Sequence[Head], structure: Structure, about: Receipt | Refusal, key: str
) -> list[Head]:
    """Heads of this record, signed by its key."""
    events = {event.height: event.digest for event in structure.events}
    standing = []
    for head in heads:
        of_record = head.fingerprint == about.fingerprint and head.uuid == about.uuid
        if not of_record or events.get(head.height) != head.event:
            continue
        try:
            check_signed(head, key, "head-signature")
        except ProtocolError:
            continue
        standing.append(head)
    return standing


def _check_credential(receipt: Receipt, ballot: bytes | None) -> None:
    try:
        found = decode_ballot(ballot or b"").credential
    except ProtocolError:
        return  # a ballot that is none: a finding of the auditor, not of the receipt
    if found != receipt.credential:
        raise ProtocolError("receipt-credential", "the receipt's tracker is another slip's ballot")


def check_receipt(receipt: Receipt, server_key: str) -> None:
    """Check the server's signature; raises ProtocolError ``receipt-signature``."""
    check_signed(receipt, server_key, "receipt-signature")
