"""The group in which everything is encrypted and proven, behind one interface.

Belenios specification, section "Groups" and "Ed25519". Multiplicative notation as there.
An element is an opaque ``bytes`` value; on the wire it is the big-endian hex of the compressed
point, 64 lower-case digits.

``power``, ``base_power`` may be given secrets and run in constant time (libsodium).
``commit`` and ``commit_pair`` take public data only and may use a faster, variable-time library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Protocol

from nacl import bindings
from nacl.exceptions import RuntimeError as SodiumRuntimeError

from voteapp.errors import MisuseError, ProtocolError, UnsupportedError
from voteapp.protocol import fast25519
from voteapp.protocol.encoding import RandomBytes

Element = bytes

_ELEMENT_TEXT = re.compile(r"[0-9a-f]{64}\Z")
_SCALAR_TEXT = re.compile(r"(0|[1-9][0-9]{0,75})\Z")

GROUP_NAME: Literal["Ed25519"] = "Ed25519"
"""The group of the elections that are made here."""

UNSUPPORTED_GROUPS = ("BELENIOS-2048", "RFC-3526-2048")


class Group(Protocol):
    """What the protocol needs of a group of prime order; see Ed25519Group for the meanings."""

    name: str
    order: int
    neutral: Element
    generator: Element

    def decode(self, text: str, *, allow_neutral: bool = False) -> Element: ...
    def encode(self, element: Element) -> str: ...
    def decode_scalar(self, text: str) -> int: ...
    def encode_scalar(self, scalar: int) -> str: ...
    def random_scalar(self, random_bytes: RandomBytes) -> int: ...
    def base_power(self, exponent: int) -> Element: ...
    def power(self, base: Element, exponent: int) -> Element: ...
    def multiply(self, left: Element, right: Element) -> Element: ...
    def divide(self, left: Element, right: Element) -> Element: ...
    def product(self, elements: Iterable[Element]) -> Element: ...
    def commit(self, response: int, base: Element, challenge: int) -> Element: ...
    def commit_pair(
        self, first: Element, response: int, second: Element, challenge: int
    ) -> Element: ...
    def generator_power(self, small: int) -> Element: ...


class Ed25519Group:
    """The prime-order subgroup of edwards25519."""

    name: str = GROUP_NAME
    order = fast25519.ORDER
    neutral: Element = b"\x01" + bytes(31)
    generator: Element = bytes.fromhex("58" + "66" * 31)

    def __init__(self) -> None:
        self._powers_of_generator: dict[int, Element] = {0: self.neutral, 1: self.generator}
        self._fast = fast25519.load()
        self._check_library()

    def _check_library(self) -> None:
        """Refuse libraries that accept a point outside the prime-order subgroup."""
        order_two = bytes.fromhex("ec" + "ff" * 30 + "7f")
        mixed = bindings.crypto_core_ed25519_add(self.generator, order_two)
        for point in (order_two, mixed):
            accepted = bindings.crypto_core_ed25519_is_valid_point(point)
            if self._fast is not None:
                accepted = accepted or self._fast.is_valid(point)
            if accepted:
                raise MisuseError("the group library accepts points of small order: update it")

    def decode(self, text: str, *, allow_neutral: bool = False) -> Element:
        """Read an element: 64 lower-case hex digits, canonical, on the curve, prime order.

        Raises ProtocolError ``element``.
        """
        if not _ELEMENT_TEXT.match(text):
            raise ProtocolError("element", "an element is not 64 lower-case hex digits")
        element = bytes.fromhex(text)[::-1]
        if element == self.neutral:
            if allow_neutral:
                return element
            raise ProtocolError("element", "the neutral element is not allowed here")
        if not self._is_valid(element):
            raise ProtocolError("element", "an element is not a point of prime order")
        return element

    def _is_valid(self, element: Element) -> bool:
        # libsodium's check covers canonical form, curve, small order and main subgroup.
        if self._fast is not None:
            return self._fast.is_valid(element)
        return bool(bindings.crypto_core_ed25519_is_valid_point(element))

    def encode(self, element: Element) -> str:
        """Write an element as the record does."""
        return element[::-1].hex()

    def decode_scalar(self, text: str) -> int:
        """Read an exponent: decimal without leading zeros, ``0 <= x < order``.

        Raises ProtocolError ``scalar``.
        """
        if not _SCALAR_TEXT.match(text):
            raise ProtocolError("scalar", "a number is not a plain decimal of at most 76 digits")
        scalar = int(text)
        if scalar >= self.order:
            raise ProtocolError("scalar", "a number is not below the group's order")
        return scalar

    def encode_scalar(self, scalar: int) -> str:
        """Write an exponent as the record does."""
        return str(scalar)

    def random_scalar(self, random_bytes: RandomBytes) -> int:
        """Draw an exponent: 64 bytes, big-endian, reduced (bias below 2^-259)."""
        return int.from_bytes(random_bytes(64), "big") % self.order

    def base_power(self, exponent: int) -> Element:
        """``g^exponent`` in constant time."""
        exponent %= self.order
        if exponent == 0:
            return self.neutral
        return bindings.crypto_scalarmult_ed25519_base_noclamp(exponent.to_bytes(32, "little"))

    def power(self, base: Element, exponent: int) -> Element:
        """``base^exponent`` in constant time."""
        exponent %= self.order
        if exponent == 0 or base == self.neutral:
            return self.neutral
        try:
            return bindings.crypto_scalarmult_ed25519_noclamp(exponent.to_bytes(32, "little"), base)
        except SodiumRuntimeError:
            raise ProtocolError("element", "an element is not a point of prime order") from None

    def multiply(self, left: Element, right: Element) -> Element:
        """The group operation."""
        return bindings.crypto_core_ed25519_add(left, right)

    def divide(self, left: Element, right: Element) -> Element:
        """``left · right^-1``."""
        return bindings.crypto_core_ed25519_sub(left, right)

    def product(self, elements: Iterable[Element]) -> Element:
        """The product of all elements; neutral for none."""
        total = self.neutral
        for element in elements:
            total = bindings.crypto_core_ed25519_add(total, element)
        return total

    def commit(self, response: int, base: Element, challenge: int) -> Element:
        """``g^response · base^challenge``, for public data only."""
        if self._fast is not None:
            return self._fast.commit(response, base, challenge)
        return self.multiply(self.base_power(response), self.power(base, challenge))

    def commit_pair(
        self, first: Element, response: int, second: Element, challenge: int
    ) -> Element:
        """``first^response · second^challenge``, for public data only."""
        if self._fast is not None:
            return self._fast.commit_pair(first, response, second, challenge)
        return self.multiply(self.power(first, response), self.power(second, challenge))

    def generator_power(self, small: int) -> Element:
        """``g^small`` for a public small number, remembered."""
        if small not in self._powers_of_generator:
            if len(self._powers_of_generator) > 4096:
                return self.base_power(small)
            self._powers_of_generator[small] = self.base_power(small)
        return self._powers_of_generator[small]


_ED25519: Ed25519Group | None = None


def get_group(name: str) -> Group:
    """The group of that name; raises UnsupportedError for one that we do not know."""
    global _ED25519
    if name != Ed25519Group.name:
        known = "is not supported yet" if name in UNSUPPORTED_GROUPS else "is not known"
        raise UnsupportedError(f"the group {name[:40]!r} {known}; only Ed25519 is")
    if _ED25519 is None:
        _ED25519 = Ed25519Group()
    return _ED25519
