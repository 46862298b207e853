"""Charts that repeat a table: integer geometry for SVG that a template writes."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 1000
"""Units across the whole of a bar."""


@dataclass(frozen=True)
class Bar:
    """One bar: ``length`` of ``WIDTH``; ``mark`` is where a needed share lies, if any."""

    length: int
    mark: int | None


def bar(part: int, whole: int, needed: tuple[int, int] | None = None) -> Bar:
    """The bar of ``part`` in ``whole``, with a mark at the fraction ``needed`` (a/b)."""
    length = WIDTH * min(part, whole) // whole if whole > 0 else 0
    mark = WIDTH * needed[0] // needed[1] if needed and needed[1] > 0 else None
    return Bar(length, mark)
