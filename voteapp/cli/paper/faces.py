"""Faces for paper: the two standard ones of every PDF reader, and OpenType files.

A run of text is shaped (joined, reordered, its marks placed) by HarfBuzz and drawn as outlines, so
that any OpenType file serves, whatever it holds its outlines as, and what is printed is what was
measured. Sizes here are in ems: multiply by the size of the letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from uniseg.graphemecluster import grapheme_clusters

from voteapp.cli.texts import gettext as _
from voteapp.errors import InvalidInputError

LEADING = 1.18
TALLEST = 1.5
"""From one base line to the next (ems): what Latin letters need, and the most that any may have."""

BOLDER = 0.03
"""How much wider strokes become, where a file has no bold letters of its own."""

TELLER = "teller"
"""Stands for the names of tellers, which come from no option."""

_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
"""Categories of characters of which nothing is drawn."""

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


class Glyph(NamedTuple):
    """One glyph of an OpenType file, placed from the left end of its run."""

    number: int
    x: float
    y: float


class Shaped(NamedTuple):
    """A run: its text and its glyphs from left to right, and how wide it is."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float


class Face(Protocol):
    """Letters of one weight. ``leading``: from one base line to the next (ems)."""

    leading: float

    def holds(self, character: str) -> bool:
        """Whether it can draw this character."""

    def shape(self, text: str, direction: str) -> Shaped:
        """Glyphs of a text of one script, which runs "ltr" or "rtl"."""

    def draw(self, canvas: Any, shaped: Shaped, x: float, y: float, size: float) -> None:
        """Draw a run with its left end and base line at x, y (points)."""


class StandardFace:
    """A face that every PDF reader has; for most of Western Europe."""

    leading = LEADING

    def __init__(self, name: str) -> None:
        self._name = name

    def holds(self, character: str) -> bool:
        try:
            character.encode("cp1252")
        except UnicodeEncodeError:
            return unicodedata.category(character) == "Cf"
        return True

    def shape(self, text: str, direction: str) -> Shaped:
        drawn = "".join(c for c in text if unicodedata.category(c) != "Cf")
        # What runs from right to left in these faces is spaces and signs alone.
        drawn = drawn[::-1].translate(_MIRRORED) if direction == "rtl" else drawn
        return Shaped(drawn, (), pdfmetrics.stringWidth(drawn, self._name, 1))

    def draw(self, canvas: Any, shaped: Shaped, x: float, y: float, size: float) -> None:
        canvas.setFont(self._name, size)
        canvas.drawString(x, y, shaped.text)


class OpenTypeFace:
    """A file. Raises InvalidInputError (``font``) where it is none."""

    def __init__(self, path: Path, *, bold: bool = False) -> None:
        try:
            face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
            self._characters = set(face.unicodes)
        except (OSError, uharfbuzz.HarfBuzzError) as error:
            raise InvalidInputError("font", _("This font cannot be used: %s") % error) from None
        if not self._characters:
            raise InvalidInputError("font", _("This is not an OpenType font: %s") % path.name)
        self._units = face.upem
        self._font = uharfbuzz.Font(face)
        extents = self._font.get_font_extents("ltr")
        tall = (extents.ascender - extents.descender) / self._units
        self.leading = min(max(tall, LEADING), TALLEST)
        if bold:
            self._embolden(face)
        self._outlines = cache(self._trace)
        self._checked = cache(self._can_draw)

    def _embolden(self, face: Any) -> None:
        if any(axis.tag == "wght" for axis in face.axis_infos):
            self._font.set_variations({"wght": 700})
        else:
            self._font.synthetic_bold = (BOLDER, BOLDER, True)

    def holds(self, character: str) -> bool:
        return self._checked(character)

    def _can_draw(self, character: str) -> bool:
        if unicodedata.category(character) in _UNSEEN:
            return ord(character) in self._characters or unicodedata.category(character) == "Cf"
        # Some files hold pictures in colours instead of outlines: those cannot be drawn here.
        number = self._font.get_nominal_glyph(ord(character))
        return ord(character) in self._characters and bool(number) and bool(self._outlines(number))

    def shape(self, text: str, direction: str) -> Shaped:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction = direction
        buffer.guess_segment_properties()
        buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self._font, buffer, {})
        glyphs, x = [], 0.0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            left = (x + place.x_offset) / self._units
            glyphs.append(Glyph(info.codepoint, left, place.y_offset / self._units))
            x += place.x_advance
        return Shaped(text, tuple(glyphs), x / self._units)

    def _trace(self, number: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """A glyph's outline: steps and their coordinates, in the file's units."""
        steps: list[tuple[str, tuple[float, ...]]] = []
        tracer = uharfbuzz.DrawFuncs()
        tracer.set_move_to_func(lambda x, y, _s: steps.append(("move", (x, y))))
        tracer.set_line_to_func(lambda x, y, _s: steps.append(("line", (x, y))))
        tracer.set_cubic_to_func(lambda *step: steps.append(("curve", step[:6])))
        tracer.set_quadratic_to_func(
            lambda *step: steps.append(("curve", _raise_degree(steps[-1][1][-2:], step[:4])))
        )
        tracer.set_close_path_func(lambda _s: steps.append(("close", steps[-1][1])))
        self._font.draw_glyph(number, tracer, None)
        return tuple(steps)

    def draw(self, canvas: Any, shaped: Shaped, x: float, y: float, size: float) -> None:
        path = canvas.beginPath()
        scale = size / self._units
        for glyph in shaped.glyphs:
            left, base = x + glyph.x * size, y + glyph.y * size
            for step, at in self._outlines(glyph.number):
                if step == "close":
                    path.close()
                    continue
                points = [(base if i % 2 else left) + value * scale for i, value in enumerate(at)]
                {"move": path.moveTo, "line": path.lineTo, "curve": path.curveTo}[step](*points)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def _raise_degree(start: Sequence[float], step: Sequence[float]) -> tuple[float, ...]:
    """A quadratic curve as a cubic one."""
    (x0, y0), (x1, y1, x2, y2) = start, step
    return (
        *(x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0)),
        *(x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2), x2, y2),
    )


class Weights(NamedTuple):
    """Faces of both weights, the first that holds a letter draws it."""

    plain: tuple[Face, ...]
    bold: tuple[Face, ...]


def load_faces(paths: Sequence[str]) -> Weights:
    """The files in their order, then the standard faces; raises InvalidInputError (``font``)."""
    files = [Path(path) for path in paths]
    return Weights(
        (*(OpenTypeFace(path) for path in files), StandardFace("Helvetica")),
        (*(OpenTypeFace(path, bold=True) for path in files), StandardFace("Helvetica-Bold")),
    )


def find_face(faces: Sequence[Face], cluster: str) -> Face | None:
    """The first face that draws a whole letter with all its marks."""
    return next((face for face in faces if all(face.holds(c) for c in cluster)), None)


def check_letters(faces: Sequence[Face], texts: dict[str, str]) -> None:
    """Refuse what cannot be drawn: which letter, where, and which font helps.

    ``texts``: by the options that they come from. Raises InvalidInputError (the option).
    """
    for option, text in texts.items():
        for cluster in grapheme_clusters(unicodedata.normalize("NFC", text)):
            if find_face(faces, cluster) is None:
                raise refuse_letter(faces, cluster, option)


def _name_place(option: str | None) -> str:
    if option == TELLER:
        return _("in a teller’s name")
    return _("in --%s") % option if option else _("in the slip’s own words")


def refuse_letter(faces: Sequence[Face], cluster: str, option: str | None) -> InvalidInputError:
    """What is said of a letter that no face draws; ``option`` None: it stands in our own texts."""
    missing = next((c for c in cluster if find_face(faces, c) is None), cluster[0])
    sentence = _(
        "No font here can draw “%(character)s” (%(name)s) %(place)s. Install a font that holds"
        " it, such as %(font)s, and name its file: --font FILE. Several may be named."
    )
    return InvalidInputError(
        option or "font",
        sentence
        % {
            "character": cluster,
            "name": unicodedata.name(missing, f"U+{ord(missing):04X}"),
            "place": _name_place(option),
            "font": _suggest_font(missing),
        },
    )


_FONTS = {
    "CJK": "Noto Sans CJK",
    "HIRAGANA": "Noto Sans CJK",
    "KATAKANA": "Noto Sans CJK",
    "BOPOMOFO": "Noto Sans CJK",
    "HANGUL": "Noto Sans CJK",
    "ARABIC": "Noto Naskh Arabic",
    "LATIN": "Noto Sans",
    "GREEK": "Noto Sans",
    "CYRILLIC": "Noto Sans",
}


def find_script(character: str) -> str | None:
    """The script's name, as Unicode names its letters: ARABIC; None: a sign of every script."""
    if unicodedata.category(character)[0] not in "LM":
        return None
    name = unicodedata.name(character, "").split(" ")[0]
    return None if name in ("", "COMBINING", "MODIFIER", "VARIATION") else name


def _suggest_font(character: str) -> str:
    script = find_script(character)
    if script is None:
        return "Noto Emoji" if unicodedata.category(character) == "So" else "DejaVu Sans"
    return _FONTS.get(script) or f"Noto Sans {script.title()}"
