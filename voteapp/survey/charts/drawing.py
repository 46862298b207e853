"""What painters draw: rectangles, lines and texts, in points from the top left.

Colours are those of a page in the light, for a file that stands alone; a page's stylesheet
(``static/css/chart.css``) has others in the dark and on paper, by the shapes' names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

from voteapp.survey.charts.measuring import find_direction, measure

INK, MUTED, BAR, PALE, EDGE, PAPER = (
    *("#14181d", "#4b5560", "#1d63ad"),
    *("#e7ecf0", "#5d6770", "#ffffff"),
)
"""Text, less of it, what fills a bar, what is behind a bar, outlines, and the paper."""

ASCENT, DESCENT = 0.95, 0.3
"""How far letters reach above and below their base line, at most (ems)."""

Align = Literal["left", "middle", "right"]


class Tile(NamedTuple):
    """A pattern: strokes ``(x1, y1, x2, y2)`` and dots ``(x, y, radius)`` in a repeated square."""

    side: int
    strokes: tuple[tuple[float, float, float, float], ...] = ()
    dots: tuple[tuple[float, float, float], ...] = ()


def _rise(side: int) -> Tile:
    # The corners too: a stroke ends flat, and tiles must meet.
    return Tile(
        side, ((0, side, side, 0), (-1, 1, 1, -1), (side - 1, side + 1, side + 1, side - 1))
    )


def _fall(side: int) -> Tile:
    return Tile(
        side, ((0, 0, side, side), (-1, side - 1, 1, side + 1), (side - 1, -1, side + 1, 1))
    )


TILES = {
    "rising": _rise(6),
    "dotted": Tile(6, dots=((1.5, 1.5, 1.3), (4.5, 4.5, 1.3))),
    "falling": _fall(6),
    "level": Tile(5, ((0, 2.5, 5, 2.5),)),
    "grid": Tile(6, ((0, 3, 6, 3), (3, 0, 3, 6))),
    "upright": Tile(5, ((2.5, 0, 2.5, 5),)),
    "crossed": Tile(8, (*_rise(8).strokes, *_fall(8).strokes)),
    "rising-wide": _rise(11),
    "dotted-wide": Tile(10, dots=((5, 5, 2.2),)),
    "falling-wide": _fall(11),
}
"""By name: patterns that differ without any colour."""

PATTERNS = ("solid", "empty", *TILES)
"""What parts of a bar are filled with, in this order; further ones begin again."""

OVER = "rising"
"""The pattern of what is over the limit."""

STROKE = 1.6
"""How wide the strokes of a pattern are (points)."""


class Paint(NamedTuple):
    """What every pattern is made of: colours, and the width of strokes (points)."""

    paper: str = PAPER
    ink: str = INK
    stroke: float = STROKE


class Pen(NamedTuple):
    """How a line is drawn: points wide, and the lengths of its dashes and gaps."""

    colour: str
    width: float
    dash: tuple[int, ...] = ()


PENS = {
    "axis": Pen(EDGE, 1),
    "grid": Pen(EDGE, 0.5),
    "zero": Pen(INK, 2),
    "whisker": Pen(INK, 1.8),
    "limit": Pen(INK, 2.2, (6, 4)),
}
"""Lines by their kind."""


@dataclass(frozen=True)
class Rect:
    """A rectangle. ``fill``: ``paper`` (no outline), ``track``, or one of ``PATTERNS``."""

    shape: ClassVar[str] = "rect"

    x: float
    y: float
    width: float
    height: float
    fill: str

    @property
    def colour(self) -> str:
        """Its colour, or what is behind its pattern."""
        return {"solid": BAR, "track": PALE}.get(self.fill, PAPER)

    @property
    def outline(self) -> str | None:
        """Its outline's colour; the paper has none."""
        return {"paper": None, "track": EDGE}.get(self.fill, INK)

    @property
    def tile(self) -> Tile | None:
        """Its pattern."""
        return TILES.get(self.fill)


@dataclass(frozen=True)
class Rule:
    """A straight line of a kind in ``PENS``."""

    shape: ClassVar[str] = "rule"

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str

    @property
    def pen(self) -> Pen:
        """How it is drawn."""
        return PENS[self.kind]


@dataclass(frozen=True)
class Label:
    """One line of text at the base line ``y``; ``x`` is its left end, its middle or its right end,
    whatever the direction in which it is read."""

    shape: ClassVar[str] = "label"

    x: float
    y: float
    text: str
    size: float
    align: Align = "left"
    bold: bool = False
    muted: bool = False

    @property
    def width(self) -> float:
        """At most so wide (points)."""
        return measure(self.text, self.size, bold=self.bold)

    @property
    def left(self) -> float:
        """Where it begins on the left, at the latest."""
        return self.x - {"left": 0.0, "middle": self.width / 2, "right": self.width}[self.align]

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """How it is read."""
        return find_direction(self.text)

    @property
    def anchor(self) -> str:
        """``x`` as SVG says it: the start of what is read from the right is its right end."""
        ends = ("start", "end") if self.direction == "ltr" else ("end", "start")
        return {"left": ends[0], "middle": "middle", "right": ends[1]}[self.align]

    @property
    def colour(self) -> str:
        """Its colour."""
        return MUTED if self.muted else INK


Shape = Rect | Rule | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes from the back to the front, and what a screen reader says instead."""

    width: float
    height: float
    title: str
    description: str
    shapes: Sequence[Shape]
    paint: ClassVar[Paint] = Paint()

    @property
    def rects(self) -> list[Rect]:
        """The rectangles."""
        return [shape for shape in self.shapes if isinstance(shape, Rect)]

    @property
    def tiles(self) -> list[tuple[str, Tile]]:
        """The patterns that are used, by name."""
        used = {rect.fill for rect in self.rects}
        return [(name, tile) for name, tile in TILES.items() if name in used]

    @property
    def key(self) -> str:
        """A name for what is drawn, the same wherever the same is drawn."""
        return "chart-" + hashlib.sha256(repr(self).encode()).hexdigest()[:12]
