"""The cover sheet of the box of slips."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reportlab.lib.units import mm

from voteapp.cli.teller.slip_texts import Words
from voteapp.cli.texts import gettext as _

_EDGE = 25 * mm
_TITLE, _TEXT = 20, 12
_LEADING, _GAP = 5.5 * mm, 3.5 * mm
_SIGNATURES = 2 * 14 * mm
"""What two lines to sign on need."""

Tellers = Sequence[tuple[str, int]]


def draw_cover(
    canvas: Any,
    size: tuple[float, float],
    words: Words,
    counts: tuple[int, int],
    tellers: Tellers,
    end_sheet: Callable[[], None],
) -> None:
    """Draw the sheet; ``size`` of the page in points; ``counts``: slips and sheets.

    It names every teller, whom people know or do not know; those for whom there is no room get
    sheets of their own.
    """
    cover = _Sheet(canvas, size, words)
    for line in words.bold.break_lines(words.texts.title, cover.width / _TITLE, 5):
        line.draw(canvas, cover.left, cover.right, cover.base, _TITLE)
        cover.base -= 9 * mm
    cover.base -= 2 * mm
    named, texts = list(_name_tellers(tellers)), list(_lines(words, *counts))
    room = cover.base - _EDGE - _SIGNATURES - sum(map(cover.measure, texts))
    fits = sum(map(cover.measure, named)) <= room
    first = named if fits else [_("The tellers who made the slips stand on the next sheet.")]
    for text in (*texts[:_BEFORE], *first, *texts[_BEFORE:]):
        cover.draw(text)
    _draw_signatures(cover)
    end_sheet()
    if not fits:
        _draw_tellers(canvas, size, words, named, end_sheet)


_BEFORE = 3
"""Lines of the cover that stand before the tellers."""


class _Sheet:
    """A sheet that is filled from above; ``base`` is where the next line stands."""

    def __init__(self, canvas: Any, size: tuple[float, float], words: Words) -> None:
        self.canvas, self.words = canvas, words
        self.left, self.right, self.base = _EDGE, size[0] - _EDGE, size[1] - 35 * mm
        self.width = self.right - self.left

    def measure(self, text: str) -> float:
        """How much room a text takes, with the gap below it."""
        lines = len(self.words.plain.break_lines(text, self.width / _TEXT))
        return float(lines * _LEADING + _GAP)

    def draw(self, text: str) -> None:
        """Put a text below the last one."""
        for line in self.words.plain.break_lines(text, self.width / _TEXT):
            line.draw(self.canvas, self.left, self.right, self.base, _TEXT)
            self.base -= _LEADING
        self.base -= _GAP


def _draw_signatures(sheet: _Sheet) -> None:
    sheet.canvas.setLineWidth(0.5)
    for label in (_("First signature"), _("Second signature")):
        sheet.base -= 14 * mm
        line = sheet.base + 5 * mm
        sheet.canvas.line(sheet.left, line, sheet.right, line)
        (words,) = sheet.words.plain.break_lines(label, sheet.width, 1)
        words.draw(sheet.canvas, sheet.left, sheet.right, sheet.base, _TEXT)


def _draw_tellers(
    canvas: Any,
    size: tuple[float, float],
    words: Words,
    named: Sequence[str],
    end_sheet: Callable[[], None],
) -> None:
    sheet = _Sheet(canvas, size, words)
    for text in named:
        if sheet.base - sheet.measure(text) < _EDGE:
            end_sheet()
            sheet = _Sheet(canvas, size, words)
        sheet.draw(text)
    end_sheet()


def _name_tellers(tellers: Tellers) -> Iterator[str]:
    for name, count in tellers:
        yield _("Teller %(name)s: %(count)d slips") % {"name": name, "count": count}


def _lines(words: Words, count: int, sheets: int) -> Iterator[str]:
    blank = "____________"
    yield words.texts.organizer
    yield _("Cover sheet for the box of slips")
    yield _("Slips printed: %(count)d, on %(sheets)d sheets") % {"count": count, "sheets": sheets}
    yield _(
        "Print on one side of the paper, at its own size. Cut along the dashed lines, fold along"
        " the dotted one with the print inside."
    )
    yield _("Put into the box by:") + " " + blank + "   " + _("on:") + " " + blank
    for label in (_("Handed out:"), _("Spoiled:"), _("Returned:"), _("Left in the box:")):
        yield f"{label} {blank}"
    yield _("Two people count and sign before voting closes.")
    yield _("Unused, spoiled and returned slips are sealed in envelopes and kept for a year.")
    if words.texts.trial:
        yield _("TRIAL: these slips decide nothing.")
