"""Words that stand in a frame of their own on a page."""

from __future__ import annotations

from typing import NamedTuple


class Tag(NamedTuple):
    """A word or two in a frame; ``kind`` gives its colour."""

    text: str
    kind: str


class Notice(NamedTuple):
    """A sentence in a box; ``kind`` is the box's class."""

    text: str
    kind: str = "notice"
