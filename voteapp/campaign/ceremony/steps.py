"""The key ceremony, step by step, for one trustee of t of n.

Certificate, commit, acknowledge, reveal, share: each step takes what everybody said before, as a
``Transcript`` checked it, and gives what this trustee says next. DESIGN, "Trustees"; Belenios
specification, sections "Certificates" to "Threshold parameters". Trustees are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.ceremony.agreement import (
    Ceremony,
    compute_acknowledgement_text,
    compute_commitment,
    hash_certificates,
)
from voteapp.campaign.ceremony.messages import (
    Acknowledgement,
    CeremonyError,
    Commitment,
    accuse,
    blame,
    check_size,
)
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import Group
from voteapp.protocol.keys.certificates import Certificates, create_certificate, find_index
from voteapp.protocol.keys.pedersen import (
    Polynomial,
    Voutput,
    WrongShareError,
    check_polynomial,
    compute_vinputs,
    create_polynomial,
    create_voutput,
    open_vinput,
)
from voteapp.protocol.keys.pki import (
    SignedMessage,
    compute_private_keys,
    create_signature,
)
from voteapp.protocol.keys.trustees import (
    ThresholdParameters,
    TrusteePublicKey,
)
from voteapp.protocol.proofs import Proof


class Agreement(NamedTuple):
    """Step 3 done: all commitments, acknowledged by all, in the order of the numbers."""

    commitments: list[str]
    acknowledgements: list[Proof]


class Assembled(NamedTuple):
    """The end: the Pedersen item, the record's trustees, and the evidence's ``ceremony``.

    ``items``: the trustees again, decoded: the Pedersen item, then the single ones.
    """

    parameters: ThresholdParameters
    trustees: bytes
    ceremony: Ceremony
    items: list[TrusteePublicKey | ThresholdParameters]


def start(
    group: Group, seed: str, *, size: int, threshold: int, index: int, random_bytes: RandomBytes
) -> SignedMessage:
    """Step 1: this trustee's certificate. Raises InvalidInputError unless 2t > n, n <= 15."""
    check_size(size, threshold)
    return create_certificate(
        group, seed, size=size, threshold=threshold, index=index, random_bytes=random_bytes
    )


def compute_certs_hash(certificates: Certificates) -> str:
    """What trustees read aloud before they commit: SHA-256 (hex) of all certificates."""
    return hash_certificates(certificates.certs)


def write_commitment(certificates: Certificates, index: int, message: str) -> Commitment:
    """Trustee ``index``'s commitment to ``message``, as it is posted."""
    certs_hash = compute_certs_hash(certificates)
    return Commitment(
        index=index,
        certs_hash=certs_hash,
        commitment=compute_commitment(certs_hash, index, message),
    )


def commit(
    group: Group, seed: str, certificates: Certificates, random_bytes: RandomBytes
) -> tuple[Polynomial, Commitment]:
    """Step 2: draw the polynomial, to be kept secret until step 4, and commit to it."""
    polynomial = create_polynomial(group, seed, certificates, random_bytes)
    return polynomial, repeat_commitment(group, seed, certificates, polynomial)


def repeat_commitment(
    group: Group, seed: str, certificates: Certificates, polynomial: Polynomial
) -> Commitment:
    """Step 2 again: the commitment to a polynomial that was drawn before."""
    index = find_index(group, certificates, compute_private_keys(group, seed))
    return write_commitment(certificates, index, polynomial.coefexps.message)


def acknowledge(
    group: Group,
    seed: str,
    certificates: Certificates,
    commitments: Sequence[str],
    polynomial: Polynomial,
    random_bytes: RandomBytes,
) -> Acknowledgement:
    """Step 3: sign the ordered list, if it holds this trustee's own commitment."""
    signing_key = compute_private_keys(group, seed).signing
    own = repeat_commitment(group, seed, certificates, polynomial)
    return sign_list(group, signing_key, certificates, commitments, own, random_bytes)


def sign_list(
    group: Group,
    signing_key: int,
    certificates: Certificates,
    commitments: Sequence[str],
    own: Commitment,
    random_bytes: RandomBytes,
) -> Acknowledgement:
    """Sign all commitments, if ``own`` is among them; else CeremonyError."""
    least = max(len(certificates.certs), own.index)
    if len(commitments) < least or commitments[own.index - 1] != own.commitment:
        raise CeremonyError(
            "ceremony-commitment",
            own.index,
            "commit",
            "the list holds another commitment than ours",
        )
    text = compute_acknowledgement_text(own.certs_hash, commitments)
    return Acknowledgement(
        index=own.index,
        certs_hash=own.certs_hash,
        commitments=list(commitments),
        signature=create_signature(group, signing_key, text, random_bytes),
    )


def reveal(
    group: Group, seed: str, certificates: Certificates, agreed: Agreement, polynomial: Polynomial
) -> Polynomial:
    """Step 4: the polynomial that was committed to; only now may it be seen."""
    index = find_index(group, certificates, compute_private_keys(group, seed))
    check_opening(certificates, agreed.commitments, index, polynomial.coefexps.message)
    return polynomial


def check_opening(
    certificates: Certificates, commitments: Sequence[str], index: int, message: str
) -> None:
    """Compare what is opened with its commitment: CeremonyError ``ceremony-commitment``."""
    if write_commitment(certificates, index, message).commitment != commitments[index - 1]:
        raise CeremonyError(
            "ceremony-commitment", index, "reveal", "this is not what was committed to"
        )


def share(
    group: Group,
    seed: str,
    certificates: Certificates,
    agreed: Agreement,
    polynomials: Sequence[Polynomial],
    random_bytes: RandomBytes,
) -> tuple[int, Voutput]:
    """Step 5: this trustee's share, to be kept, and its key, to be published.

    Raises CeremonyError ``trustee-share`` (of the sender), ``ceremony-commitment``,
    ``trustee-coefexps`` or ``trustee-signature``.
    """
    if len(polynomials) != len(certificates.certs):
        raise MisuseError("there is not one polynomial from each trustee")
    for number, polynomial in enumerate(polynomials, 1):
        _check_revealed(group, certificates, agreed, number, polynomial)
    index = find_index(group, certificates, compute_private_keys(group, seed))
    try:
        opened = open_vinput(group, seed, certificates, compute_vinputs(polynomials)[index - 1])
    except ProtocolError as error:
        sender = error.sender if isinstance(error, WrongShareError) else index
        raise accuse(sender, "share", error) from None
    return opened.share, create_voutput(group, seed, certificates, opened, random_bytes)


def _check_revealed(
    group: Group, certificates: Certificates, agreed: Agreement, index: int, polynomial: Polynomial
) -> None:
    check_opening(certificates, agreed.commitments, index, polynomial.coefexps.message)
    with blame(index, "reveal"):
        check_polynomial(group, certificates, index, polynomial)
