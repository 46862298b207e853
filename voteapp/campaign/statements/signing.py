"""One signed statement, and how it is checked.

Belenios specification, "Public key infrastructure" (Signing); docs/formats.md, "Statements".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.campaign.statements.people import People, Role, Signer
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Group
from voteapp.protocol.keys.pki import check_signature, create_signature
from voteapp.protocol.proofs import Proof

KINDS = ("opening", "closing-statement", "out", "mirror-end", "confirmation", "booth")
_ROLES = ("trustee", "witness", "mirror")
ALLOWED: dict[str, tuple[Role, ...]] = {
    "opening": ("trustee", "witness"),
    "closing-statement": ("trustee", "witness"),
    "out": ("trustee", "witness"),
    "mirror-end": ("mirror",),
    "confirmation": ("trustee", "witness"),
    "booth": ("trustee",),
}


class Statement(Record, frozen=True, kw_only=True):
    """A text and who signed it."""

    message: str
    role: Role
    number: int
    signature: Proof

    @property
    def signer(self) -> Signer:
        """Who signed it, by what it says."""
        return Signer(self.role, self.number)


def create_statement(
    group: Group, signer: Signer, signing_key: int, message: str, random_bytes: RandomBytes
) -> Statement:
    """Sign; ``signing_key``: a certificate's, x for a Single item, a witness's or a mirror's."""
    signature = create_signature(group, signing_key, message, random_bytes)
    return Statement(message=message, role=signer.role, number=signer.number, signature=signature)


def decode_statement(data: bytes, kind: str) -> Statement:
    """Read a posted statement; raises ProtocolError ``KIND-encoding``."""
    return decode_strict(data, Statement, f"{kind}-encoding", "the statement")


def sort_statements(statements: Collection[Statement]) -> list[Statement]:
    """Trustees by number, then witnesses, then mirrors."""
    return sorted(statements, key=lambda one: (_ROLES.index(one.role), one.number))


def check_statement(
    people: People, kind: str, texts: Collection[str], statement: Statement
) -> None:
    """Check one statement; ``texts``: what may have been signed.

    Raises ProtocolError ``KIND-signer``, ``KIND-text`` or ``KIND-signature``.
    """
    signer = statement.signer
    key = people.find_key(signer) if signer.role in ALLOWED[kind] else None
    if key is None:
        raise ProtocolError(f"{kind}-signer", "a statement is by nobody who may sign it")
    if statement.message not in texts:
        raise ProtocolError(f"{kind}-text", f"{signer} signed something else")
    code = f"{kind}-signature"
    try:
        check_signature(people.group, key, statement.message, statement.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"{signer}: {error.message}") from None


def check_signers(kind: str, statements: Sequence[Statement]) -> None:
    """Check that everybody signed once, and their order.

    Raises ProtocolError ``KIND-second``, ``KIND-signer``.
    """
    signers = [statement.signer for statement in statements]
    if len(set(signers)) != len(signers):
        raise ProtocolError(f"{kind}-second", "somebody signed two statements of one kind")
    if list(statements) != sort_statements(statements):
        raise ProtocolError(f"{kind}-signer", "the statements are not in their signers' order")
