"""The trustees' common folder: its files' names, and the ceremony's numbers in ``shape.json``.

docs/formats.md, "The trustees' ceremony".
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.campaign.ceremony.messages import check_singles, check_size
from voteapp.campaign.ceremony.table import find_message
from voteapp.errors import MisuseError

NAME = "shape.json"


def name_message(step: str, number: int, *, single: bool = False) -> str:
    """The file of trustee ``number``'s message of a step; MisuseError where it has none."""
    message = find_message(step, "single" if single else "threshold")
    if message is None:
        raise MisuseError(f"a trustee of this kind has no step {step}")
    return f"{message.file_name}-{number}.json"


class Shape(NamedTuple):
    """How many trustees there are, how many of them decrypt, and how many stand beside them."""

    size: int
    threshold: int
    singles: int


class _File(Record, frozen=True, kw_only=True):
    type: Literal["voteapp-ceremony-shape"] = "voteapp-ceremony-shape"
    version: Literal[1] = 1
    trustees: int
    threshold: int
    singles: int


def encode_shape(shape: Shape) -> bytes:
    """Canonical JSON."""
    return encode_canonical(
        _File(trustees=shape.size, threshold=shape.threshold, singles=shape.singles)
    )


def decode_shape(data: bytes) -> Shape:
    """Read and check it; raises ProtocolError ``file-encoding``, InvalidInputError ``trustees``,
    ``threshold`` or ``singles``."""
    found = decode_strict(data, _File, "file-encoding", f"the file {NAME}")
    check_size(found.trustees, found.threshold)
    check_singles(found.singles)
    return Shape(found.trustees, found.threshold, found.singles)
