"""The ceremony of a single trustee beside the threshold ones: it must always take part.

Commit, acknowledge, reveal: as the others do, but what is opened is its ``trustee_public_key``.
DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Single trustees' numbers follow
those of the threshold trustees.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from voteapp.campaign.ceremony.agreement import compute_acknowledgement_text
from voteapp.campaign.ceremony.messages import Acknowledgement, Commitment, blame
from voteapp.campaign.ceremony.steps import check_opening, sign_list, write_commitment
from voteapp.protocol.encoding import RandomBytes, encode_json
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.certificates import Certificates
from voteapp.protocol.keys.pki import check_signature
from voteapp.protocol.keys.trustees import (
    TrusteePublicKey,
    check_trustee_public_key,
    create_trustee_public_key,
)


def compute_single_key(group: Group, seed: str) -> int:
    """A single trustee's private key x: SHA-512("voteapp-single|" seed) mod q, big-endian."""
    digest = hashlib.sha512(f"voteapp-single|{seed}".encode()).digest()
    return int.from_bytes(digest, "big") % group.order


def create_single_key(group: Group, seed: str, random_bytes: RandomBytes) -> TrusteePublicKey:
    """The public key of that x, proven; what is committed to, so it must be kept as it is."""
    return create_trustee_public_key(group, compute_single_key(group, seed), random_bytes)


def commit_single(certificates: Certificates, owner: int, key: TrusteePublicKey) -> Commitment:
    """Commit to the key; ``owner`` is this trustee's number."""
    return write_commitment(certificates, owner, encode_json(key).decode())


def acknowledge_single(
    group: Group,
    private_key: int,
    certificates: Certificates,
    commitments: Sequence[str],
    owner: int,
    key: TrusteePublicKey,
    random_bytes: RandomBytes,
) -> Acknowledgement:
    """Sign the ordered list with x, if it holds this trustee's own commitment.

    Raises CeremonyError ``ceremony-commitment``.
    """
    own = commit_single(certificates, owner, key)
    return sign_list(group, private_key, certificates, commitments, own, random_bytes)


def check_single_key(
    group: Group,
    certificates: Certificates,
    commitments: Sequence[str],
    owner: int,
    key: TrusteePublicKey,
) -> Element:
    """Compare a key with its commitment and check its proof; returns the element.

    Raises CeremonyError ``ceremony-commitment`` or ``trustee-proof``.
    """
    check_opening(certificates, commitments, owner, encode_json(key).decode())
    with blame(owner, "reveal"):
        return check_trustee_public_key(group, key)


def check_single_acknowledgement(
    group: Group, public_key: Element, owner: int, acknowledgement: Acknowledgement
) -> None:
    """Check what could not be checked before the key was known.

    Raises CeremonyError ``ceremony-acknowledgement`` of the step acknowledge.
    """
    code = "ceremony-acknowledgement"
    text = compute_acknowledgement_text(acknowledgement.certs_hash, acknowledgement.commitments)
    with blame(owner, "acknowledge", code):
        check_signature(group, public_key, text, acknowledgement.signature, code)
