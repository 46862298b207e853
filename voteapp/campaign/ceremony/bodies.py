"""The bodies of the ceremony's messages: their form, and what in them may be said only once."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from voteapp.campaign.ceremony.messages import ENCODING, Commitment, Complaint
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import is_hex
from voteapp.protocol.group import Group
from voteapp.protocol.keys.channels import check_encrypted_message
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.trustees import TrusteePublicKey
from voteapp.protocol.proofs import Proof


def check_commitment_form(_group: Group, _size: int, body: Commitment) -> None:
    """Require a hash; raises ProtocolError ``ceremony-encoding``, as all of these."""
    if not is_hex(body.commitment, 32):
        raise ProtocolError(ENCODING, "the commitment is no hash")


def check_polynomial_form(group: Group, size: int, body: Polynomial) -> None:
    """Require a share for each of ``size`` threshold trustees, sealed in the only form."""
    if len(body.secrets) != size:
        raise ProtocolError(ENCODING, "it does not hold one share for each trustee")
    _check_channels(group, [body.polynomial, *body.secrets])


def check_key_form(_group: Group, _size: int, body: TrusteePublicKey) -> None:
    """Require that a single trustee's key is not signed."""
    if body.signature is not UNSET:
        raise ProtocolError(ENCODING, "a single trustee's key is not signed")


def check_voutput_form(group: Group, _size: int, body: Voutput) -> None:
    """Require the trustee's own share, sealed in the only form."""
    _check_channels(group, [body.private_key])


def _check_channels(group: Group, texts: Sequence[str]) -> None:
    for text in texts:
        check_encrypted_message(group, text, ENCODING)


def list_commitment_marks(body: Commitment) -> list[str]:
    """The hash."""
    return [f"commitment {body.commitment}"]


def list_polynomial_marks(body: Polynomial) -> list[str]:
    """Ciphertexts and signatures."""
    texts = [f"channel {text}" for text in (body.polynomial, *body.secrets)]
    return [*texts, mark_proof(body.coefexps.signature), mark_proof(body.signature)]


def list_key_marks(body: TrusteePublicKey) -> list[str]:
    """The key, its proof, and its signature where it is signed."""
    key = [f"key {body.public_key}", mark_proof(body.pok)]
    return [*key, mark_proof(body.signature)] if isinstance(body.signature, Proof) else key


def list_voutput_marks(body: Voutput) -> list[str]:
    """The ciphertext and the key."""
    return [f"channel {body.private_key}", *list_key_marks(body.public_key)]


def list_complaint_marks(body: Complaint) -> list[str]:
    """The proof and the signature."""
    return [mark_proof(body.proof), mark_proof(body.signature)]


def mark_proof(proof: Proof) -> str:
    """A proof or a signature."""
    return f"proof {proof.challenge} {proof.response}"
