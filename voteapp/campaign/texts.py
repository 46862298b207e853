"""Texts that people write: cleaned once, at the edge, so that they survive into the record.

Every script, quote and emoji stays. Tabs and line ends stay where a text may have several
lines; CRLF and CR become LF. Other control characters are refused at the field.
"""

from __future__ import annotations

import unicodedata

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hash_hex

LONGEST_NAME = 80
LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 4000
LONGEST_QUESTION = 1000
LONGEST_ANSWER = 300
LONGEST_EXPLANATION = 1000
"""Characters, of whatever a committee writes: of people, of a vote, of why something was done."""

_NAMES = {"\x00": "NUL", "\x1b": "escape", "\x7f": "delete", "\t": "tab", "\n": "line end"}


def clean_text(field: str, value: str, max_length: int, *, lines: bool = True) -> str:
    """A person's text, ready for the record.

    CRLF and CR become LF, spaces and line ends around the text go, at most ``max_length``
    characters stay. With ``lines`` false the field is a single line without tabs.
    Raises InvalidInputError(field): control characters (C0, DEL, C1), lone surrogates and
    noncharacters, line or paragraph separators on a single line, a text that is too long.
    """
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    for place, character in enumerate(text, 1):
        if _is_refused(character, lines=lines):
            name = _NAMES.get(character, f"U+{ord(character):04X}")
            raise InvalidInputError(
                field,
                _("Character %(place)d (%(name)s) cannot stand here.", place=place, name=name),
            )
    if len(text) > max_length:
        raise InvalidInputError(
            field,
            _(
                "This text has %(found)d characters; at most %(most)d fit.",
                found=len(text),
                most=max_length,
            ),
        )
    return text


def _is_refused(character: str, *, lines: bool) -> bool:
    category = unicodedata.category(character)
    if character in "\t\n":
        return not lines
    if category in ("Zl", "Zp"):
        return not lines
    if category in ("Cc", "Cs"):
        return True
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


MANIFEST_LINE = "manifest sha256:"


def bind_description(description: str, manifest: bytes) -> str:
    """The election's description, ended by the line that binds the manifest."""
    line = MANIFEST_LINE + hash_hex(manifest)
    return f"{description}\n{line}" if description else line


def split_description(description: str) -> tuple[str, str | None]:
    """What people read, and the manifest's hash where the last line names one."""
    text, _, line = description.rpartition("\n")
    digest = line.removeprefix(MANIFEST_LINE)
    if digest == line or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        return description, None
    return text, digest
