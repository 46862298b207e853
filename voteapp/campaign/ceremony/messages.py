"""What trustees say to each other in the key ceremony, and who is told off when it is wrong.

DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Certificates, polynomials and
voutputs are the format's own objects; commitments and acknowledgements are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

from msgspec import UNSET

from voteapp.campaign.canonical import Record, decode_strict, is_hex
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.group import Group
from voteapp.protocol.keys.channels import check_encrypted_message
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.pki import SignedMessage
from voteapp.protocol.keys.trustees import TrusteePublicKey
from voteapp.protocol.proofs import Proof

MAX_SIZE = 15

T = TypeVar("T")

Step = Literal["certificate", "commit", "acknowledge", "reveal", "share", "complain", "assemble"]
"""The steps, in their order; a complaint stands in the place of a share."""

STEPS: tuple[Step, ...] = ("certificate", "commit", "acknowledge", "reveal", "share")
"""What every threshold trustee says; the single ones beside them say the middle three."""

SINGLE_STEPS: tuple[Step, ...] = ("commit", "acknowledge", "reveal")


class CeremonyError(ProtocolError):
    """A trustee's message is wrong; ``trustee`` (from 1) and ``step`` say whose and which."""

    def __init__(self, code: str, trustee: int, step: str, message: str) -> None:
        super().__init__(code, f"trustee {trustee}, step {step}: {message}")
        self.trustee = trustee
        self.step = step


class Commitment(Record, frozen=True, kw_only=True):
    """Step 2: the hash of a polynomial's public part that is opened only in step 4."""

    type: Literal["voteapp-ceremony-commitment"] = "voteapp-ceremony-commitment"
    version: Literal[1] = 1
    index: int
    certs_hash: str
    commitment: str


class Acknowledgement(Record, frozen=True, kw_only=True):
    """Step 3: a trustee's signature over all commitments, in the order of the numbers."""

    type: Literal["voteapp-ceremony-acknowledgement"] = "voteapp-ceremony-acknowledgement"
    version: Literal[1] = 1
    index: int
    certs_hash: str
    commitments: list[str]
    signature: Proof


class Complaint(Record, frozen=True, kw_only=True):
    """Instead of step 5: trustee ``index`` opens what ``sender`` sent it, for all to judge.

    ``shared`` is ``alpha^dk`` of that ciphertext (hex), ``proof`` that it is, ``signature`` by
    the complaining trustee's certificate.
    """

    type: Literal["voteapp-ceremony-complaint"] = "voteapp-ceremony-complaint"
    version: Literal[1] = 1
    index: int
    sender: int
    certs_hash: str
    shared: str
    proof: Proof
    signature: Proof


def check_size(size: int, threshold: int) -> None:
    """Require 2t > n and n <= 15; raises InvalidInputError ``threshold`` or ``trustees``."""
    if not 1 <= size <= MAX_SIZE:
        raise InvalidInputError(
            "trustees", _("A ceremony has 1 to %(most)d trustees.", most=MAX_SIZE)
        )
    if not 1 <= threshold <= size or 2 * threshold <= size:
        raise InvalidInputError(
            "threshold",
            _(
                "More than half of the trustees must be needed to decrypt:"
                " of %(size)d at least %(least)d.",
                size=size,
                least=size // 2 + 1,
            ),
        )


def check_singles(singles: int) -> None:
    """At most 15 single trustees stand beside the others; raises InvalidInputError ``singles``."""
    if not 0 <= singles <= MAX_SIZE:
        raise InvalidInputError(
            "singles", _("At most %(most)d trustees can always take part.", most=MAX_SIZE)
        )


def decode_certificate(data: bytes, trustee: int) -> SignedMessage:
    """Read a certificate of the format; raises CeremonyError ``ceremony-encoding``."""
    return _decode_format(data, SignedMessage, trustee, "certificate", "the certificate")


def decode_polynomial(data: bytes, trustee: int) -> Polynomial:
    """Read a polynomial of the format; raises CeremonyError ``ceremony-encoding``."""
    return _decode_format(data, Polynomial, trustee, "reveal", "the polynomial")


def decode_voutput(data: bytes, trustee: int) -> Voutput:
    """Read a voutput of the format; raises CeremonyError ``ceremony-encoding``."""
    return _decode_format(data, Voutput, trustee, "share", "the key")


def decode_commitment(data: bytes, trustee: int) -> Commitment:
    """Read a commitment; raises CeremonyError ``ceremony-encoding``."""
    commitment = _decode_ours(data, Commitment, trustee, "commit", "the commitment")
    if not is_hex(commitment.commitment, 32):
        raise CeremonyError("ceremony-encoding", trustee, "commit", "the commitment is no hash")
    return commitment


def decode_acknowledgement(data: bytes, trustee: int) -> Acknowledgement:
    """Read an acknowledgement; raises CeremonyError ``ceremony-encoding``."""
    return _decode_ours(data, Acknowledgement, trustee, "acknowledge", "the acknowledgement")


def decode_single_key(data: bytes, trustee: int) -> TrusteePublicKey:
    """Read a single trustee's public key; raises CeremonyError ``ceremony-encoding``."""
    key = _decode_format(data, TrusteePublicKey, trustee, "reveal", "the public key")
    if key.signature is not UNSET:
        raise CeremonyError(
            "ceremony-encoding", trustee, "reveal", "a single trustee's key is not signed"
        )
    return key


def decode_complaint(data: bytes, trustee: int) -> Complaint:
    """Read a complaint; raises CeremonyError ``ceremony-encoding``."""
    return _decode_ours(data, Complaint, trustee, "complain", "the complaint")


def check_channels(group: Group, texts: Sequence[str], trustee: int, step: Step) -> None:
    """Require encrypted messages in their only form; raises ``ceremony-encoding``."""
    code = "ceremony-encoding"
    for text in texts:
        try:
            check_encrypted_message(group, text, code)
        except ProtocolError as error:
            raise CeremonyError(code, trustee, step, error.message) from None


def _decode_format(data: bytes, wanted: type[T], trustee: int, step: Step, what: str) -> T:
    code = "ceremony-encoding"
    try:
        return decode_canonical(data, wanted, code, what)
    except ProtocolError as error:
        raise CeremonyError(code, trustee, step, error.message) from None


def _decode_ours(data: bytes, wanted: type[T], trustee: int, step: Step, what: str) -> T:
    code = "ceremony-encoding"
    try:
        return decode_strict(data, wanted, code, what)
    except ProtocolError as error:
        raise CeremonyError(code, trustee, step, error.message) from None
