"""Voters' credentials: from the secret string to the exponent and the public element.

Belenios specification, section "Credentials". The list of public credentials stands in the
record; each entry is an element, or an element, a comma and a weight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import BASE58, MAX_INTEGER, decode_canonical, hash_hex
from voteapp.protocol.group import Group

_CREDENTIAL = re.compile(rf"[{BASE58}]{{5}}-[{BASE58}]{{6}}-[{BASE58}]{{5}}-[{BASE58}]{{6}}\Z")
_ENTRY = re.compile(r"([0-9a-f]{64})(?:,([1-9][0-9]{0,9}))?\Z")


def is_credential(text: str) -> bool:
    """Whether the text has the form ``XXXXX-XXXXXX-XXXXX-XXXXXX`` in Base58."""
    return _CREDENTIAL.match(text) is not None


def compute_secret(group: Group, uuid: str, credential: str) -> int:
    """``secret(c)``: the signing exponent. The credential keeps its hyphens.

    Raises ProtocolError ``credential``.
    """
    if not is_credential(credential):
        raise ProtocolError("credential", "this is not a credential of 22 Base58 characters")
    halves = (hash_hex(f"derive_credential|{uuid}|{i}|{credential}".encode()) for i in (0, 1))
    return int("".join(halves), 16) % group.order


def compute_public_credential(group: Group, uuid: str, credential: str) -> str:
    """``public(c)`` in hex."""
    return group.encode(group.base_power(compute_secret(group, uuid, credential)))


def parse_public_credential(entry: str) -> tuple[str, int]:
    """Split an entry into element (hex, not yet checked as a point) and weight.

    Raises ProtocolError ``credentials-element`` or ``credentials-weight``.
    """
    match = _ENTRY.match(entry)
    if match is None:
        code = "credentials-weight" if "," in entry else "credentials-element"
        raise ProtocolError(code, f"entry {entry[:80]!r} is not a public credential")
    weight = int(match[2] or "1")
    if weight >= MAX_INTEGER:
        raise ProtocolError("credentials-weight", "a weight is out of range")
    return match[1], weight


def decode_public_credentials(data: bytes) -> list[str]:
    """Read the list; raises ProtocolError ``credentials-encoding``."""
    return decode_canonical(data, list[str], "credentials-encoding", "public credentials")


def compute_weights(entries: Sequence[str]) -> dict[str, int]:
    """Map each public credential to its weight.

    Raises ProtocolError ``credentials-element``, ``credentials-weight`` or
    ``credentials-duplicate``. Points are checked apart (``check_elements``).
    """
    weights: dict[str, int] = {}
    for entry in entries:
        element, weight = parse_public_credential(entry)
        if element in weights:
            raise ProtocolError("credentials-duplicate", f"{element} is listed twice")
        weights[element] = weight
    if sum(weights.values()) >= MAX_INTEGER:
        raise ProtocolError("credentials-weight", "the weights' sum is out of range")
    return weights


def check_elements(group: Group, elements: Sequence[str]) -> None:
    """Check each as a point of prime order; raises ProtocolError ``credentials-element``."""
    for element in elements:
        try:
            group.decode(element)
        except ProtocolError as error:
            raise ProtocolError("credentials-element", f"{element}: {error.message}") from None
