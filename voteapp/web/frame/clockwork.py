"""Seals and closes what is due while the server runs: one quiet thread in each process.

Casting stops at the closing time by itself; this only brings the record after it.
"""

from __future__ import annotations

import logging
import threading

from voteapp.errors import VoteappError
from voteapp.services import clockwork
from voteapp.services.context import Context

log = logging.getLogger("voteapp.clockwork")
SECONDS = 5.0


def start(context: Context, seconds: float = SECONDS) -> threading.Event:
    """Tick every few seconds until the event that is given back is set."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(seconds):
            try:
                clockwork.tick(context)
            except Exception as error:  # the next tick tries again
                known = isinstance(error, VoteappError)
                log.error("tick failed: %s", error if known else type(error).__name__)

    threading.Thread(target=run, name="voteapp-clockwork", daemon=True).start()
    return stop
