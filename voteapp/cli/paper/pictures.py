"""Square codes in pictures: a photograph or a scan of a slip, read on this machine."""

from __future__ import annotations

import warnings
from pathlib import Path

import zxingcpp
from PIL import Image

from voteapp.cli import Failure
from voteapp.cli.texts import gettext as _

MOST_PIXELS = 100_000_000
_SQUARE = zxingcpp.barcode_formats_from_str("QRCode")


def read_square_codes(path: Path) -> list[str]:
    """The texts of all square codes (QR) in a picture, each once. Raises Failure where the file is
    no picture, or too large."""
    try:
        with warnings.catch_warnings(), Image.open(path) as picture:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                raise Failure(_("%(name)s is too large") % {"name": path.name})
            found = zxingcpp.read_barcodes(picture.convert("L"), _SQUARE)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Failure(_("%(name)s is not a picture.") % {"name": path.name}) from None
    return list(dict.fromkeys(code.text for code in found))
