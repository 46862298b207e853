"""A drawing in the making: shapes are added from the top to the bottom."""

from __future__ import annotations

from voteapp.survey.charts.drawing import ASCENT, DESCENT, Align, Drawing, Label, Rect, Rule, Shape
from voteapp.survey.charts.measuring import clean, find_direction, measure, wrap

MARGIN = 8
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 16.0, 13.5, 11.0
"""Points of the title, of what belongs to a line, and of the axis."""

TEXT_LEADING = ASCENT + DESCENT
"""From one base line to the next (ems)."""

GAP = 6
"""Between what belongs together (points)."""


class Page:
    """Shapes so far, and the height ``y`` that they take; ``left`` and ``right`` are its edges."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.left, self.right = MARGIN, width - MARGIN
        self.y: float = MARGIN
        self._shapes: list[Shape] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Add a rectangle."""
        left, up, wide, tall = (round(n, 2) for n in (x, y, width, height))
        self._shapes.append(Rect(left, up, wide, tall, fill))

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        """Add a line."""
        a, b, c, d = (round(n, 2) for n in (x1, y1, x2, y2))
        self._shapes.append(Rule(a, b, c, d, kind))

    def label(
        self,
        text: str,
        x: float,
        top: float,
        *,
        size: float = TEXT_SIZE,
        align: Align = "left",
        bold: bool = False,
        muted: bool = False,
    ) -> None:
        """Add one line of text that hangs below ``top``."""
        base = round(top + ASCENT * size, 2)
        self._shapes.append(Label(round(x, 2), base, clean(text), size, align, bold, muted))

    def block(
        self,
        text: str,
        left: float,
        right: float,
        top: float,
        *,
        size: float = TEXT_SIZE,
        bold: bool = False,
        muted: bool = False,
    ) -> float:
        """Add lines of text between two edges, on the side where its language begins; gives where
        they end."""
        align: Align = "left" if find_direction(text) == "ltr" else "right"
        for line in wrap(text, right - left, size, bold=bold):
            x = left if align == "left" else right
            self.label(line, x, top, size=size, align=align, bold=bold, muted=muted)
            top += TEXT_LEADING * size
        return top

    def finish(self, title: str, description: str) -> Drawing:
        """The drawing, with its paper behind it."""
        height = round(self.y + MARGIN, 2)
        paper = Rect(0, 0, self.width, height, "paper")
        return Drawing(self.width, height, clean(title), clean(description), (paper, *self._shapes))


def find_height(text: str, width: float, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """How high a block of text becomes (points)."""
    return len(wrap(text, width, size, bold=bold)) * TEXT_LEADING * size


def find_widest_word(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a place must be so that no word is broken (points)."""
    return max((measure(word, size, bold=bold) for word in clean(text).split(" ")), default=0)
