"""Who signs what opened, closed and came out: trustees, witnesses and mirrors, numbered apart.

PAPER, "Closing"; docs/formats.md, "Statements". The same as
``static/js/campaign/statements/people.js``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from voteapp.campaign.canonical import Record
from voteapp.errors import ProtocolError
from voteapp.protocol.group import Element, Group

Role = Literal["trustee", "witness", "mirror"]

LONGEST_SIGNER_NAME = 200
MOST_MIRRORS = 15
_ADDRESS = re.compile(r"https?://[!-~]{1,300}\Z")


class Witness(Record, frozen=True, kw_only=True):
    """Somebody who signs and decrypts nothing; ``key`` is an element (64 hex)."""

    name: str
    key: str


class Mirror(Record, frozen=True, kw_only=True):
    """A copy of the board that another host keeps; ``key`` is an element (64 hex)."""

    name: str
    address: str
    key: str


class Signer(NamedTuple):
    """A person or a mirror; ``number`` counts from 1 in each role."""

    role: Role
    number: int

    def __str__(self) -> str:
        return f"{self.role} {self.number}"


class People(NamedTuple):
    """Everybody who may sign; ``threshold`` trustees decrypt (each Single is one of them)."""

    group: Group
    trustees: Sequence[Element]
    threshold: int
    witnesses: Sequence[Element]
    mirrors: Sequence[Element]

    def find_key(self, signer: Signer) -> Element | None:
        """What a signer's statements are checked with; None: there is no such signer."""
        keys = {
            "trustee": self.trustees,
            "witness": self.witnesses,
            "mirror": self.mirrors,
        }[signer.role]
        return keys[signer.number - 1] if 1 <= signer.number <= len(keys) else None


def create_people(
    group: Group,
    trustees: Sequence[Element],
    threshold: int,
    witnesses: Sequence[Witness],
    mirrors: Sequence[Mirror],
    others: Collection[str],
) -> People:
    """Check those whom a manifest names beside the record's trustees, whose signing keys are
    ``trustees``, in owner order. ``others``: keys of the server and of tellers, which are nobody
    else's either (64 hex, checked, as the manifest writes them).

    Raises ProtocolError ``manifest-witnesses``, ``manifest-mirrors``.
    """
    if len(witnesses) > threshold - 1:
        text = f"there are {len(witnesses)} witnesses: at most {threshold - 1} may be"
        raise ProtocolError("manifest-witnesses", text)
    if len(mirrors) > MOST_MIRRORS:
        raise ProtocolError("manifest-mirrors", f"there are more than {MOST_MIRRORS} mirrors")
    for mirror in mirrors:
        if not _ADDRESS.match(mirror.address):
            raise ProtocolError("manifest-mirrors", "a mirror's address is none")
    taken = {*trustees, *(bytes.fromhex(key) for key in others)}
    found: list[list[Element]] = []
    for code, listed in (("manifest-witnesses", witnesses), ("manifest-mirrors", mirrors)):
        keys = [_read(group, one, code) for one in listed]
        names = [one.name for one in listed]
        if len(taken | set(keys)) != len(taken) + len(keys) or len(set(names)) != len(names):
            raise ProtocolError(code, "somebody is named twice, or has another's key")
        taken |= set(keys)
        found.append(keys)
    return People(group, list(trustees), threshold, *found)


def _read(group: Group, one: Witness | Mirror, code: str) -> Element:
    if not 1 <= len(one.name) <= LONGEST_SIGNER_NAME:
        raise ProtocolError(code, f"a name has 1 to {LONGEST_SIGNER_NAME} characters")
    try:
        return group.decode(one.key)
    except ProtocolError:
        raise ProtocolError(code, f"{one.name}: the key is no element of prime order") from None
