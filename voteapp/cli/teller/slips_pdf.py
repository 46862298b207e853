"""Slips on paper: what the vote is for, how one votes, the square code, the same in letters.

A slip is folded along its dotted line, so that the half with the code is inside. The code's place
comes first and is the same on every slip; texts get smaller, and at last are cut with a sign, to
fit beside it. What is the same on every slip is drawn once, as a form; a slip adds its codes only.
The teller's page prints the same slip (static/js/teller/sheets.js, static/css/slips.css).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from voteapp.campaign.slips.pins import SlipCode, format_slip_code
from voteapp.cli.paper.faces import TELLER, check_letters, load_faces
from voteapp.cli.teller.box_cover import draw_cover
from voteapp.cli.teller.slip_texts import (
    BOTTOM,
    CODE_LEADING,
    CODE_TOP,
    FOLD,
    LEFT,
    RIGHT,
    SLIP_HEIGHT,
    SLIP_WIDTH,
    TOP,
    SlipTexts,
    Words,
)
from voteapp.cli.teller.square_codes import encode_all
from voteapp.cli.texts import gettext as _

COLUMNS, ROWS = 2, 3
SLIPS_A_PAGE = COLUMNS * ROWS
PAGES = {"a4": A4, "letter": letter}
_QR_SIZE = 33 * mm
_TOKEN_FONT = "Courier-Bold"  # noqa: S105 - a typeface
_TOKEN_SIZE = 13
_BESIDE = LEFT + _QR_SIZE + 5 * mm
"""Left edge of what stands beside the square code."""


class SlipPrinter:
    """Draws slips, a page at a time."""

    def __init__(self, words: Words, page: str, *, empty_backs: bool) -> None:
        self._words = words
        self._empty_backs = empty_backs
        self._stream = io.BytesIO()
        self._size = PAGES[page]
        self._left = (self._size[0] - COLUMNS * SLIP_WIDTH) / 2
        self._bottom = (self._size[1] - ROWS * SLIP_HEIGHT) / 2
        # As bytes, not as text: a quarter smaller.
        rl_config.useA85 = 0
        # The bytes depend on nothing but the slips: no date, no name of a person.
        self._canvas: Any = Canvas(
            self._stream, pagesize=self._size, invariant=1, pageCompression=1
        )
        self._canvas.setTitle(_("Slips"))
        # Asked of the printer: one side, and no other size than this one.
        self._canvas.setViewerPreference("Duplex", "Simplex")
        self._canvas.setViewerPreference("PrintScaling", "None")

    def draw(
        self,
        codes: Sequence[SlipCode],
        tellers: Sequence[tuple[str, int]],
        on_slip: Callable[[int], None],
    ) -> bytes:
        """The whole document: cover sheet (and sheets for tellers whom it cannot hold), then the
        slips in order."""
        sheets = -(-len(codes) // SLIPS_A_PAGE)
        draw_cover(
            self._canvas, self._size, self._words, (len(codes), sheets), tellers, self._end_sheet
        )
        self._make_form("slip", self._draw_texts)
        self._make_form("page", self._draw_same)
        images = encode_all(self._words.texts.prefix, [code.text for code in codes])
        for start in range(0, len(codes), SLIPS_A_PAGE):
            self._canvas.doForm("page")
            for place, code in enumerate(codes[start : start + SLIPS_A_PAGE]):
                self._draw_slip(place, code, next(images))
                on_slip(start + place + 1)
            self._end_sheet()
        self._canvas.save()
        return self._stream.getvalue()

    def _make_form(self, name: str, draw: Callable[[], None]) -> None:
        self._canvas.beginForm(name)
        draw()
        self._canvas.endForm()

    def _end_sheet(self) -> None:
        self._canvas.showPage()
        if self._empty_backs:
            self._canvas.showPage()

    def _origin(self, place: int) -> tuple[float, float]:
        """Where a slip's lower left corner is."""
        row, column = divmod(place, COLUMNS)
        return (
            self._left + column * SLIP_WIDTH,
            self._bottom + (ROWS - 1 - row) * SLIP_HEIGHT,
        )

    def _draw_slip(self, place: int, code: SlipCode, image: str) -> None:
        x, y = self._origin(place)
        left, bottom = x + LEFT, y + BOTTOM
        matrix = f"q {_QR_SIZE:.3f} 0 0 {_QR_SIZE:.3f} {left:.3f} {bottom:.3f} cm"
        # The canvas has no public way to write an inline image of one bit a pixel.
        self._canvas._code.append(f"{matrix} {image} Q")
        groups = format_slip_code(code).split("-")
        self._canvas.setFont(_TOKEN_FONT, _TOKEN_SIZE)
        base = y + CODE_TOP
        for line in ("-".join(groups[:3]), "-".join(groups[3:])):
            self._canvas.drawString(x + _BESIDE, base, line)
            base -= CODE_LEADING

    def _draw_same(self) -> None:
        """Everything of a page that is the same: lines, titles, instructions."""
        canvas = self._canvas
        width, height = COLUMNS * SLIP_WIDTH, ROWS * SLIP_HEIGHT
        canvas.setLineWidth(0.4)
        canvas.setStrokeGray(0.45)
        canvas.setDash(4, 3)
        for column in range(COLUMNS + 1):
            x = self._left + column * SLIP_WIDTH
            canvas.line(x, self._bottom, x, self._bottom + height)
        for row in range(ROWS + 1):
            y = self._bottom + row * SLIP_HEIGHT
            canvas.line(self._left, y, self._left + width, y)
        canvas.setDash(0.6, 2)
        for place in range(SLIPS_A_PAGE):
            x, y = self._origin(place)
            canvas.line(x, y + FOLD, x + SLIP_WIDTH, y + FOLD)
        canvas.setDash()
        for place in range(SLIPS_A_PAGE):
            canvas.saveState()
            canvas.translate(*self._origin(place))
            canvas.doForm("slip")
            canvas.restoreState()

    def _draw_texts(self) -> None:
        """A slip's texts; its lower left corner is at 0, 0."""
        right = SLIP_WIDTH - RIGHT
        self._words.draw_upper(self._canvas, LEFT, right, SLIP_HEIGHT - TOP)
        self._words.draw_beside(self._canvas, _BESIDE, right)


def create_slips_pdf(
    texts: SlipTexts,
    codes: Sequence[SlipCode],
    *,
    page: str = "a4",
    fonts: Sequence[str] = (),
    tellers: Sequence[tuple[str, int]] = (),
    empty_backs: bool = False,
    on_slip: Callable[[int], None] = lambda done: None,
) -> tuple[bytes, tuple[str, ...]]:
    """A PDF of all slips with their cover sheet, and the names of the texts that had to be cut.
    The cover names ``tellers``, each with a number of slips.

    Raises InvalidInputError: ``font``, a file that cannot be used; the name of a text, a letter
    that no font holds.
    """
    weights = load_faces(fonts)
    named = {"title": texts.title, "organizer": texts.organizer, "closes": texts.closes}
    check_letters(weights.plain, named)
    check_letters(weights.plain, {TELLER: "".join(name for name, _count in tellers)})
    words = Words(texts, weights, SLIP_WIDTH - LEFT - RIGHT, SLIP_WIDTH - _BESIDE - RIGHT)
    pdf = SlipPrinter(words, page, empty_backs=empty_backs).draw(codes, tellers, on_slip)
    return pdf, words.cut
