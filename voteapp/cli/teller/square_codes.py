"""The slips' square codes as PDF draws them; many are made on all cores at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, Literal

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import QRData

MASK = 3
"""A fixed mask: choosing the best one takes seven times as long and helps no phone of today."""

_ALPHANUMERIC: Literal[2] = 2
_BYTES: Literal[4] = 4
"""The code's modes: the address needs bytes, the slip's code fits the denser one."""

FEWEST_ON_ALL_CORES = 300
"""Codes: starting worker processes costs more than drawing so few."""
CODES_AT_ONCE = 50

_DIGITS = b"10" + bytes(254)
"""Of a module: dark is 0, as in PDF's gray."""


def create_qr(prefix: str, text: str, version: int | None) -> QRCode[Any]:
    """The code, without border; of ``version`` (None: the smallest that fits)."""
    code = QRCode(version=version, error_correction=ERROR_CORRECT_M, mask_pattern=MASK, border=0)
    code.add_data(QRData(prefix.encode(), mode=_BYTES))
    code.add_data(QRData(text.encode(), mode=_ALPHANUMERIC))
    code.make(fit=version is None)
    return code


def encode_inline_image(prefix: str, version: int, text: str) -> str:
    """The code as a PDF inline image, one bit a module."""
    modules = create_qr(prefix, text, version).modules
    size = len(modules)
    margin = b"1" * (-size % 8)
    digits = (size + len(margin)) // 4
    rows = (int(bytes(map(bool, row)).translate(_DIGITS) + margin, 2) for row in modules)
    head = f"BI /W {size} /H {size} /BPC 1 /CS /G /F /AHx ID "
    return head + "".join(f"{row:0{digits}x}" for row in rows) + "> EI"


def encode_all(prefix: str, texts: Sequence[str]) -> Iterator[str]:
    """The images of codes that are all of one length, in their order."""
    version = create_qr(prefix, texts[0], None).version if texts else 1
    encode = partial(encode_inline_image, prefix, version)
    workers = os.cpu_count() or 1
    if workers == 1 or len(texts) < FEWEST_ON_ALL_CORES:
        yield from map(encode, texts)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(encode, texts, chunksize=CODES_AT_ONCE)
