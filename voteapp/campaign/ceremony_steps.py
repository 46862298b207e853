"""The key ceremony, step by step, for one trustee of t of n.

Certificate, commit, acknowledge, reveal, share, assemble: each step takes what everybody said
before, checks it, and gives what this trustee says next. DESIGN, "Trustees"; Belenios
specification, sections "Certificates" to "Threshold parameters". Trustees are numbered from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony import (
    Ceremony,
    Entry,
    check_ceremony,
    compute_acknowledgement_text,
)
from voteapp.campaign.ceremony_messages import (
    Acknowledgement,
    CeremonyError,
    Commitment,
    Step,
    check_size,
)
from voteapp.campaign.closing_statements import compute_signing_keys
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.certificates import Certificates, create_certificate, find_index
from voteapp.protocol.encoding import RandomBytes, encode_json, hash_hex
from voteapp.protocol.group import Element, Group
from voteapp.protocol.pedersen import (
    Polynomial,
    Voutput,
    WrongShareError,
    check_polynomial,
    check_voutput,
    compute_threshold_parameters,
    compute_vinputs,
    create_polynomial,
    create_voutput,
    open_vinput,
)
from voteapp.protocol.pki import (
    SignedMessage,
    check_signature,
    compute_private_keys,
    create_signature,
)
from voteapp.protocol.proofs import Proof
from voteapp.protocol.trustees import (
    CertKeys,
    ThresholdParameters,
    TrusteePublicKey,
    check_certificate,
    check_trustees,
    encode_trustees,
)


class Agreement(NamedTuple):
    """Step 3 done: all commitments, acknowledged by all, in the order of the numbers."""

    commitments: list[str]
    acknowledgements: list[Proof]


class Assembled(NamedTuple):
    """Step 6: the Pedersen item, the record's trustees, and the evidence's ``ceremony``.

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


def collect_certificates(
    group: Group, certs: Sequence[SignedMessage], threshold: int
) -> Certificates:
    """Check everybody's certificates: CeremonyError ``trustee-certificate``."""
    size, code = len(certs), "trustee-certificate"
    check_size(size, threshold)
    keys: list[CertKeys] = []
    for index, cert in enumerate(certs, 1):
        try:
            made = check_certificate(group, cert, size=size, threshold=threshold, index=index)
        except ProtocolError as error:
            raise CeremonyError(code, index, "certificate", error.message) from None
        if made.verification in {key.verification for key in keys}:
            raise CeremonyError(code, index, "certificate", "another trustee has the same key")
        keys.append(made)
    return Certificates(threshold, list(certs), keys)


def compute_certs_hash(certificates: Certificates) -> str:
    """What trustees read aloud before they commit: SHA-256 (hex) of all certificates."""
    return hash_hex(encode_json(certificates.certs))


def compute_commitment(certificates: Certificates, index: int, message: str) -> str:
    """The hash (hex) of trustee ``index``'s ``coefexps.message``."""
    certs_hash = compute_certs_hash(certificates)
    return hash_hex(f"voteapp-commit|{certs_hash}|{index}|{message}".encode())


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
    return Commitment(
        index=index,
        certs_hash=compute_certs_hash(certificates),
        commitment=compute_commitment(certificates, index, polynomial.coefexps.message),
    )


def collect_commitments(certificates: Certificates, messages: Sequence[Commitment]) -> list[str]:
    """Everybody's commitments in order: CeremonyError ``ceremony-commitment``."""
    _check_length(certificates, messages)
    certs_hash, code = compute_certs_hash(certificates), "ceremony-commitment"
    for index, message in enumerate(messages, 1):
        if message.index != index:
            raise CeremonyError(code, index, "commit", "this is another trustee's commitment")
        if message.certs_hash != certs_hash:
            raise CeremonyError(code, index, "commit", "it was made for other certificates")
    return [message.commitment for message in messages]


def acknowledge(
    group: Group,
    seed: str,
    certificates: Certificates,
    commitments: Sequence[str],
    polynomial: Polynomial,
    random_bytes: RandomBytes,
) -> Acknowledgement:
    """Step 3: sign the ordered list, if it holds this trustee's own commitment."""
    keys = compute_private_keys(group, seed)
    index, certs_hash = find_index(group, certificates, keys), compute_certs_hash(certificates)
    own = compute_commitment(certificates, index, polynomial.coefexps.message)
    if len(commitments) < len(certificates.certs) or commitments[index - 1] != own:
        raise CeremonyError(
            "ceremony-commitment", index, "commit", "the list holds another commitment than ours"
        )
    text = compute_acknowledgement_text(certs_hash, commitments)
    signature = create_signature(group, keys.signing, text, random_bytes)
    return Acknowledgement(
        index=index, certs_hash=certs_hash, commitments=list(commitments), signature=signature
    )


def collect_acknowledgements(
    group: Group,
    certificates: Certificates,
    commitments: Sequence[str],
    messages: Sequence[Acknowledgement],
) -> Agreement:
    """Everybody's signatures over this very list: CeremonyError ``ceremony-acknowledgement``."""
    _check_length(certificates, messages)
    certs_hash, code = compute_certs_hash(certificates), "ceremony-acknowledgement"
    step: Step = "acknowledge"
    text = compute_acknowledgement_text(certs_hash, commitments)
    for index, message in enumerate(messages, 1):
        if message.index != index:
            raise CeremonyError(code, index, step, "this is another trustee's acknowledgement")
        if message.certs_hash != certs_hash or message.commitments != list(commitments):
            raise CeremonyError(code, index, step, "it is of another list of commitments")
        key = group.decode(certificates.keys[index - 1].verification)
        try:
            check_signature(group, key, text, message.signature, code)
        except ProtocolError as error:
            raise CeremonyError(code, index, step, error.message) from None
    return Agreement(list(commitments), [message.signature for message in messages])


def reveal(
    group: Group, seed: str, certificates: Certificates, agreed: Agreement, polynomial: Polynomial
) -> Polynomial:
    """Step 4: the polynomial that was committed to; only now may it be seen."""
    index = find_index(group, certificates, compute_private_keys(group, seed))
    check_opening(certificates, agreed.commitments, index, polynomial)
    return polynomial


def check_opening(
    certificates: Certificates, commitments: Sequence[str], index: int, polynomial: Polynomial
) -> None:
    """Compare a polynomial with its commitment: CeremonyError ``ceremony-commitment``."""
    opened = compute_commitment(certificates, index, polynomial.coefexps.message)
    if opened != commitments[index - 1]:
        raise CeremonyError(
            "ceremony-commitment", index, "reveal", "this is not what was committed to"
        )


def collect_polynomials(
    group: Group,
    certificates: Certificates,
    agreed: Agreement,
    polynomials: Sequence[Polynomial],
) -> list[list[Element]]:
    """Check everybody's polynomial, first against its commitment; returns their powers.

    Raises CeremonyError ``ceremony-commitment``, ``trustee-coefexps`` or ``trustee-signature``.
    """
    _check_length(certificates, polynomials)
    rows = []
    for index, polynomial in enumerate(polynomials, 1):
        check_opening(certificates, agreed.commitments, index, polynomial)
        try:
            rows.append(check_polynomial(group, certificates, index, polynomial))
        except ProtocolError as error:
            raise CeremonyError(error.code, index, "reveal", error.message) from None
    return rows


def share(
    group: Group,
    seed: str,
    certificates: Certificates,
    agreed: Agreement,
    polynomials: Sequence[Polynomial],
    random_bytes: RandomBytes,
) -> tuple[int, Voutput]:
    """Step 5: this trustee's share, to be kept, and its key, to be published.

    Raises CeremonyError ``trustee-share`` (of the sender) and what ``collect_polynomials`` does.
    """
    collect_polynomials(group, certificates, agreed, polynomials)
    index = find_index(group, certificates, compute_private_keys(group, seed))
    try:
        opened = open_vinput(group, seed, certificates, compute_vinputs(polynomials)[index - 1])
    except WrongShareError as error:
        raise CeremonyError(error.code, error.sender, "share", error.message) from None
    except ProtocolError as error:
        raise CeremonyError(error.code, index, "share", error.message) from None
    return opened.share, create_voutput(group, seed, certificates, opened, random_bytes)


def assemble(
    group: Group,
    certificates: Certificates,
    agreed: Agreement,
    polynomials: Sequence[Polynomial],
    voutputs: Sequence[Voutput],
) -> Assembled:
    """Step 6: check everybody's key and put together what record and evidence hold.

    Raises CeremonyError ``trustee-verification-key`` or ``trustee-proof``, too.
    """
    rows = collect_polynomials(group, certificates, agreed, polynomials)
    _check_length(certificates, voutputs)
    for index, voutput in enumerate(voutputs, 1):
        try:
            check_voutput(group, certificates, rows, index, voutput)
        except ProtocolError as error:
            raise CeremonyError(error.code, index, "share", error.message) from None
    parameters = compute_threshold_parameters(certificates, polynomials, voutputs)
    ceremony = Ceremony(
        certs_hash=compute_certs_hash(certificates),
        commitments=agreed.commitments,
        acknowledgements=agreed.acknowledgements,
        messages=_list_messages(certificates, agreed, polynomials, voutputs),
    )
    check_trustees(group, [parameters])
    check_ceremony(group, [parameters], compute_signing_keys(group, [parameters]), ceremony)
    return Assembled(parameters, encode_trustees([parameters]), ceremony, [parameters])


def _list_messages(
    certificates: Certificates,
    agreed: Agreement,
    polynomials: Sequence[Polynomial],
    voutputs: Sequence[Voutput],
) -> list[Entry]:
    """What was said, step by step: every message has one spelling only."""
    certs_hash, listed = compute_certs_hash(certificates), agreed.commitments
    commitments = [
        Commitment(index=index, certs_hash=certs_hash, commitment=value)
        for index, value in enumerate(listed, 1)
    ]
    signed = [
        Acknowledgement(index=index, certs_hash=certs_hash, commitments=listed, signature=value)
        for index, value in enumerate(agreed.acknowledgements, 1)
    ]
    said: list[tuple[Step, list[bytes]]] = [
        ("certificate", [encode_json(body) for body in certificates.certs]),
        ("commit", [encode_canonical(body) for body in commitments]),
        ("acknowledge", [encode_canonical(body) for body in signed]),
        ("reveal", [encode_json(body) for body in polynomials]),
        ("share", [encode_json(body) for body in voutputs]),
    ]
    return [
        Entry(trustee=trustee, step=step, message=data.decode())
        for step, messages in said
        for trustee, data in enumerate(messages, 1)
    ]


def _check_length(certificates: Certificates, messages: Sequence[object]) -> None:
    if len(messages) != len(certificates.certs):
        raise MisuseError("there is not one message from each trustee")
