"""The texts of a slip, in the largest letters with which they fit into their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from reportlab.lib.units import mm

from voteapp.cli.paper.faces import Weights
from voteapp.cli.paper.lines import Line, Setter, find_direction
from voteapp.cli.texts import gettext as _
from voteapp.errors import InvalidInputError

SLIP_WIDTH, SLIP_HEIGHT = 98 * mm, 84 * mm
"""Six fit on A4 and on Letter, within what every printer prints."""

FOLD = 39 * mm
"""The fold's height above the lower edge: a little below the middle, so that what is folded over
covers the code and stands out a little."""

LEFT = RIGHT = 4 * mm
TOP = 3.2 * mm
BOTTOM = 3 * mm
FOLD_CLEAR = 2.2 * mm
"""Nothing stands nearer to the fold."""

CODE_TOP = FOLD - 10 * mm
"""Base line of the first of the code's two lines."""
CODE_LEADING = 5.4 * mm

SIZES = (
    *((20, 10), (18, 10), (18, 9.5), (18, 9), (16, 9), (15, 9), (14, 9)),
    *((13, 9), (12, 9), (11, 9), (10, 9), (9, 9)),
)
"""Points of the title and of the rest, the first pair that fits; nothing is smaller than 9."""
DESCENT = 0.22
"""The part of a line's height that is below its base line."""

_CUTS = ((4, None), (3, None), (2, None), (2, 3), (2, 2), (1, 2), (1, 1))
"""Lines of the title, and of who calls the vote until when: what is tried where all is too much."""


class SlipTexts(NamedTuple):
    """What stands on every slip. ``prefix`` is ``BASE/b/CODE#``."""

    title: str
    organizer: str
    closes: str
    prefix: str
    trial: bool

    @property
    def address(self) -> str:
        """Where the code is typed, as people write it, with the places at which a line may end."""
        return _mark_breaks(self.prefix.removesuffix("#").split("://", 1)[1])

    @property
    def check_address(self) -> str:
        """Where a receipt is looked for: on the booth's own host."""
        return _mark_breaks(urlsplit(self.prefix).netloc + "/check")


BREAK, KEEP = "\u200b", "\u2060"
"""Unseen: a place at which a line may end, and one at which it may not."""


def _mark_breaks(address: str) -> str:
    """A line ends before a dot or a stroke, never at a hyphen: it might be taken for none."""
    return re.sub(r"(?=[./])", BREAK, address.replace("-", "-" + KEEP))


class Block(NamedTuple):
    """Lines of one size, and the space above them (points)."""

    lines: list[Line]
    size: float
    above: float = 0
    indent: float = 0

    @property
    def height(self) -> float:
        """How much of the page it takes (points)."""
        return self.above + sum(line.leading for line in self.lines) * self.size


def _sum_heights(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks)


class Words:
    """A slip's texts, broken into lines. ``cut``: the options whose texts had to be cut."""

    def __init__(self, texts: SlipTexts, weights: Weights, width: float, narrow: float) -> None:
        """``width`` of the upper half and ``narrow`` of the place beside the code, in points.

        Raises InvalidInputError: ``font``, a letter of our own texts that no font holds;
        ``base-url``, an address that fits on no slip.
        """
        self.texts = texts
        self.plain = Setter(weights.plain)
        self.bold = Setter(weights.bold)
        self.cut: tuple[str, ...] = ()
        self._upper = self._set_upper(width, SLIP_HEIGHT - FOLD - TOP - FOLD_CLEAR)
        self._label = Block(self.plain.break_lines(_("Code:"), narrow / 9), 9)
        self._beside = self._set_beside(narrow)

    def draw_upper(self, canvas: Any, left: float, right: float, top: float) -> None:
        """What it is for, and how one votes."""
        self._draw(canvas, self._upper, left, right, top)

    def draw_beside(self, canvas: Any, left: float, right: float) -> None:
        """What stands beside the square code; the slip's lower edge is at 0."""
        self._draw(canvas, [self._label], left, right, FOLD - FOLD_CLEAR)
        top = CODE_TOP - CODE_LEADING - 1.6 * mm
        self._draw(canvas, self._beside, left, right, top)

    @staticmethod
    def _draw(canvas: Any, blocks: list[Block], left: float, right: float, top: float) -> None:
        for block in blocks:
            top -= block.above
            for line in block.lines:
                top -= block.size * line.leading
                base = top + block.size * line.leading * DESCENT
                line.draw(canvas, left + block.indent, right, base, block.size)

    def _set_upper(self, width: float, height: float) -> list[Block]:
        """Smaller letters first; then lines are cut; at last the check page's address goes."""
        for large, small in SIZES:
            blocks = self._arrange(width, large, small)
            if _sum_heights(blocks) <= height:
                return blocks
        large, small = SIZES[-1]
        for title, who in _CUTS:
            blocks = self._arrange(width, large, small, title, who)
            if _sum_heights(blocks) <= height:
                break
        self.cut = ("title",) if who is None else ("title", "organizer")
        while _sum_heights(blocks) > height:
            blocks.pop()
        return blocks

    def _arrange(
        self,
        width: float,
        large: float,
        small: float,
        title: int | None = None,
        who: int | None = None,
    ) -> list[Block]:
        """Everything of the upper half; ``title`` and ``who``: lines of which they have no more."""
        texts = self.texts
        blocks = [
            Block(self.bold.break_lines(texts.title, width / large, title), large),
            *(
                Block(self.plain.break_lines(text, width / small, who), small, 1.5)
                for text in self._who(is_cut=who is not None)
            ),
            Block(
                self.bold.break_lines(
                    _("Use mobile data, not the hospital’s Wi-Fi."), width / small
                ),
                small,
                2.5,
            ),
        ]
        if texts.trial:
            trial = self.bold.break_lines(_("TRIAL: this slip decides nothing."), width / small)
            blocks.insert(1, Block(trial, small))
        for number, text in enumerate(self._steps(), 1):
            blocks += self._number(f"{number}.", text, width, small)
        later = _("Check it later: %s") % texts.check_address
        return [*blocks, Block(self.plain.break_lines(later, width / small), small)]

    def _number(self, number: str, text: str, width: float, size: float) -> list[Block]:
        """A step with its number; the number is a block without height."""
        indent = 1.6 * size
        lines = self.plain.break_lines(text, (width - indent) / size)
        marked = Block(self.plain.break_lines(number, width), size)
        return [marked, Block(lines, size, -marked.height, indent)]

    def _who(self, *, is_cut: bool) -> list[str]:
        """Who asks, and until when: on one line, where both are read in one direction. What is cut
        is cut at its end: then the time comes first."""
        organizer, closes = self.texts.organizer, _("Voting ends: %s") % self.texts.closes
        both = [closes, organizer] if is_cut else [organizer, closes]
        if find_direction(organizer) == find_direction(closes):
            return [" · ".join(both)]
        return both

    def _steps(self) -> list[str]:
        return [
            _("Scan the square code, or type address and code."),
            _("Read, choose, seal, send. Keep slip and receipt."),
        ]

    def _set_beside(self, width: float) -> list[Block]:
        """The address and a reminder; where the address is long, it alone, broken anywhere."""
        room = CODE_TOP - CODE_LEADING - 1.6 * mm - BOTTOM
        address = _("Address: %s") % self.texts.address
        once = _("One slip, one member, one time. Show the code to nobody.")
        reminder = Block(self.plain.break_lines(once, width / 9), 9, 2)
        for size in (10, 9):
            shown = Block(self.bold.break_lines(address, width / size), size)
            if _sum_heights([shown, reminder]) <= room:
                return [shown, reminder]
        if shown.height > room:
            solid = address.replace(BREAK, "").replace(" ", "\u00a0")
            shown = Block(self.bold.break_lines(solid, width / 9), 9)
        if shown.height > room:
            raise InvalidInputError("base-url", _("This address is too long for a slip."))
        return [shown]
