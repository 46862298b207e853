"""Printed slips, read as a phone's camera reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdfium2
import zxingcpp


@dataclass(frozen=True)
class Slip:
    """What a phone's camera reads off a printed slip."""

    address: str
    picture: bytes

    @property
    def token(self) -> str:
        return self.address.split("#")[1]


def read_slips(pdf: bytes) -> list[Slip]:
    """Render the printed pages and decode every square code on them."""
    slips = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        image = page.render(scale=3).to_pil()
        codes = zxingcpp.read_barcodes(image)
        for code in codes:
            if number == 0:
                raise AssertionError("the cover sheet carries a code")
            corners = code.position
            xs = [p.x for p in (corners.top_left, corners.top_right, corners.bottom_left)]
            ys = [p.y for p in (corners.top_left, corners.top_right, corners.bottom_left)]
            box = (min(xs) - 25, min(ys) - 25, max(xs) + 25, max(ys) + 25)
            buffer = io.BytesIO()
            image.crop(box).save(buffer, "PNG")
            slips.append(Slip(code.text, buffer.getvalue()))
    return slips
