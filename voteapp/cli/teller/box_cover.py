"""The cover sheet of the box of slips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.lib.units import mm

from voteapp.cli.teller.slip_texts import Words
from voteapp.cli.texts import gettext as _

_EDGE = 25 * mm
_TITLE, _TEXT = 20, 12


def draw_cover(
    canvas: Any, size: tuple[float, float], words: Words, count: int, sheets: int
) -> None:
    """Draw the sheet; ``size`` of the page in points."""
    left, right, base = _EDGE, size[0] - _EDGE, size[1] - 35 * mm
    for line in words.bold.break_lines(words.texts.title, (right - left) / _TITLE, 5):
        line.draw(canvas, left, right, base, _TITLE)
        base -= 9 * mm
    base -= 2 * mm
    for text in _lines(words, count, sheets):
        for line in words.plain.break_lines(text, (right - left) / _TEXT):
            line.draw(canvas, left, right, base, _TEXT)
            base -= 5.5 * mm
        base -= 3.5 * mm
    canvas.setLineWidth(0.5)
    for label in (_("First signature"), _("Second signature")):
        base -= 14 * mm
        canvas.line(left, base + 5 * mm, right, base + 5 * mm)
        words.plain.break_lines(label, right - left)[0].draw(canvas, left, right, base, _TEXT)


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
