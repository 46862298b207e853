"""What the eye cannot tell apart: two texts that look the same, and one that looks empty.

Wherever people must tell two names apart (answers of a question, parts of a campaign, trustees,
accounts), the names are compared by what is seen of them. Not seen, or hardly: capitals, width,
how an accent is composed, spaces of every kind, zero-width and direction marks; and letters of
another script, or digits, that are drawn alike.

The tables are ours and small: letters of Greek, Cyrillic and Armenian with a Latin twin in the
fonts that phones have, the letters and digits ``l I 1 |`` and ``O 0``, hyphens and quotes. What is
only similar (``rn`` and ``m``, accents that differ) stays different: people tell it apart, and a
list of answers must be able to have both.
"""

from __future__ import annotations

import unicodedata

_TWINS = {
    "Greek": (
        "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιικνορυχγϲϳϹ",
        "ABEZHIKMNOPTYXaiiknopuxycjC",
    ),
    "Cyrillic": (
        "АВЕЅІЈКМНОРСТУХҮԌԚԜҺӀаеѕіјкорсухүԁԛԝһӏѵ",
        "ABESIJKMHOPCTYXYGQWHIaesijkopcyxydqwhlv",
    ),
    "Armenian": ("ՕՏՍօոսհցզյ", "OSUonuhgqj"),
    "drawn with one stroke": ("I1|", "lll"),
    "drawn as a ring": ("0", "O"),
    "hyphens": ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-" * 8),
    "quotes": ("\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", "'" * 8),
    "double quotes": ("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"' * 7),
}
_INVISIBLE_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
"""Fillers of Korean writing, and the Braille letter without a dot: drawn as nothing."""

_INVISIBLE_MARKS = "\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f" + "".join(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Joiners, inherent vowels and variation selectors: they stand with marks and show nothing."""


def _create_table() -> dict[int, str]:
    """Each letter's twin; of a twin that has one itself, the last."""
    pairs = {a: b for alike, twins in _TWINS.values() for a, b in zip(alike, twins, strict=True)}
    return {ord(letter): pairs.get(twin, twin) for letter, twin in pairs.items()}


_TABLE = _create_table()


def looks_like(one: str, other: str) -> bool:
    """Whether people would take one text for the other."""
    return not compute_looks(one).isdisjoint(compute_looks(other))


def looks_empty(text: str) -> bool:
    """Whether nothing is seen of a text."""
    return not _strip(text)


def compute_looks(text: str) -> frozenset[str]:
    """The forms under which a text is compared: two texts look alike that have one in common.

    Capitals are taken for small letters, and letters for their twins, in either order: ``I`` is
    drawn like ``l`` and read like ``i``, though nobody takes ``i`` for ``l``.
    """
    seen = _strip(text)
    return frozenset(_fold(text.translate(_TABLE)) for text in (seen, _fold(seen)))


def find_twin(texts: list[str], place: int) -> int | None:
    """The place of the first text before ``place`` that looks like the one there."""
    return next((i for i in range(place) if looks_like(texts[i], texts[place])), None)


def _strip(text: str) -> str:
    """Without what is not seen; every letter in its plainest form, its accents apart."""
    plain = unicodedata.normalize("NFKD", "".join(filter(_is_seen, text)))
    return unicodedata.normalize("NFKD", "".join(filter(_is_seen, plain)))


def _is_seen(character: str) -> bool:
    if character in _INVISIBLE_LETTERS or character in _INVISIBLE_MARKS or character.isspace():
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Zs", "Zl", "Zp")


def _fold(text: str) -> str:
    """Without the difference of capitals; by way of them, since some have two small letters."""
    return unicodedata.normalize("NFKD", text.upper().casefold())
