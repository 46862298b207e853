"""Trustees and their keys: single ones, and t of n by Pedersen's protocol.

Belenios specification, sections "Verification keys", "Certificates", "Polynomials",
"Threshold parameters" and "Trustees".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import RandomBytes, decode_canonical, decode_json, encode_json
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.pki import SignedMessage, check_signature
from voteapp.protocol.limits import MAX_TRUSTEES_BYTES
from voteapp.protocol.proofs import Proof, check_knowledge, create_knowledge

MAX_TRUSTEES = 100


class TrusteePublicKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A public key with a proof of knowledge; ``signature`` only in a threshold item."""

    pok: Proof
    public_key: str
    signature: Proof | UnsetType = UNSET
    name: str | UnsetType = UNSET


class ThresholdParameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a run of Pedersen's protocol publishes."""

    threshold: int
    certs: list[SignedMessage]
    coefexps: list[SignedMessage]
    signatures: list[Proof]
    verification_keys: list[TrusteePublicKey]


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which run of the protocol a certificate was made."""

    group: str
    size: int
    threshold: int
    index: int


class CertKeys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The message of a certificate."""

    context: Context
    verification: str
    encryption: str


class RawCoefexps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The message that carries a polynomial's exponentiated coefficients."""

    coefexps: list[str]


class Item(NamedTuple):
    """One item of the trustees structure, checked: who may decrypt, how many must.

    ``owners``: 1-based numbers in the flattened list; ``keys``: their public keys (elements and
    hex), in the same order; ``threshold`` of them are needed (all, for a Single item: one).
    """

    kind: str
    threshold: int
    owners: list[int]
    keys: list[Element]
    sub_key: Element


TrusteeKind = tuple[str, msgspec.Raw]


def decode_trustees(data: bytes) -> list[TrusteePublicKey | ThresholdParameters]:
    """Read the trustees structure in canonical form: ``trustees-encoding``."""
    code, what = "trustees-encoding", "the trustees"
    rows = decode_json(data, list[TrusteeKind], code, what, MAX_TRUSTEES_BYTES)
    items: list[TrusteePublicKey | ThresholdParameters] = []
    for kind, raw in rows:
        if kind == "Single":
            items.append(decode_json(bytes(raw), TrusteePublicKey, code, what))
        elif kind == "Pedersen":
            items.append(decode_json(bytes(raw), ThresholdParameters, code, what))
        else:
            raise ProtocolError(code, f"{what}: an item is neither Single nor Pedersen")
    if encode_trustees(items) != data:
        raise ProtocolError(code, f"{what} are not in canonical form")
    if not items:
        raise ProtocolError(code, "there is no trustee")
    return items


def encode_trustees(items: Sequence[TrusteePublicKey | ThresholdParameters]) -> bytes:
    """Write the trustees structure."""
    return encode_json(
        [
            [
                "Single" if isinstance(item, TrusteePublicKey) else "Pedersen",
                msgspec.to_builtins(item),
            ]
            for item in items
        ]
    )


def create_trustee_public_key(
    group: Group, private_key: int, random_bytes: RandomBytes
) -> TrusteePublicKey:
    """The public half of a key with its proof of knowledge ("Verification keys")."""
    public = group.encode(group.base_power(private_key))
    pok = create_knowledge(group, f"pok|{group.name}|{public}", private_key, random_bytes)
    return TrusteePublicKey(pok=pok, public_key=public)


def check_trustee_public_key(group: Group, key: TrusteePublicKey) -> Element:
    """Check the proof of knowledge and return the key: ``trustee-proof``."""
    try:
        public = group.decode(key.public_key)
        check_knowledge(
            group, f"pok|{group.name}|{key.public_key}", public, key.pok, "trustee-proof"
        )
    except ProtocolError as error:
        raise ProtocolError("trustee-proof", error.message) from None
    return public


def check_trustees(
    group: Group, items: Sequence[TrusteePublicKey | ThresholdParameters]
) -> list[Item]:
    """Check every item; raises ProtocolError with a ``trustee-`` code."""
    count = sum(1 if isinstance(one, TrusteePublicKey) else len(one.certs) for one in items)
    if count > MAX_TRUSTEES:
        raise ProtocolError("trustee-threshold", f"there are more than {MAX_TRUSTEES} trustees")
    checked: list[Item] = []
    owner = 1
    for item in items:
        if isinstance(item, TrusteePublicKey):
            if item.signature is not UNSET:
                raise ProtocolError("trustees-encoding", "a single trustee's key is not signed")
            key = check_trustee_public_key(group, item)
            checked.append(Item("Single", 1, [owner], [key], key))
            owner += 1
        else:
            keys, sub_key = check_threshold_parameters(group, item)
            owners = list(range(owner, owner + len(keys)))
            checked.append(Item("Pedersen", item.threshold, owners, keys, sub_key))
            owner += len(keys)
    return checked


def compute_public_key(group: Group, items: Sequence[Item]) -> Element:
    """The election's public key: the product of the items' sub-keys."""
    return group.product(item.sub_key for item in items)


def collect_keys(items: Sequence[Item]) -> dict[int, Element]:
    """The public keys by owner."""
    return {owner: key for item in items for owner, key in zip(item.owners, item.keys, strict=True)}


def compute_signing_keys(
    group: Group, trustees: Sequence[TrusteePublicKey | ThresholdParameters]
) -> list[Element]:
    """The elements under which trustees sign, in owner order: X of a Single item, the
    certificate's verification key of a Pedersen trustee. The trustees are already checked."""
    keys: list[Element] = []
    for item in trustees:
        if isinstance(item, TrusteePublicKey):
            keys.append(group.decode(item.public_key))
            continue
        for cert in item.certs:
            inside = msgspec.json.decode(cert.message, type=CertKeys)
            keys.append(group.decode(inside.verification))
    return keys


def check_certificate(
    group: Group, cert: SignedMessage, *, size: int, threshold: int, index: int
) -> CertKeys:
    """Check a certificate against its place in the list: ``trustee-certificate``."""
    code = "trustee-certificate"
    keys = decode_canonical(cert.message.encode(), CertKeys, code, "a certificate")
    if keys.context != Context(group.name, size, threshold, index):
        raise ProtocolError(code, f"certificate {index} was made for another context")
    try:
        verification = group.decode(keys.verification)
        group.decode(keys.encryption)
        check_signature(group, verification, cert.message, cert.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"certificate {index}: {error.message}") from None
    return keys


def check_coefexps(
    group: Group, signed: SignedMessage, verification: Element, threshold: int
) -> list[Element]:
    """Check a trustee's signed coefficients and return them: ``trustee-coefexps``."""
    code = "trustee-coefexps"
    raw = decode_canonical(signed.message.encode(), RawCoefexps, code, "coefficients")
    if len(raw.coefexps) != threshold:
        raise ProtocolError(code, "a trustee's polynomial has the wrong degree")
    try:
        check_signature(group, verification, signed.message, signed.signature, code)
        return [group.decode(text) for text in raw.coefexps]
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None


def compute_certs_message(certs: Sequence[SignedMessage], coefexps: Sequence[str]) -> str:
    """What ``signatures[i]`` signs: all certificates and trustee i's own coefficients."""
    body = encode_json({"certs": msgspec.to_builtins(list(certs)), "coefexps": list(coefexps)})
    return "certs_sig|" + body.decode()


def combine_polynomials(group: Group, coefexps: Sequence[Sequence[Element]]) -> list[Element]:
    """``∏_i A_ik`` for each k: the coefficients' powers of the sum of all polynomials, of which
    every trustee's key is a value. It is computed once, not for each of them."""
    return [group.product(column) for column in zip(*coefexps, strict=True)]


def compute_verification_key(group: Group, powers: Sequence[Element], index: int) -> Element:
    """``∏_k A_k^(index^k)``: g to the value at ``index`` (1-based) of the polynomial of whose
    coefficients ``powers`` are the powers. Of all polynomials together it is that trustee's key."""
    total = group.neutral
    for element in reversed(powers):
        is_neutral = total == group.neutral
        total = element if is_neutral else group.commit_pair(total, index, element, 1)
    return total


def check_threshold_parameters(
    group: Group, parameters: ThresholdParameters
) -> tuple[list[Element], Element]:
    """Check a Pedersen item; returns its public keys and its sub-key.

    Raises ProtocolError ``trustee-threshold``, ``-certificate``, ``-coefexps``, ``-signature``,
    ``-verification-key`` or ``-proof``.
    """
    size, threshold = len(parameters.certs), parameters.threshold
    lengths = {
        len(parameters.coefexps),
        len(parameters.signatures),
        len(parameters.verification_keys),
    }
    if lengths != {size} or not 1 <= threshold <= size <= MAX_TRUSTEES:
        raise ProtocolError("trustee-threshold", "threshold and numbers of trustees do not fit")
    keys = [
        check_certificate(group, cert, size=size, threshold=threshold, index=index)
        for index, cert in enumerate(parameters.certs, 1)
    ]
    verification = [group.decode(key.verification) for key in keys]
    coefexps = [
        check_coefexps(group, signed, key, threshold)
        for signed, key in zip(parameters.coefexps, verification, strict=True)
    ]
    _check_signatures(group, parameters, verification, coefexps)
    powers = combine_polynomials(group, coefexps)
    public_keys = [
        _check_verification_key(group, entry, verification[index - 1], powers, index)
        for index, entry in enumerate(parameters.verification_keys, 1)
    ]
    return public_keys, powers[0]


def _check_signatures(
    group: Group,
    parameters: ThresholdParameters,
    verification: Sequence[Element],
    coefexps: Sequence[Sequence[Element]],
) -> None:
    rows = zip(parameters.signatures, verification, coefexps, strict=True)
    for index, (signature, key, row) in enumerate(rows, 1):
        message = compute_certs_message(parameters.certs, [group.encode(a) for a in row])
        try:
            check_signature(group, key, message, signature, "trustee-signature")
        except ProtocolError as error:
            raise ProtocolError("trustee-signature", f"trustee {index}: {error.message}") from None


def _check_verification_key(
    group: Group,
    entry: TrusteePublicKey,
    verification: Element,
    powers: Sequence[Element],
    index: int,
) -> Element:
    """The key that follows from the polynomials, proven and signed by its owner."""
    code = "trustee-verification-key"
    public = compute_verification_key(group, powers, index)
    if entry.public_key != group.encode(public):
        raise ProtocolError(code, f"the key of trustee {index} is not the polynomials'")
    if entry.signature is UNSET:
        raise ProtocolError(code, f"the key of trustee {index} is not signed")
    try:
        check_signature(group, verification, entry.public_key, entry.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, f"trustee {index}: {error.message}") from None
    return check_trustee_public_key(group, entry)
