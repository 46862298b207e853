"""When a campaign opens and closes, as it was fixed, as it is now, and as it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Times:
    """``opening`` and ``closing`` are in force, amendments and all; ``first_`` ones are those of
    the draft, which are the manifest's from Fix on. ``opened`` and ``closed`` are there once it
    happened. ``decrypts``: no total is opened before; None: once voting is over.

    ``late``: the opening time is over and voting has not been opened. ``ended``: it never will be,
    or was cancelled.
    """

    timezone: str
    opening: datetime
    closing: datetime
    first_opening: datetime
    first_closing: datetime
    opened: datetime | None
    closed: datetime | None
    decrypts: datetime | None
    late: bool
    ended: bool
