"""The bodies of the ceremony's messages: reading them, and what in them may be said only once."""

from __future__ import annotations

from voteapp.campaign.ceremony.messages import (
    Acknowledgement,
    CeremonyError,
    Commitment,
    Complaint,
    check_channels,
    decode_acknowledgement,
    decode_certificate,
    decode_commitment,
    decode_complaint,
    decode_polynomial,
    decode_single_key,
    decode_voutput,
)
from voteapp.protocol.group import Group
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.pki import SignedMessage
from voteapp.protocol.keys.trustees import TrusteePublicKey
from voteapp.protocol.proofs import Proof

Body = (
    SignedMessage
    | Commitment
    | Acknowledgement
    | Polynomial
    | TrusteePublicKey
    | Voutput
    | Complaint
)


def decode_body(group: Group, size: int, trustee: int, step: str, data: bytes) -> Body:
    """Read what ``trustee`` says at ``step``; numbers above ``size`` are single trustees'.

    Raises CeremonyError ``ceremony-encoding``.
    """
    if step == "certificate":
        return decode_certificate(data, trustee)
    if step == "commit":
        return decode_commitment(data, trustee)
    if step == "acknowledge":
        return decode_acknowledgement(data, trustee)
    if step == "complain":
        return decode_complaint(data, trustee)
    if step == "share":
        voutput = decode_voutput(data, trustee)
        check_channels(group, [voutput.private_key], trustee, "share")
        return voutput
    if trustee > size:
        return decode_single_key(data, trustee)
    polynomial = decode_polynomial(data, trustee)
    if len(polynomial.secrets) != size:
        raise CeremonyError(
            "ceremony-encoding", trustee, "reveal", "it does not hold one share for each trustee"
        )
    check_channels(group, [polynomial.polynomial, *polynomial.secrets], trustee, "reveal")
    return polynomial


def list_marks(body: Body) -> list[str]:
    """What nobody can say twice by chance: hashes, keys, signatures, ciphertexts."""
    if isinstance(body, Commitment):
        return [f"commitment {body.commitment}"]
    if isinstance(body, Polynomial):
        texts = [f"channel {text}" for text in (body.polynomial, *body.secrets)]
        return [*texts, _mark(body.coefexps.signature), _mark(body.signature)]
    if isinstance(body, TrusteePublicKey):
        key = [f"key {body.public_key}", _mark(body.pok)]
        return [*key, _mark(body.signature)] if isinstance(body.signature, Proof) else key
    if isinstance(body, Voutput):
        return [f"channel {body.private_key}", *list_marks(body.public_key)]
    if isinstance(body, Complaint):
        return [_mark(body.proof), _mark(body.signature)]
    return [_mark(body.signature)]


def _mark(proof: Proof) -> str:
    return f"proof {proof.challenge} {proof.response}"
