"""Tokens on slips: 25 characters that a person can type, and the credential behind them.

DESIGN, "Names" (Token); docs/formats.md, "Token".
"""

from __future__ import annotations

import hashlib

from voteapp.campaign.slips.typed import READ_AS, drop_separators, find_code
from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import RandomBytes, encode_base58

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 25

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


class TokenError(InvalidInputError):
    """A typed token that cannot be right. ``place`` (from 1, hyphens not counted) is the first
    character that cannot be, or None when the length or the check fails. The message does not
    repeat the token."""

    def __init__(self, message: str, place: int | None = None) -> None:
        super().__init__("token", message)
        self.place = place


def compute_check_character(characters: str) -> str:
    """Luhn mod 32 over 24 characters of the alphabet, factor 2 at the last."""
    total = 0
    factor = 2
    for character in reversed(characters):
        addend = factor * _VALUES[character]
        total += addend // 32 + addend % 32
        factor = 3 - factor
    return ALPHABET[-total % 32]


def create_token(random_bytes: RandomBytes) -> str:
    """Draw a token: 24 characters from 24 bytes, each mod 32, and the check character."""
    body = "".join(ALPHABET[byte % 32] for byte in random_bytes(LENGTH - 1))
    return body + compute_check_character(body)


def normalize_token(text: str) -> str:
    """Read what a person typed or pasted, the whole address as well: 25 upper-case characters.

    Case, spaces, dashes, dots and quotation marks do not matter, nor the script of digits; I and
    L are read as 1, O as 0. Raises TokenError, which names the first character that cannot be.
    """
    token = read_characters(text)
    if len(token) != LENGTH:
        raise TokenError(f"A token has {LENGTH} characters; this has {len(token)}.")
    check_token(token)
    return token


def read_characters(text: str) -> str:
    """The characters of the alphabet, upper-case, in what a person typed or pasted.

    Raises TokenError, which names the first character that cannot be.
    """
    characters = [READ_AS.get(c, c) for c in drop_separators(find_code(text))]
    for place, character in enumerate(characters, 1):
        if character not in _VALUES:
            hint = " Is it a V?" if character == "U" else ""
            raise TokenError(f"Character {place} cannot be in a slip's code.{hint}", place)
    return "".join(characters)


def check_token(token: str) -> None:
    """Require that the last of a token's characters is its check; raises TokenError."""
    if compute_check_character(token[:-1]) != token[-1]:
        raise TokenError("One character or more is mistyped: the check does not fit.")


def format_token(token: str) -> str:
    """Groups of five, for people: ``XXXXX-XXXXX-XXXXX-XXXXX-XXXXX``; a slip's code has six."""
    return "-".join(token[i : i + 5] for i in range(0, len(token), 5))


def compute_credential(token: str) -> str:
    """The private Belenios credential of a normalized token.

    The same for every election of the campaign; ``compute_public_credential`` binds it to one.
    """
    digest = hashlib.sha256(b"voteapp-token|" + token.encode("ascii")).digest()
    number = int.from_bytes(digest, "big") % 58**22
    text = encode_base58(number, 22)[::-1]  # most significant digit first
    return "-".join((text[:5], text[5:11], text[11:16], text[16:]))
