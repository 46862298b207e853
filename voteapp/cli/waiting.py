"""How long a server asks to be left alone, for every command that asks it for something.

``Retry-After`` of RFC 9110, "Retry-After": seconds, or an instant. Only 429 and 503 mean it so.
"""

from __future__ import annotations

import http.client
import time
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import click

from voteapp.cli.texts import Terminal

MOST_WAIT_SECONDS = 600
"""For one file, all waits together: whoever stands before a command is not kept longer, and a
mirror looks again by itself."""

MOST_WAITS = 3
"""For one file: a server that always says "in a second" is busy, and that is what is told."""

_STATUSES = (http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE)
_MOST_DIGITS = 9


def read_wait(status: int, headers: Message, now: datetime) -> int | None:
    """Whole seconds that an answer asks to wait, at least 1; None where it asks for nothing, for
    what is over, or for what cannot be read.

    An instant is compared with the one at which the server says that it answered (``Date``), else
    with ``now``: the clocks of two machines differ.
    """
    asked = (headers.get("Retry-After") or "").strip()
    if status not in _STATUSES or not asked:
        return None
    if asked.isascii() and asked.isdigit():
        seconds = int(asked) if len(asked) <= _MOST_DIGITS else 0
    else:
        until, since = _read_instant(asked), _read_instant(headers.get("Date") or "")
        seconds = 0 if until is None else -int(((since or now) - until).total_seconds() // 1)
    return seconds if seconds > 0 else None


def _read_instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


class Patience:
    """What is left of the waits for one file."""

    def __init__(self) -> None:
        self._seconds, self._waits = MOST_WAIT_SECONDS, MOST_WAITS

    def wait(self, status: int, headers: Message) -> bool:
        """Wait as an answer asks, and say so; False, at once, where it does not ask or enough was
        waited."""
        asked = read_wait(status, headers, datetime.now(UTC))
        if asked is None or not self._waits or not self._seconds:
            return False
        seconds = min(asked, self._seconds)
        self._waits, self._seconds = self._waits - 1, self._seconds - seconds
        text = Terminal().ngettext(
            "The server is busy (HTTP %(status)d): it is asked again in %(seconds)d second.",
            "The server is busy (HTTP %(status)d): it is asked again in %(seconds)d seconds.",
            seconds,
            status=status,
            seconds=seconds,
        )
        click.echo(text, err=True)
        time.sleep(seconds)
        return True
