"""Sheets of slips, as somebody with a ruler and a phone looks at them."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import zxingcpp
from PIL import Image

SCALE = 3
"""Pixels a point: 216 to the inch, which every printer does."""

MM = SCALE * 72 / 25.4
SLIP = (98, 84)
FOLD = 39
"""Millimetres: a slip, and how high its fold is above its lower edge."""


def render(pdf: bytes) -> list[Image.Image]:
    """Every page, as it is printed."""
    return [page.render(scale=SCALE).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def scan(pages: Sequence[Image.Image]) -> list[list[str]]:
    """The square codes of each page."""
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]


def is_empty(page: Image.Image) -> bool:
    """Whether nothing at all is printed."""
    return page.convert("L").getextrema() == (255, 255)


def find_ink(page: Image.Image, left: float, top: float, width: float, height: float) -> bool:
    """Whether anything dark is printed within a place (mm)."""
    box = (left * MM, top * MM, (left + width) * MM, (top + height) * MM)
    return page.convert("L").crop(tuple(map(round, box))).getextrema()[0] < 128


def find_ink_at_fold(page: Image.Image, left: float, top: float, reach: float = 1.5) -> bool:
    """Whether text comes near the fold of the slip whose corner is at ``left``, ``top`` (mm)."""
    fold, width, clear = top + SLIP[1] - FOLD, SLIP[0] - 2, reach - 0.4
    return any(
        find_ink(page, left + 1, strip, width, clear) for strip in (fold - reach, fold + 0.4)
    )
