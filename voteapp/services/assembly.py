"""Puts a context together: folders, databases brought up to date, the server's keys.

``voteapp.app.create_app`` and the command line call it once; it knows no web framework.
"""

from __future__ import annotations

import time
from hashlib import sha256

from voteapp.config import Settings
from voteapp.errors import ConfigurationError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.context import Clock, Context, Monotonic
from voteapp.services.server_key import open_signer
from voteapp.services.signing import load_secret
from voteapp.store import schema
from voteapp.store.database import Database

SESSION_KEY_FILE = "session.key"


def read_elapsed() -> float:
    """Seconds by a clock that nobody sets; they go on while the machine sleeps, if it tells."""
    with_sleep = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if with_sleep is None else time.clock_gettime(with_sleep)


def create_context(
    settings: Settings,
    *,
    clock: Clock,
    random_bytes: RandomBytes,
    monotonic: Monotonic | None = None,
) -> Context:
    """Open everything; the first start makes folders, keys and tables.

    ``monotonic`` is None where ``clock`` is moved on purpose: then it counts as good all the time.
    Safe when several processes start together. Raises ConfigurationError.
    """
    try:
        settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            _(
                "The folder %(folder)s cannot be made: %(reason)s.",
                folder=settings.instance,
                reason=error.strerror,
            )
        ) from None
    board, roll = Database(settings.board_url), Database(settings.roll_url)
    schema.upgrade(board, "board")
    schema.upgrade(roll, "roll")
    signer = open_signer(board, settings.keys, random_bytes)
    return Context(
        board=board,
        roll=roll,
        signer=signer,
        clock=clock,
        monotonic=monotonic or (lambda: clock().timestamp()),
        random_bytes=random_bytes,
        settings=settings,
        door_key=sha256(f"door|{load_session_key(settings, random_bytes)}".encode()).digest(),
    )


def load_session_key(settings: Settings, random_bytes: RandomBytes) -> str:
    """The key of the pages' own signatures (CSRF), as text."""
    return load_secret(settings.keys / SESSION_KEY_FILE, random_bytes).hex()
