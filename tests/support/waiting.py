"""Waiting for what another process or thread does."""

from __future__ import annotations

import time
from collections.abc import Callable

PAUSE = 0.05


def wait_for(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Return as soon as ``condition()`` is true; fail when it is not by then."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not so after {seconds} seconds"
        time.sleep(PAUSE)
