"""How wide a text is at most, and where its lines end, without any font.

Pages are read in the reader's own font, so widths are those of the widest common ones, and a
little more. What has no spaces (Chinese, Japanese, Thai) ends between any two letters; a word that
is wider than its place is broken, never cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

BOLDER_BY = 1.16
"""How much wider bold letters are."""

_NARROW = frozenset("iljftrI.,:;'|!()[]{}/\\-·’‘ \N{NO-BREAK SPACE}")
_BROAD = frozenset("mwMW@%&œæŒÆ…—‰")
_MIDDLE = frozenset("+=<>~#^_“”„")
_LATIN = ("LATIN", "GREEK", "CYRILLIC")
_SCRIPTS = {"ARMENIAN": 0.82, "ARABIC": 0.72, "HEBREW": 0.72, "GURMUKHI": 0.86, "DEVANAGARI": 0.86}
"""Of a letter of other scripts (ems); where nothing is known, as wide as a Chinese one."""

_JOINERS = frozenset("\u200d\u2060\ufe0e\ufe0f")
_CLOSING = frozenset("、。，．・：；？！）］｝」』】〉》ー…%％")
"""No line begins with these."""

_STEERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NO_XML = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """A text on one line, with nothing that a document of XML cannot hold, and no sign that would
    turn what stands after it."""
    kept = _NO_XML.sub("", text).translate(dict.fromkeys(map(ord, _STEERING)))
    return re.sub(r"[^\S\N{NO-BREAK SPACE}\u202f\u2007]+", " ", kept).strip(" ")


def find_direction(text: str) -> Literal["ltr", "rtl"]:
    """As the first letter that has one is read."""
    for character in text:
        found = unicodedata.bidirectional(character)
        if found in ("L", "R", "AL"):
            return "ltr" if found == "L" else "rtl"
    return "ltr"


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is at most (points)."""
    return _measure_ems(text) * size * (BOLDER_BY if bold else 1)


@lru_cache(maxsize=4096)
def _measure_ems(text: str) -> float:
    return sum(map(_measure_letter, text))


def _measure_letter(letter: str) -> float:
    """One letter's width (ems)."""
    category = unicodedata.category(letter)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if letter in _NARROW:
        return 0.43
    if letter in _BROAD:
        return 1.06
    if letter in _MIDDLE:
        return 0.86
    script = unicodedata.name(letter, "").split(" ")[0]
    if letter.isascii() or script in _LATIN:
        return 0.82 if category == "Lu" else 0.66
    if _is_wide(letter):
        return 1.4 if category == "So" else 1.06
    if ord(letter) in range(0xFB50, 0xFE00):
        # Whole words and phrases as one letter.
        return 4
    return _SCRIPTS.get(script, 1.06)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text, none wider than ``width`` (points) unless one letter is; no lines of an
    empty one. Every letter is on one of them."""
    # A place that was made for a text holds it, whatever sums of fractions say.
    width += 0.01
    lines: list[str] = []
    line = ""
    for unit in _list_units(clean(text), width, size, bold=bold):
        if line and measure((line + unit).rstrip(" "), size, bold=bold) > width:
            lines.append(line.rstrip(" "))
            line = ""
        line += unit
    return [*lines, line.rstrip(" ")] if line else lines


def _list_units(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    """What stays together: words with the space after them; of one that is too wide, letters."""
    for word in re.findall(r"[^ ]* ?", text):
        for unit in _split_word(word):
            if measure(unit.rstrip(" "), size, bold=bold) <= width:
                yield unit
            else:
                yield from _list_letters(unit)


def _split_word(word: str) -> Iterator[str]:
    """A word, after each of its hyphens, and between the letters of what has no spaces."""
    unit = ""
    for letter in _list_letters(word):
        if unit and _may_end(unit, letter):
            yield unit
            unit = ""
        unit += letter
    if unit:
        yield unit


def _may_end(unit: str, letter: str) -> bool:
    """Whether a line may end between them."""
    if unit[-1] in "-/":
        return True
    return letter[0] not in _CLOSING and (_is_wide(letter[0]) or _is_wide(unit[-1]))


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _list_letters(text: str) -> Iterator[str]:
    """Letters with their marks, as people see them; a space stays with what is before it."""
    letter = ""
    for character in text:
        category = unicodedata.category(character)
        joined = letter and letter[-1] == "\u200d"
        if letter and (category[0] == "M" or character in _JOINERS or joined or character == " "):
            letter += character
            continue
        if letter:
            yield letter
        letter = character
    if letter:
        yield letter
