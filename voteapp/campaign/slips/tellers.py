"""What tellers sign: how many slips they make and for whom, and that they printed for a set-up.

PAPER, "Fixing the set-up" (Tellers' statements); docs/formats.md, "Tellers' statements". The same
as ``static/js/campaign/slips/tellers.js``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from voteapp.campaign.canonical import Record, check_count, encode_canonical
from voteapp.campaign.signed import (
    Signed,
    check_signed,
    check_text,
    compute_server_key,
    is_key,
    sign,
    sign_text,
)
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import RandomBytes, hash_hex, is_hex

MOST_TELLERS = 64
LONGEST_TELLER_NAME = 200
COMMAND_FROM = 200
"""With more slips than this the page proposes the command."""

Made = Literal["page", "command"]


class TellerSecret(Record, frozen=True, kw_only=True):
    """What a teller keeps beside her slips: ``key`` is her private key, ``salts`` are those of the
    elections in order; both in hex, of 32 bytes."""

    name: str
    made: Made
    key: str
    salts: list[str]


class TellerStatement(Signed, frozen=True, kw_only=True):
    """One teller's statement; the fields are those of docs/formats.md. ``slips``: how many for
    each leaf; ``commitments``: to her part of each election, in the order of ``uuids``."""

    type: Literal["voteapp-teller"] = "voteapp-teller"
    version: Literal[1] = 1
    uuids: list[str]
    name: str
    key: str
    made: Made
    slips: dict[str, int]
    commitments: list[str]


class Part(Record, frozen=True, kw_only=True):
    """One teller's part of an election, opened: the leaf of each of her credentials."""

    key: str
    salt: str
    leaves: dict[str, str]


class Printed(Record, frozen=True, kw_only=True):
    """A teller's word that she recomputed a set-up and prints for it."""

    key: str
    fingerprints: list[str]
    signature: str


def create_teller(name: str, made: Made, elections: int, random_bytes: RandomBytes) -> TellerSecret:
    """A new key, and a salt for each election."""
    key = random_bytes(32).hex()
    return TellerSecret(
        name=name, made=made, key=key, salts=[random_bytes(32).hex() for _ in range(elections)]
    )


def compute_part_hash(salt: bytes, leaves: Mapping[str, str]) -> str:
    """SHA-256 (hex) of the 32-byte salt and the canonical object {credential: leaf code}."""
    if len(salt) != 32:
        raise MisuseError("a part's salt has 32 bytes")
    return hash_hex(salt + encode_canonical(dict(leaves)))


def create_statement(
    uuids: Sequence[str], parts: Sequence[Mapping[str, str]], teller: TellerSecret
) -> TellerStatement:
    """Her statement; ``parts``: of each election, in order, the leaf of each credential."""
    private_key = bytes.fromhex(teller.key)
    statement = TellerStatement(
        uuids=list(uuids),
        name=teller.name,
        key=compute_server_key(private_key),
        made=teller.made,
        slips=dict(Counter(parts[0].values())),
        commitments=[
            compute_part_hash(bytes.fromhex(salt), part)
            for salt, part in zip(teller.salts, parts, strict=True)
        ],
    )
    return sign(statement, private_key)


def check_tellers(
    tellers: Sequence[TellerStatement],
    uuids: Sequence[str],
    leaves: Collection[str],
    server_key: str,
) -> None:
    """Check a manifest's statements by themselves; ``leaves`` are the codes of its leaves.

    Raises ProtocolError ``manifest-tellers``, ``manifest-tellers-signature``.
    """
    code = "manifest-tellers"
    if not 1 <= len(tellers) <= MOST_TELLERS:
        raise ProtocolError(code, f"there are {len(tellers)} tellers")
    keys, names = [one.key for one in tellers], [one.name for one in tellers]
    if keys != sorted(set(keys)) or len(set(names)) != len(names) or server_key in keys:
        raise ProtocolError(code, "tellers are not sorted by key, or share a key or a name")
    for one in tellers:
        check_statement(one, uuids, leaves, code)


def check_statement(
    statement: TellerStatement, uuids: Sequence[str], leaves: Collection[str], code: str
) -> None:
    """Check one statement; raises ProtocolError(code) or, for its signature, code``-signature``."""
    if not 1 <= len(statement.name) <= LONGEST_TELLER_NAME:
        raise ProtocolError(code, f"a teller's name has 1 to {LONGEST_TELLER_NAME} characters")
    if statement.uuids != list(uuids) or len(statement.commitments) != len(uuids):
        raise ProtocolError(code, "a teller's statement is not of this campaign's elections")
    if not all(is_hex(text, 32) for text in (statement.key, *statement.commitments)):
        raise ProtocolError(code, "a teller's key or commitment is not 64 hex digits")
    if not is_key(statement.key):
        raise ProtocolError(code, "a teller's key is no element of prime order")
    if not statement.slips or not set(statement.slips) <= set(leaves):
        raise ProtocolError(code, "a teller has no slips, or some for a unit that does not exist")
    for leaf, count in statement.slips.items():
        check_count(count, code, f"{leaf}: the number of slips", least=1)
    check_signed(statement, statement.key, f"{code}-signature")


def count_slips(tellers: Sequence[TellerStatement]) -> int:
    """All slips that the tellers say they make."""
    return sum(sum(one.slips.values()) for one in tellers)


def compute_printed_text(fingerprints: Sequence[str], key: str) -> str:
    """What a teller signs when she prints."""
    return "|".join(["voteapp-printed", *fingerprints, key])


def sign_printed(fingerprints: Sequence[str], teller: TellerSecret) -> Printed:
    """Her word that she prints for the set-up with these fingerprints."""
    private_key = bytes.fromhex(teller.key)
    key = compute_server_key(private_key)
    signature = sign_text(compute_printed_text(fingerprints, key), private_key)
    return Printed(key=key, fingerprints=list(fingerprints), signature=signature)


def check_printed(printed: Printed, code: str) -> None:
    """Check the signature; raises ProtocolError(code)."""
    text = compute_printed_text(printed.fingerprints, printed.key)
    check_text(text, printed.signature, printed.key, code)


def join_parts(
    parts: Sequence[Part],
    tellers: Sequence[TellerStatement],
    place: int,
    credentials: Collection[str],
) -> dict[str, str]:
    """The leaf of every credential, once the opened parts are found to be what the tellers
    committed to; ``place``: the election's among the campaign's, from 0.

    Raises ProtocolError ``parts-tellers``, ``parts-commitment``, ``parts-counts``,
    ``parts-overlap``, ``parts-credentials``.
    """
    if [part.key for part in parts] != [one.key for one in tellers]:
        raise ProtocolError("parts-tellers", "the parts are not one of each teller, in order")
    joined: dict[str, str] = {}
    for part, one in zip(parts, tellers, strict=True):
        if compute_part_hash(bytes.fromhex(part.salt), part.leaves) != one.commitments[place]:
            raise ProtocolError("parts-commitment", f"{one.name}: not the part that was fixed")
        if Counter(part.leaves.values()) != Counter(one.slips):
            raise ProtocolError("parts-counts", f"{one.name}: not the numbers of slips she signed")
        if not joined.keys().isdisjoint(part.leaves):
            raise ProtocolError("parts-overlap", f"{one.name}: a slip is another teller's too")
        joined.update(part.leaves)
    if joined.keys() != set(credentials):
        raise ProtocolError("parts-credentials", "the parts together are not the list")
    return joined
