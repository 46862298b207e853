"""Closing statements: what trustees agree on before any factor leaves.

DESIGN, "Trustees"; docs/formats.md, "Evidence" (Closing statement).
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.pki import check_signature, create_signature
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.proofs import Proof


class ClosingStatement(Record, frozen=True, kw_only=True):
    """A trustee's signature over the closed election and the plan of what to decrypt."""

    message: str
    owner: int
    signature: Proof


def compute_closing_text(fingerprint: str, end_ballots: str, plan: str) -> str:
    """What is signed: election fingerprint, hash of EndBallots and plan hash (both hex)."""
    return f"voteapp-closing|{fingerprint}|{end_ballots}|{plan}"


def create_closing_statement(
    group: Group, owner: int, signing_key: int, message: str, random_bytes: RandomBytes
) -> ClosingStatement:
    """Sign; ``signing_key`` is the certificate's, or x for a Single item."""
    signature = create_signature(group, signing_key, message, random_bytes)
    return ClosingStatement(message=message, owner=owner, signature=signature)


def decode_closing_statement(data: bytes) -> ClosingStatement:
    """Read a posted statement; raises ProtocolError ``closing-statement-encoding``."""
    code = "closing-statement-encoding"
    return decode_strict(data, ClosingStatement, code, "the closing statement")


def compute_needed(items: Sequence[Item]) -> int:
    """How many statements must be there: t, and more than half of all trustees."""
    total = sum(len(item.owners) for item in items)
    return max(sum(item.threshold for item in items), total // 2 + 1)


def check_closing_statement(
    group: Group, keys: Sequence[Element], text: str, statement: ClosingStatement
) -> None:
    """Check one statement; ``keys`` in owner order, ``text`` what must be signed.

    Raises ProtocolError ``closing-statement-owner``, ``-text`` or ``-signature``.
    """
    if not 1 <= statement.owner <= len(keys):
        raise ProtocolError("closing-statement-owner", "a statement is by nobody of the trustees")
    who = f"trustee {statement.owner}"
    if statement.message != text:
        raise ProtocolError(
            "closing-statement-text", f"{who} signed another election, closing or plan"
        )
    code = "closing-statement-signature"
    try:
        check_signature(group, keys[statement.owner - 1], text, statement.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"{who}: {error.message}") from None
