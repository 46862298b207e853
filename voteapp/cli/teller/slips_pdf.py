"""Slips on paper: QR code and token, instructions, cut and fold lines, and the box's cover sheet.

A slip is folded along its dotted line, so that the side with the code is inside. What is the same
on every slip is drawn once, as a form; a slip adds its code and its token only.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import QRData
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from voteapp.campaign.slips.tokens import format_token
from voteapp.cli.texts import gettext as _
from voteapp.errors import InvalidInputError

COLUMNS, ROWS = 2, 4
SLIPS_A_PAGE = COLUMNS * ROWS
MASK = 3
"""A fixed mask: choosing the best one takes seven times as long and helps no phone of today."""

_ALPHANUMERIC: Literal[2] = 2
_BYTES: Literal[4] = 4
"""The code's modes: the address needs bytes, the token fits the denser one."""

PAGES = {"a4": A4, "letter": letter}
_MARGIN = 7 * mm
_QR_SIZE = 31 * mm
_TOKEN_FONT = "Courier-Bold"  # noqa: S105 - a typeface


class SlipTexts(NamedTuple):
    """What stands on every slip. ``prefix`` is ``BASE/b/CODE#``."""

    title: str
    organizer: str
    closes: str
    prefix: str
    trial: bool


class Fonts(NamedTuple):
    """Names of the faces in use, for running text and for titles."""

    plain: str
    bold: str


def load_fonts(path: str | None, texts: Sequence[str]) -> Fonts:
    """The standard faces, or a TrueType file that holds the texts' script.

    Raises InvalidInputError (``font``) where a text cannot be drawn.
    """
    if path is None:
        if not all(_is_latin(text) for text in texts):
            raise InvalidInputError(
                "font", _("These texts need a font with their script: name one with --font.")
            )
        return Fonts("Helvetica", "Helvetica-Bold")
    try:
        font = TTFont("Slip", path)
    except TTFError as error:
        raise InvalidInputError("font", _("This font cannot be used: %s") % error) from None
    drawn = {character for text in texts for character in text if not character.isspace()}
    if not all(ord(character) in font.face.charToGlyph for character in drawn):
        raise InvalidInputError("font", _("This font does not hold every letter of the texts."))
    pdfmetrics.registerFont(font)
    return Fonts("Slip", "Slip")


def _is_latin(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def create_qr(prefix: str, token: str, version: int | None) -> tuple[list[list[bool]], int]:
    """The code's modules, without border, and its version (None: the smallest that fits)."""
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    code.add_data(QRData(prefix.encode(), mode=_BYTES))
    code.add_data(QRData(token.encode(), mode=_ALPHANUMERIC))
    code.make(fit=version is None)
    return [[bool(module) for module in row] for row in code.modules], code.version


def encode_inline_image(modules: Sequence[Sequence[bool]]) -> str:
    """A PDF inline image, one bit a module, dark is 0."""
    size = len(modules)
    padding = -size % 8
    rows = (
        format(int("".join("0" if m else "1" for m in row) + "1" * padding, 2), "x").zfill(
            (size + padding) // 4
        )
        for row in modules
    )
    head = f"BI /W {size} /H {size} /BPC 1 /CS /G /F /AHx ID "
    return head + "".join(rows) + "> EI"


class SlipPrinter:
    """Draws slips, a page at a time."""

    def __init__(self, texts: SlipTexts, page: str, fonts: Fonts) -> None:
        self._texts = texts
        self._fonts = fonts
        self._stream = io.BytesIO()
        self._size = PAGES[page]
        self._width = self._size[0] / COLUMNS
        self._height = self._size[1] / ROWS
        # The bytes depend on nothing but the slips: no date, no name of a person.
        self._canvas: Any = Canvas(
            self._stream, pagesize=self._size, invariant=1, pageCompression=1
        )
        self._canvas.setTitle(_("Slips"))
        self._version: int | None = None

    def draw(self, tokens: Sequence[str], on_slip: Callable[[int], None]) -> bytes:
        """The whole document: cover sheet, then the slips in order."""
        self._draw_cover(len(tokens))
        self._canvas.beginForm("page")
        self._draw_same()
        self._canvas.endForm()
        for start in range(0, len(tokens), SLIPS_A_PAGE):
            self._canvas.doForm("page")
            for place, token in enumerate(tokens[start : start + SLIPS_A_PAGE]):
                self._draw_slip(place, token)
                on_slip(start + place + 1)
            self._canvas.showPage()
        self._canvas.save()
        return self._stream.getvalue()

    def _origin(self, place: int) -> tuple[float, float]:
        row, column = divmod(place, COLUMNS)
        return column * self._width, self._size[1] - (row + 1) * self._height

    def _draw_slip(self, place: int, token: str) -> None:
        x, y = self._origin(place)
        modules, self._version = create_qr(self._texts.prefix, token, self._version)
        left = x + self._width * 0.75 - _QR_SIZE / 2
        top = y + self._height - 10 * mm - _QR_SIZE
        matrix = f"q {_QR_SIZE:.3f} 0 0 {_QR_SIZE:.3f} {left:.3f} {top:.3f} cm"
        # The canvas has no public way to write an inline image of one bit a pixel.
        self._canvas._code.append(f"{matrix} {encode_inline_image(modules)} Q")
        groups = format_token(token).split("-")
        self._canvas.setFont(_TOKEN_FONT, 10)
        center = x + self._width * 0.75
        self._canvas.drawCentredString(center, top - 6 * mm, "-".join(groups[:3]))
        self._canvas.drawCentredString(center, top - 10.5 * mm, "-".join(groups[3:]))

    def _draw_same(self) -> None:
        """Everything of a page that is the same: lines, titles, instructions."""
        canvas = self._canvas
        canvas.setLineWidth(0.4)
        canvas.setDash(4, 3)
        for column in range(1, COLUMNS):
            canvas.line(column * self._width, 0, column * self._width, self._size[1])
        for row in range(1, ROWS):
            canvas.line(0, row * self._height, self._size[0], row * self._height)
        canvas.setDash(0.5, 2)
        for place in range(SLIPS_A_PAGE):
            x, y = self._origin(place)
            canvas.line(x + self._width / 2, y, x + self._width / 2, y + self._height)
        canvas.setDash()
        for place in range(SLIPS_A_PAGE):
            self._draw_instructions(*self._origin(place))

    def _draw_instructions(self, x: float, y: float) -> None:
        canvas, texts = self._canvas, self._texts
        width = self._width / 2 - 2 * _MARGIN + 3 * mm
        left, line = x + _MARGIN - 1.5 * mm, y + self._height - 9 * mm
        canvas.setFont(self._fonts.bold, 10)
        for text in simpleSplit(texts.title, self._fonts.bold, 10, width)[:3]:
            canvas.drawString(left, line, text)
            line -= 4.2 * mm
        line -= 1 * mm
        size, paragraphs = self._fit(width, line - y - 2 * mm)
        canvas.setFont(self._fonts.plain, size)
        for lines in paragraphs:
            for text in lines:
                canvas.drawString(left, line, text)
                line -= size * 1.18
            line -= size * 0.45
        canvas.setFont(self._fonts.plain, 6)
        center = x + self._width * 0.75
        canvas.drawCentredString(center, y + 9 * mm, _("Fold here and keep this side inside."))
        if texts.trial:
            canvas.setFont(self._fonts.bold, 9)
            canvas.drawCentredString(center, y + self._height - 7 * mm, _("TRIAL"))

    def _fit(self, width: float, height: float) -> tuple[float, list[list[str]]]:
        """The largest letters with which the instructions fit, and their lines."""
        size, split = 0.0, []
        for size in (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5):
            split = [
                simpleSplit(paragraph, self._fonts.plain, size, width)
                for paragraph in self._paragraphs()
            ]
            lines = sum(len(paragraph) for paragraph in split)
            if lines * size * 1.18 + len(split) * size * 0.45 <= height:
                break
        return size, split

    def _paragraphs(self) -> list[str]:
        texts = self._texts
        address = texts.prefix.removesuffix("#")
        return [
            _("From: %s") % texts.organizer,
            _("1. Scan the code with your phone, or go to %s and type the letters.") % address,
            _("2. Use your own mobile data, not the hospital's Wi-Fi."),
            _("3. Choose, check, send. Save your receipt."),
            _("This slip works once. It does not say who you are."),
            _("Do not photograph it or give it away."),
            _("Voting ends: %s") % texts.closes,
        ]

    def _draw_cover(self, count: int) -> None:
        canvas, texts = self._canvas, self._texts
        left, line = 25 * mm, self._size[1] - 35 * mm
        for text in simpleSplit(texts.title, self._fonts.bold, 20, self._size[0] - 50 * mm)[:4]:
            canvas.setFont(self._fonts.bold, 20)
            canvas.drawString(left, line, text)
            line -= 10 * mm
        canvas.setFont(self._fonts.plain, 12)
        sheets = -(-count // SLIPS_A_PAGE)
        for text in self._cover_lines(count, sheets):
            canvas.drawString(left, line, text)
            line -= 9 * mm
        canvas.setLineWidth(0.5)
        for label in (_("First signature"), _("Second signature")):
            line -= 16 * mm
            canvas.line(left, line + 5 * mm, self._size[0] - left, line + 5 * mm)
            canvas.drawString(left, line, label)
        canvas.showPage()

    def _cover_lines(self, count: int, sheets: int) -> Iterable[str]:
        blank = "____________"
        yield _("From: %s") % self._texts.organizer
        yield _("Cover sheet for the box of slips")
        yield _("Slips printed: %(count)d, on %(sheets)d sheets") % {
            "count": count,
            "sheets": sheets,
        }
        yield _("Put into the box by:") + " " + blank + "   " + _("on:") + " " + blank
        for label in (_("Handed out:"), _("Spoiled:"), _("Returned:"), _("Left in the box:")):
            yield f"{label} {blank}"
        yield _("Two people count and sign before voting closes.")
        if self._texts.trial:
            yield _("TRIAL: these slips decide nothing.")


def create_slips_pdf(
    texts: SlipTexts,
    tokens: Sequence[str],
    *,
    page: str = "a4",
    font: str | None = None,
    on_slip: Callable[[int], None] = lambda done: None,
) -> bytes:
    """A PDF of all slips with their cover sheet; raises InvalidInputError (``font``)."""
    fonts = load_fonts(font, [texts.title, texts.organizer, texts.closes])
    return SlipPrinter(texts, page, fonts).draw(tokens, on_slip)
