"""The encrypted tally, its partial decryptions and the result.

Belenios specification, sections "Encrypted tally", "Partial decryptions", "Election result".
A matrix is a list of rows, one a question, of one value a ciphertext.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import RandomBytes, decode_canonical
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.proofs import (
    Ciphertext,
    Pair,
    Proof,
    check_equality,
    create_equality,
    decode_ciphertext,
    encode_ciphertext,
)

PairMatrix = list[list[Pair]]
ElementMatrix = list[list[Element]]


class SizedEncryptedTally(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many ballots were tallied, of what weight, and the hash of the encrypted tally."""

    num_tallied: int
    total_weight: int
    encrypted_tally: str


class PartialDecryption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One trustee's factors, each with the proof that it is right."""

    decryption_factors: list[list[str]]
    decryption_proofs: list[list[Proof]]


class OwnedPartialDecryption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose partial decryption it is: ``owner`` counts the flattened trustees from 1."""

    owner: int
    payload: str


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers: a row a question, the blank first where there is one."""

    result: list[list[int]]


def select_last_ballots(credentials: Sequence[str]) -> list[int]:
    """Indices of the ballots that count: the last of each credential ("Tallied ballots")."""
    last = {credential: index for index, credential in enumerate(credentials)}
    return sorted(last.values())


class TallyAccumulator:
    """Multiplies ballots into a tally, one at a time, so that no list of them is kept."""

    def __init__(self, group: Group, widths: Sequence[int]) -> None:
        self._group = group
        self._totals: PairMatrix = [
            [Pair(group.neutral, group.neutral)] * width for width in widths
        ]

    def add(self, pairs: Sequence[Sequence[Pair]], weight: int) -> None:
        """Multiply one ballot's ciphertexts, raised to its weight, into the tally."""
        group = self._group
        for total, row in zip(self._totals, pairs, strict=True):
            for index, pair in enumerate(row):
                if weight != 1:
                    pair = Pair(group.power(pair.alpha, weight), group.power(pair.beta, weight))
                total[index] = Pair(
                    group.multiply(total[index].alpha, pair.alpha),
                    group.multiply(total[index].beta, pair.beta),
                )

    @property
    def totals(self) -> PairMatrix:
        """The encrypted tally so far."""
        return [list(row) for row in self._totals]


def encode_tally(group: Group, totals: PairMatrix) -> list[list[Ciphertext]]:
    """The encrypted tally as it stands in the record."""
    return [[encode_ciphertext(group, pair) for pair in row] for row in totals]


def decode_tally(
    group: Group, data: bytes, widths: Sequence[int], *, allow_neutral: bool
) -> PairMatrix:
    """Read an encrypted tally of the given shape: ``tally-encoding``."""
    rows = decode_canonical(data, list[list[Ciphertext]], "tally-encoding", "the tally")
    if [len(row) for row in rows] != list(widths):
        raise ProtocolError("tally-encoding", "the tally does not have the election's shape")
    try:
        return [
            [decode_ciphertext(group, text, allow_neutral=allow_neutral) for text in row]
            for row in rows
        ]
    except ProtocolError as error:
        raise ProtocolError("tally-encoding", error.message) from None


def _prefix(fingerprint: str, public_key: str) -> str:
    return f"decrypt|{fingerprint}|{public_key}"


def create_partial_decryption(
    group: Group,
    fingerprint: str,
    private_key: int,
    tally: PairMatrix,
    random_bytes: RandomBytes,
) -> PartialDecryption:
    """Factors ``α^x`` with proofs; one nonce a ciphertext, row by row."""
    prefix = _prefix(fingerprint, group.encode(group.base_power(private_key)))
    factors: list[list[str]] = []
    proofs: list[list[Proof]] = []
    for row in tally:
        factors.append([group.encode(group.power(pair.alpha, private_key)) for pair in row])
        proofs.append(
            [
                create_equality(
                    group, prefix, pair.alpha, private_key, group.random_scalar(random_bytes)
                )
                for pair in row
            ]
        )
    return PartialDecryption(factors, proofs)


def decode_partial_decryption(data: bytes) -> PartialDecryption:
    """Read a partial decryption in canonical form: ``decryption-encoding``."""
    return decode_canonical(data, PartialDecryption, "decryption-encoding", "a partial decryption")


def check_partial_decryption(
    group: Group,
    fingerprint: str,
    public_key: Element,
    tally: PairMatrix,
    decryption: PartialDecryption,
) -> ElementMatrix:
    """Check shape, elements and every proof; returns the factors.

    Raises ProtocolError ``decryption-shape``, ``decryption-element`` or ``decryption-proof``.
    """
    widths = [len(row) for row in tally]
    factors, proofs = decryption.decryption_factors, decryption.decryption_proofs
    if [len(row) for row in factors] != widths or [len(row) for row in proofs] != widths:
        raise ProtocolError(
            "decryption-shape", "a partial decryption does not have the tally's shape"
        )
    decoded: ElementMatrix = []
    for pairs, texts, row in zip(tally, factors, proofs, strict=True):
        elements = []
        for pair, text, proof in zip(pairs, texts, row, strict=True):
            factor = _decode_factor(group, pair, text)
            check_factor(group, fingerprint, public_key, pair.alpha, factor, proof)
            elements.append(factor)
        decoded.append(elements)
    return decoded


def check_factor(
    group: Group,
    fingerprint: str,
    public_key: Element,
    alpha: Element,
    factor: Element,
    proof: Proof,
) -> None:
    """Check one factor's proof; raises ProtocolError ``decryption-proof``."""
    code = "decryption-proof"
    prefix = _prefix(fingerprint, group.encode(public_key))
    try:
        check_equality(group, prefix, public_key, alpha, factor, proof, code)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None


def _decode_factor(group: Group, pair: Pair, text: str) -> Element:
    """A factor is neutral exactly when its ciphertext is (a tally without ballots)."""
    try:
        return group.decode(text, allow_neutral=pair.alpha == group.neutral)
    except ProtocolError as error:
        raise ProtocolError("decryption-element", error.message) from None


def compute_lagrange(group: Group, indices: Sequence[int], index: int, *, at: int = 0) -> int:
    """The Lagrange coefficient of ``index`` at ``at`` among ``indices`` (1-based, distinct)."""
    numerator = denominator = 1
    for other in indices:
        if other != index:
            numerator = numerator * (other - at) % group.order
            denominator = denominator * (other - index) % group.order
    return numerator * pow(denominator, -1, group.order) % group.order


def has_enough(items: Sequence[Item], owners: Iterable[int]) -> bool:
    """Whether these owners' partial decryptions give the result."""
    present = set(owners)
    return all(len(present & set(item.owners)) >= item.threshold for item in items)


def combine_factors(
    group: Group, items: Sequence[Item], factors: Mapping[int, ElementMatrix]
) -> ElementMatrix:
    """The synthetic factors from checked partial decryptions, by owner.

    Of a Pedersen item the first ``threshold`` owners are used. Raises MisuseError for too few.
    """
    if not has_enough(items, factors):
        raise MisuseError("there are too few partial decryptions")
    parts: list[tuple[int, ElementMatrix]] = []
    for item in items:
        if item.kind == "Single":
            parts.append((1, factors[item.owners[0]]))
            continue
        present = [owner for owner in item.owners if owner in factors][: item.threshold]
        indices = [owner - item.owners[0] + 1 for owner in present]
        parts += [
            (compute_lagrange(group, indices, index), factors[owner])
            for owner, index in zip(present, indices, strict=True)
        ]
    return multiply_powers(group, parts)


def multiply_powers(group: Group, parts: Sequence[tuple[int, ElementMatrix]]) -> ElementMatrix:
    """Cell by cell the product of all matrices, each raised to its exponent."""
    return [
        [
            group.product(
                matrix[i][j] if weight == 1 else group.power(matrix[i][j], weight)
                for weight, matrix in parts
            )
            for j in range(len(row))
        ]
        for i, row in enumerate(parts[0][1])
    ]


def compute_result(
    group: Group, tally: PairMatrix, factors: ElementMatrix, bound: int
) -> list[list[int]]:
    """The numbers, each searched up to ``bound`` (the total weight) and no further.

    Raises ProtocolError ``result-value`` if a ciphertext encrypts none of them.
    """
    targets = [
        [group.divide(pair.beta, factor) for pair, factor in zip(pairs, row, strict=True)]
        for pairs, row in zip(tally, factors, strict=True)
    ]
    missing = set(chain.from_iterable(targets))
    found: dict[Element, int] = {}
    power = group.neutral
    for number in range(bound + 1):
        if power in missing:
            found[power] = number
            if len(found) == len(missing):
                break
        power = group.multiply(power, group.generator)
    if len(found) != len(missing):
        raise ProtocolError("result-value", "a total is not among the possible numbers")
    return [[found[target] for target in row] for row in targets]


def check_result(
    group: Group,
    tally: PairMatrix,
    factors: ElementMatrix,
    numbers: Sequence[Sequence[int]],
    bound: int,
) -> None:
    """Check each number as ``g^m``; raises ``result-shape`` or ``result-value``."""
    if [len(row) for row in numbers] != [len(row) for row in tally]:
        raise ProtocolError("result-shape", "the result does not have the election's shape")
    for pairs, row, values in zip(tally, factors, numbers, strict=True):
        for pair, factor, number in zip(pairs, row, values, strict=True):
            if not 0 <= number <= bound:
                raise ProtocolError("result-value", "a number of the result is out of range")
            if group.divide(pair.beta, factor) != group.base_power(number):
                raise ProtocolError("result-value", "a number of the result is not the total")
