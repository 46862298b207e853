"""A trustee's seed on paper: thirty characters that a person can type, or a QR code.

DESIGN, "Trustees"; docs/formats.md, "Restore code". Whoever has the code has the key; no error
repeats it.
"""

from __future__ import annotations

import hashlib

from voteapp.campaign.slips.tokens import ALPHABET
from voteapp.campaign.slips.typed import READ_AS, drop_separators
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import BASE58

QR_PREFIX = "VOTEAPP-KEY-"
SEED_LENGTH = 22

_BODY = 26
_CHECK = 4


def encode_restore_code(seed: str) -> str:
    """The code as it is printed and typed: six groups of five characters, with hyphens.

    Raises MisuseError unless the seed is 22 characters of base 58.
    """
    code = _encode_plain(seed)
    return "-".join(code[i : i + 5] for i in range(0, len(code), 5))


def encode_restore_qr(seed: str) -> str:
    """What the printed QR code holds; raises MisuseError as ``encode_restore_code``."""
    return QR_PREFIX + _encode_plain(seed)


def decode_restore_code(text: str) -> str:
    """The seed of a code as a person typed it or a camera read it.

    Case, spaces and hyphens do not matter, I and L are read as 1, O as 0; the QR code's prefix
    may stand before it. Raises InvalidInputError ``restore_code``.
    """
    code = _read_code(text)
    body = code[:_BODY]
    number = _read_digits(body, ALPHABET)
    if _compute_check(body) != code[_BODY:] or number >= 58**SEED_LENGTH:
        raise _refuse(_("One character or more of the code is wrong: compare it with the paper."))
    return _write_digits(number, BASE58, SEED_LENGTH)


def _encode_plain(seed: str) -> str:
    if len(seed) != SEED_LENGTH or set(seed) - set(BASE58):
        raise MisuseError("a seed is 22 characters of base 58")
    body = _write_digits(_read_digits(seed, BASE58), ALPHABET, _BODY)
    return body + _compute_check(body)


def _compute_check(body: str) -> str:
    """The first 20 bits of a hash of the body, five bits a character."""
    digest = hashlib.sha256(f"voteapp-restore|{body}".encode()).digest()
    return _write_digits(int.from_bytes(digest[:3], "big") >> 4, ALPHABET, _CHECK)


def _write_digits(number: int, alphabet: str, length: int) -> str:
    digits = []
    for _place in range(length):
        number, digit = divmod(number, len(alphabet))
        digits.append(alphabet[digit])
    return "".join(reversed(digits))


def _read_digits(text: str, alphabet: str) -> int:
    number = 0
    for digit in text:
        number = number * len(alphabet) + alphabet.index(digit)
    return number


def _read_code(text: str) -> str:
    kept = drop_separators(text.strip()).removeprefix(drop_separators(QR_PREFIX))
    characters = [READ_AS.get(c, c) for c in kept]
    for place, character in enumerate(characters, 1):
        if character not in ALPHABET:
            raise _refuse(
                _("Character %(place)d cannot be in a restore code.", place=place),
            )
    if len(characters) != _BODY + _CHECK:
        raise _refuse(
            _(
                "A restore code has %(wanted)d characters; this has %(found)d.",
                wanted=_BODY + _CHECK,
                found=len(characters),
            )
        )
    return "".join(characters)


def _refuse(message: str) -> InvalidInputError:
    return InvalidInputError("restore_code", message)
