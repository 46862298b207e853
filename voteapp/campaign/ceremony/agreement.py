"""The trustees' ceremony: commitments that all acknowledge before any is opened.

DESIGN, "Trustees"; docs/formats.md, "Evidence" (Ceremony).
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.canonical import Record
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.pki import SignedMessage, check_signature
from voteapp.protocol.keys.trustees import ThresholdParameters, TrusteePublicKey
from voteapp.protocol.proofs import Proof

Trustees = Sequence[TrusteePublicKey | ThresholdParameters]


class Entry(Record, frozen=True, kw_only=True):
    """One message of the ceremony: who said at which step exactly what."""

    trustee: int
    step: str
    message: str


class RefusedEntry(Record, frozen=True, kw_only=True):
    """A message that was refused on arrival; ``code`` says why."""

    trustee: int
    step: str
    code: str
    message: str


class Ceremony(Record, frozen=True, kw_only=True):
    """What was committed to and acknowledged, in owner order; every message, as it arrived.

    ``refused`` is kept for people to judge: it proves nothing, because nobody signed that it
    was said.
    """

    certs_hash: str
    commitments: list[str]
    acknowledgements: list[Proof]
    messages: list[Entry]
    refused: list[RefusedEntry] = []


def hash_certificates(certs: Sequence[SignedMessage]) -> str:
    """SHA-256 (hex) of the JSON array of certificates: the name of this one ceremony."""
    return hash_hex(encode_json(certs))


def compute_certs_hash(trustees: Trustees) -> str:
    """The hash of the Pedersen items' certificates."""
    return hash_certificates(
        [cert for item in trustees if isinstance(item, ThresholdParameters) for cert in item.certs]
    )


def compute_commitment(certs_hash: str, owner: int, message: str) -> str:
    """The hash (hex) of what trustee ``owner`` opens: ``coefexps.message``, or a single's key."""
    return hash_hex(f"voteapp-commit|{certs_hash}|{owner}|{message}".encode())


def compute_commitments(trustees: Trustees) -> list[str]:
    """What each trustee must have committed to before anybody opened."""
    certs_hash = compute_certs_hash(trustees)
    opened: list[str] = []
    for item in trustees:
        if isinstance(item, TrusteePublicKey):
            opened.append(encode_json(item).decode())
        else:
            opened += [signed.message for signed in item.coefexps]
    return [
        compute_commitment(certs_hash, owner, message) for owner, message in enumerate(opened, 1)
    ]


def compute_acknowledgement_text(certs_hash: str, commitments: Sequence[str]) -> str:
    """What each trustee signs before revealing."""
    return f"voteapp-acknowledge|{certs_hash}|{','.join(commitments)}"


def needs_ceremony(trustees: Trustees) -> bool:
    """Whether the trustees hold a Pedersen item."""
    return any(isinstance(item, ThresholdParameters) for item in trustees)


def check_majority(trustees: Trustees) -> None:
    """Require 2t > n of every Pedersen item; raises ProtocolError ``trustee-minority``."""
    for item in trustees:
        if isinstance(item, ThresholdParameters) and 2 * item.threshold <= len(item.certs):
            raise ProtocolError(
                "trustee-minority",
                f"{item.threshold} of {len(item.certs)} trustees can decrypt: not more than half",
            )


def check_distinct(keys: Sequence[Element]) -> None:
    """Require that no two trustees sign with one key (``keys`` in owner order): it would be one
    person twice. Raises ProtocolError ``trustee-repeated``."""
    owners: dict[Element, int] = {}
    for owner, key in enumerate(keys, 1):
        first = owners.setdefault(key, owner)
        if first != owner:
            raise ProtocolError(
                "trustee-repeated", f"trustee {owner} has the same key as trustee {first}"
            )


def check_ceremony(
    group: Group, trustees: Trustees, keys: Sequence[Element], ceremony: Ceremony
) -> None:
    """Check commitments and acknowledgements of checked trustees; ``keys`` in owner order.

    Raises ProtocolError ``ceremony-commitment`` or ``ceremony-acknowledgement``.
    """
    if ceremony.certs_hash != compute_certs_hash(trustees):
        raise ProtocolError("ceremony-commitment", "the ceremony was for other certificates")
    if ceremony.commitments != compute_commitments(trustees):
        raise ProtocolError("ceremony-commitment", "a trustee opened something else")
    code = "ceremony-acknowledgement"
    if len(ceremony.acknowledgements) != len(keys):
        raise ProtocolError(code, "not every trustee acknowledged the commitments")
    text = compute_acknowledgement_text(ceremony.certs_hash, ceremony.commitments)
    for owner, (key, proof) in enumerate(zip(keys, ceremony.acknowledgements, strict=True), 1):
        try:
            check_signature(group, key, text, proof, code)
        except ProtocolError as error:
            raise ProtocolError(code, f"trustee {owner}: {error.message}") from None
