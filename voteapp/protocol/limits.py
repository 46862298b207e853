"""How large JSON may be, looked at before it is parsed.

A reader that parses first pays for whatever somebody wrote: lists of nothing take fifty times their
bytes in memory. The same bounds hold in JavaScript (``types.js``), so that both refuse the same
bytes. Nothing here runs through the bytes in Python.
"""

from __future__ import annotations

import re
from itertools import islice

from voteapp.errors import ProtocolError

MAX_OBJECT_BYTES = 16 * 1024 * 1024
"""No object is larger (public credentials of 60,000 members take 4 MB, the evidence 8 MB)."""

MAX_PAPER_BYTES = 4 * 1024 * 1024
"""Of what is read and kept as a whole: election, manifest, questionnaire (1,024 units and 64
tellers take 2 MB)."""

MAX_TRUSTEES_BYTES = 1024 * 1024
"""Of the trustees structure: a hundred of whom all must decrypt take 900 KB, and their keys as long
to check as a thousand ballots."""

MAX_VALUES = 1_000_000
"""Signs that begin or part values, wherever they stand; as many quotation marks."""

MAX_NESTING = 64
"""Lists and objects within each other."""

MAX_TEXT_BYTES = 1024 * 1024
"""Of one text or name, as written."""

MAX_LARGE = 1000
"""Numbers of sixteen digits or more, of which an honest object has none."""

_LARGE = re.compile(rb"[:,[]-?[0-9]{16}")
_BROKEN = re.compile(rb"[0-9][.eE]")
"""Of a number: our formats have whole ones, and what is too large to be read is not always seen."""

_OPENINGS = bytes.maketrans(b"{}", b"[]")
_OTHERS = bytes(set(range(256)) - set(b"[]{}"))


def check_json_limits(data: bytes, code: str, what: str, most: int = MAX_OBJECT_BYTES) -> None:
    """Require that parsing is cheap; ``most``: bytes of such an object. Raises ProtocolError with
    ``code``."""
    if len(data) > most:
        raise ProtocolError(code, f"{what} is larger than {most} bytes")
    values = sum(map(data.count, (b",", b":", b"[", b"{")))
    if values > MAX_VALUES or data.count(b'"') > MAX_VALUES:
        raise ProtocolError(code, f"{what} has more than {MAX_VALUES} values")
    if next(islice(_LARGE.finditer(data), MAX_LARGE, None), None) is not None:
        raise ProtocolError(code, f"{what} has more than {MAX_LARGE} large numbers")
    if b"\\" in data:
        # In pairs from the left, as escapes are read: what is left before a mark escapes it.
        data = data.replace(b"\\\\", b"__").replace(b'\\"', b"__")
    parts = data.split(b'"')
    if max(map(len, parts[1::2]), default=0) > MAX_TEXT_BYTES:
        raise ProtocolError(code, f"{what} has a text of more than {MAX_TEXT_BYTES} bytes")
    outside = b"".join(parts[::2])
    if _BROKEN.search(outside):
        raise ProtocolError(code, f"{what} has a number that is not whole")
    _check_depth(outside.translate(_OPENINGS, _OTHERS), code, what)


def _check_depth(brackets: bytes, code: str, what: str) -> None:
    """``brackets``: square ones only; each round takes the innermost away."""
    for _ in range(MAX_NESTING):
        inner = brackets.replace(b"[]", b"")
        if not inner:
            return
        if len(inner) == len(brackets):
            raise ProtocolError(code, f"{what}: malformed JSON")
        brackets = inner
    raise ProtocolError(code, f"{what} is nested too deeply")
