"""A wrong share, proven to everybody: a trustee opens the one ciphertext that it complains of.

DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony" (Complaint). The recipient of
``(alpha, beta, data)`` publishes ``alpha^dk`` with a proof; whoever has that reads the message,
so a false complaint is as visible as a false share. A liar may have copied alpha from another
message, which is then open too: after a complaint that is proven the ceremony is over, and its
keys are never used (docs/adr/0009-ceremony-transcript.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.ceremony.messages import Complaint
from voteapp.campaign.ceremony.steps import compute_certs_hash
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.certificates import Certificates, find_index
from voteapp.protocol.keys.channels import (
    EncryptedMessage,
    check_encrypted_message,
    decrypt_shared,
    read_message,
)
from voteapp.protocol.keys.pedersen import Polynomial, WrongShareError, read_share
from voteapp.protocol.keys.pki import check_signature, compute_private_keys, create_signature
from voteapp.protocol.proofs import check_equality, create_equality

_CODE = "ceremony-complaint"


def create_complaint(
    group: Group,
    seed: str,
    certificates: Certificates,
    polynomials: Sequence[Polynomial],
    sender: int,
    random_bytes: RandomBytes,
) -> Complaint:
    """Open what ``sender`` sent this trustee; draws the proof's nonce, then the signature's.

    Raises ProtocolError ``ceremony-complaint`` where there is no such message.
    """
    keys = compute_private_keys(group, seed)
    index, certs_hash = find_index(group, certificates, keys), compute_certs_hash(certificates)
    wire = _find_message(group, polynomials, sender, index)
    alpha = group.decode(wire.alpha)
    shared = group.encode(group.power(alpha, keys.decryption))
    nonce = group.random_scalar(random_bytes)
    prefix = _prefix(certs_hash, index, sender, f"{wire.alpha}|{shared}")
    proof = create_equality(group, prefix, alpha, keys.decryption, nonce)
    text = _prefix(certs_hash, index, sender, shared)
    signature = create_signature(group, keys.signing, text, random_bytes)
    return Complaint(
        index=index,
        sender=sender,
        certs_hash=certs_hash,
        shared=shared,
        proof=proof,
        signature=signature,
    )


def judge_complaint(
    group: Group,
    certificates: Certificates,
    polynomials: Sequence[Polynomial],
    rows: Sequence[Sequence[Element]],
    complaint: Complaint,
) -> str:
    """What is wrong with the share, in words; ``rows`` are the polynomials' coefexps, decoded.

    Raises ProtocolError ``ceremony-complaint`` where the complaint itself is wrong, or the share
    is right.
    """
    index, sender = complaint.index, complaint.sender
    if complaint.certs_hash != compute_certs_hash(certificates):
        raise ProtocolError(_CODE, "it was made for other certificates")
    if index == sender:
        raise ProtocolError(_CODE, "nobody complains of a share of its own")
    wire = _find_message(group, polynomials, sender, index)
    shared = _check_opened(group, certificates, wire, complaint)
    key = certificates.keys[index - 1].encryption
    verification = group.decode(certificates.keys[sender - 1].verification)
    try:
        plain = decrypt_shared(group, shared, wire, "trustee-share")
        text = read_message(group, key, verification, plain, "trustee-share")
    except ProtocolError as error:
        return f"trustee {sender}: {error.message}"
    try:
        read_share(group, sender, index, rows[sender - 1], text)
    except WrongShareError as error:
        return error.message
    raise ProtocolError(_CODE, f"the share of trustee {sender} is right")


def _find_message(
    group: Group, polynomials: Sequence[Polynomial], sender: int, index: int
) -> EncryptedMessage:
    if not 1 <= sender <= len(polynomials):
        raise ProtocolError(_CODE, "it is about nobody of the trustees")
    return check_encrypted_message(group, polynomials[sender - 1].secrets[index - 1], _CODE)


def _check_opened(
    group: Group, certificates: Certificates, wire: EncryptedMessage, complaint: Complaint
) -> Element:
    """The proven ``alpha^dk``; raises ``ceremony-complaint``."""
    index, sender = complaint.index, complaint.sender
    keys = certificates.keys[index - 1]
    prefix = _prefix(complaint.certs_hash, index, sender, f"{wire.alpha}|{complaint.shared}")
    text = _prefix(complaint.certs_hash, index, sender, complaint.shared)
    try:
        shared = group.decode(complaint.shared)
        check_equality(
            group,
            prefix,
            group.decode(keys.encryption),
            group.decode(wire.alpha),
            shared,
            complaint.proof,
            _CODE,
        )
        check_signature(group, group.decode(keys.verification), text, complaint.signature, _CODE)
    except ProtocolError as error:
        raise ProtocolError(_CODE, error.message) from None
    return shared


def _prefix(certs_hash: str, index: int, sender: int, rest: str) -> str:
    return f"voteapp-complaint|{certs_hash}|{index}|{sender}|{rest}"
