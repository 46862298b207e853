"""Pedersen's key generation: t of n trustees make one key that none of them knows.

Belenios specification, sections "Certificates", "Polynomials", "Vinputs", "Voutputs" and
"Threshold parameters". Trustees are numbered from 1. Each step is a pure function of what a
trustee holds (its seed) and of what the others published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes, decode_canonical, encode_json
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.certificates import Certificates, find_index
from voteapp.protocol.keys.channels import receive_message, send_message
from voteapp.protocol.keys.pki import (
    PrivateKeys,
    SignedMessage,
    check_signature,
    compute_private_keys,
    create_signature,
)
from voteapp.protocol.keys.trustees import (
    RawCoefexps,
    ThresholdParameters,
    TrusteePublicKey,
    check_coefexps,
    check_trustee_public_key,
    combine_polynomials,
    compute_certs_message,
    compute_verification_key,
    create_trustee_public_key,
)
from voteapp.protocol.proofs import Proof


class Polynomial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a trustee publishes in step 3; shares and coefficients are encrypted."""

    polynomial: str
    secrets: list[str]
    coefexps: SignedMessage
    signature: Proof


class Vinput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one trustee receives for step 5."""

    polynomial: str
    secrets: list[str]
    coefexps: list[SignedMessage]
    signatures: list[Proof]


class Voutput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a trustee answers: its key, proven and signed, and its share for itself."""

    private_key: str
    public_key: TrusteePublicKey


class RawPolynomial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The coefficients, for the trustee's own later use."""

    polynomial: list[str]


class Secret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One trustee's polynomial at another trustee's number."""

    secret: str


class DecryptionKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trustee's share of the joint key."""

    decryption_key: str


def create_polynomial(
    group: Group, seed: str, certificates: Certificates, random_bytes: RandomBytes
) -> Polynomial:
    """Step 3: draw a polynomial; send each trustee its value ("Polynomials").

    Draws the coefficients, then the signatures and the channels in the order of the fields.
    """
    keys = compute_private_keys(group, seed)
    index = find_index(group, certificates, keys)
    own = certificates.keys[index - 1].encryption
    coefficients = [group.random_scalar(random_bytes) for _ in range(certificates.threshold)]
    texts = [group.encode_scalar(coefficient) for coefficient in coefficients]
    raw = encode_json(RawPolynomial(texts)).decode()
    polynomial = send_message(group, keys.signing, own, raw, random_bytes)
    secrets = []
    for number, cert in enumerate(certificates.keys, 1):
        share = group.encode_scalar(evaluate(group, coefficients, number))
        secret = encode_json(Secret(share)).decode()
        secrets.append(send_message(group, keys.signing, cert.encryption, secret, random_bytes))
    exponentiated = [group.encode(group.base_power(value)) for value in coefficients]
    message = encode_json(RawCoefexps(exponentiated)).decode()
    coefexps = SignedMessage(message, create_signature(group, keys.signing, message, random_bytes))
    text = compute_certs_message(certificates.certs, exponentiated)
    signature = create_signature(group, keys.signing, text, random_bytes)
    return Polynomial(polynomial, secrets, coefexps, signature)


def evaluate(group: Group, coefficients: Sequence[int], number: int) -> int:
    """The polynomial's value at ``number``."""
    total = 0
    for coefficient in reversed(coefficients):
        total = (total * number + coefficient) % group.order
    return total


def check_polynomial(
    group: Group, certificates: Certificates, index: int, polynomial: Polynomial
) -> list[Element]:
    """Check what can be seen of trustee ``index``'s polynomial; returns its coefficients' powers.

    Raises ProtocolError ``trustee-coefexps`` or ``trustee-signature``.
    """
    verification = group.decode(certificates.keys[index - 1].verification)
    if len(polynomial.secrets) != len(certificates.certs):
        raise ProtocolError("trustee-coefexps", f"trustee {index} sent too few or many shares")
    try:
        row = check_coefexps(group, polynomial.coefexps, verification, certificates.threshold)
    except ProtocolError as error:
        raise ProtocolError(error.code, f"trustee {index}: {error.message}") from None
    text = compute_certs_message(certificates.certs, [group.encode(a) for a in row])
    code = "trustee-signature"
    try:
        check_signature(group, verification, text, polynomial.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"trustee {index}: {error.message}") from None
    return row


def compute_vinputs(polynomials: Sequence[Polynomial]) -> list[Vinput]:
    """Step 4: sort everybody's messages by recipient ("Vinputs")."""
    return [
        Vinput(
            polynomials[j].polynomial,
            [polynomial.secrets[j] for polynomial in polynomials],
            [polynomial.coefexps for polynomial in polynomials],
            [polynomial.signature for polynomial in polynomials],
        )
        for j in range(len(polynomials))
    ]


class OpenedVinput(NamedTuple):
    """A vinput that was checked: this trustee's number and share, and everybody's powers."""

    number: int
    share: int
    coefexps: list[list[Element]]


class WrongShareError(ProtocolError):
    """Trustee ``sender`` sent a share that does not fit its published polynomial."""

    def __init__(self, sender: int, message: str) -> None:
        super().__init__("trustee-share", message)
        self.sender = sender


def open_vinput(
    group: Group, seed: str, certificates: Certificates, vinput: Vinput
) -> OpenedVinput:
    """Step 5, first half: decrypt and check every share against its sender's polynomial.

    Raises WrongShareError, which names the sender, and ProtocolError ``trustee-coefexps``.
    """
    keys = compute_private_keys(group, seed)
    index = find_index(group, certificates, keys)
    size = len(certificates.certs)
    if {len(vinput.secrets), len(vinput.coefexps), len(vinput.signatures)} != {size}:
        raise ProtocolError("trustee-coefexps", "the messages are not one from each trustee")
    rows = [
        check_polynomial(
            group,
            certificates,
            sender,
            Polynomial("", [""] * size, vinput.coefexps[sender - 1], vinput.signatures[sender - 1]),
        )
        for sender in range(1, size + 1)
    ]
    _check_own_polynomial(group, keys, certificates, index, vinput, rows[index - 1])
    total = 0
    for sender, (secret, row) in enumerate(zip(vinput.secrets, rows, strict=True), 1):
        verification = group.decode(certificates.keys[sender - 1].verification)
        try:
            text = receive_message(group, keys, verification, secret, "trustee-share")
        except ProtocolError as error:
            raise WrongShareError(sender, f"trustee {sender}: {error.message}") from None
        share = read_share(group, sender, index, row, text)
        total = (total + share) % group.order
    return OpenedVinput(index, total, rows)


def read_share(group: Group, sender: int, index: int, row: Sequence[Element], text: str) -> int:
    """A share for trustee ``index`` in a channel's text, against its sender's polynomial.

    Raises WrongShareError.
    """
    try:
        raw = decode_canonical(text.encode(), Secret, "trustee-share", "a share")
        share = group.decode_scalar(raw.secret)
    except ProtocolError as error:
        raise WrongShareError(sender, f"trustee {sender}: {error.message}") from None
    if group.base_power(share) != compute_verification_key(group, row, index):
        raise WrongShareError(sender, f"trustee {sender} sent a share that is not its polynomial's")
    return share


def _check_own_polynomial(
    group: Group,
    keys: PrivateKeys,
    certificates: Certificates,
    index: int,
    vinput: Vinput,
    row: Sequence[Element],
) -> None:
    """What comes back under our own name must be what we sent."""
    code = "trustee-coefexps"
    verification = group.decode(certificates.keys[index - 1].verification)
    text = receive_message(group, keys, verification, vinput.polynomial, code)
    raw = decode_canonical(text.encode(), RawPolynomial, code, "the polynomial")
    try:
        powers = [group.base_power(group.decode_scalar(value)) for value in raw.polynomial]
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None
    if powers != list(row):
        raise ProtocolError(code, "the published coefficients are not this trustee's own")


def create_voutput(
    group: Group,
    seed: str,
    certificates: Certificates,
    opened: OpenedVinput,
    random_bytes: RandomBytes,
) -> Voutput:
    """Step 5, second half: this trustee's key and its share, kept for itself ("Voutputs").

    Draws the channel's randomness, then the proof's and the signature's nonces.
    """
    keys = compute_private_keys(group, seed)
    own = certificates.keys[opened.number - 1].encryption
    body = encode_json(DecryptionKey(group.encode_scalar(opened.share))).decode()
    private_key = send_message(group, keys.signing, own, body, random_bytes)
    key = create_trustee_public_key(group, opened.share, random_bytes)
    signature = create_signature(group, keys.signing, key.public_key, random_bytes)
    return Voutput(private_key, msgspec.structs.replace(key, signature=signature))


def check_voutput(
    group: Group,
    certificates: Certificates,
    coefexps: Sequence[Sequence[Element]],
    index: int,
    voutput: Voutput,
) -> None:
    """Check a trustee's answer; raises ``trustee-verification-key`` or ``trustee-proof``."""
    code = "trustee-verification-key"
    key = voutput.public_key
    powers = combine_polynomials(group, coefexps)
    expected = group.encode(compute_verification_key(group, powers, index))
    if key.public_key != expected:
        raise ProtocolError(code, f"the key of trustee {index} is not the polynomials'")
    if not isinstance(key.signature, Proof):
        raise ProtocolError(code, f"the key of trustee {index} is not signed")
    verification = group.decode(certificates.keys[index - 1].verification)
    try:
        check_signature(group, verification, key.public_key, key.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"trustee {index}: {error.message}") from None
    check_trustee_public_key(group, key)


def compute_threshold_parameters(
    certificates: Certificates, polynomials: Sequence[Polynomial], voutputs: Sequence[Voutput]
) -> ThresholdParameters:
    """Step 6: what the record holds ("Threshold parameters"); all parts were checked."""
    return ThresholdParameters(
        threshold=certificates.threshold,
        certs=certificates.certs,
        coefexps=[polynomial.coefexps for polynomial in polynomials],
        signatures=[polynomial.signature for polynomial in polynomials],
        verification_keys=[voutput.public_key for voutput in voutputs],
    )


def open_decryption_key(
    group: Group, seed: str, verification_key: Element, private_key: str
) -> int:
    """A trustee's share from what it sent itself: ``decryption-key``."""
    code = "decryption-key"
    text = receive_message(
        group, compute_private_keys(group, seed), verification_key, private_key, code
    )
    raw = decode_canonical(text.encode(), DecryptionKey, code, "the decryption key")
    try:
        return group.decode_scalar(raw.decryption_key)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None
