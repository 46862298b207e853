"""Several processes that do the same work, and one that looks after them (POSIX).

The one starts another where one has ended, and ends them all when it is told to: by Ctrl-C, by a
signal, or because its terminal is gone. It handles no request and opens no database.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PAUSE_SECONDS = 1.0
"""At least so long from one start of a process to the next in its place."""

END_SECONDS = 25.0
"""What a process has not finished by then is cut off; the next start takes up what was kept."""

_AWAITED = (*ENDS, signal.SIGCHLD, signal.SIGALRM)


@dataclass
class _Place:
    """Where a process runs: its number (0 for none) and when it was started."""

    process: int = 0
    since: float = -PAUSE_SECONDS


def keep_running(count: int, work: Callable[[], None], say: Callable[[int], None]) -> None:
    """Run ``work`` in ``count`` processes until a signal ends them.

    ``say`` is told the exit code (minus the signal's number) of each that ended by itself. Signals
    are waited for, never handled in between, so that none comes at a wrong moment.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    signal.setitimer(signal.ITIMER_REAL, PAUSE_SECONDS, PAUSE_SECONDS)
    places = [_Place() for _ in range(count)]
    try:
        while True:
            for place in places:
                code = _find_end(place)
                if code is not None:
                    say(code)
                if not place.process and time.monotonic() - place.since >= PAUSE_SECONDS:
                    place.process, place.since = _start(work, before), time.monotonic()
            if signal.sigwait(_AWAITED) in ENDS:
                return
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _end(places)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(work: Callable[[], None], mask: set[int]) -> int:
    """The number of a new process, which does the work and never comes back here."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the one passes it on
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        work()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except Exception as error:  # its message may hold what somebody sent
        print(f"a process failed: {type(error).__name__}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _find_end(place: _Place) -> int | None:
    """The exit code of a place's process, once, if it has ended."""
    if not place.process:
        return None
    found, status = os.waitpid(place.process, os.WNOHANG)
    if not found:
        return None
    place.process = 0
    return os.waitstatus_to_exitcode(status)


def _end(places: list[_Place]) -> None:
    """Ask every process to end; kill what has not by its time."""
    for place in places:
        if place.process:
            os.kill(place.process, signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    while any(place.process for place in places):
        for place in places:
            _find_end(place)
            if place.process and time.monotonic() > deadline:
                os.kill(place.process, signal.SIGKILL)
        time.sleep(0.02)
