"""Files that are written once and then sent from the disk: whole or not at all, never changed.

A file's name holds the hash of everything that its content depends on, so another content has
another name. The folder is for nothing else; what is old is removed.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from voteapp.errors import BusyError
from voteapp.errors import gettext as _

log = logging.getLogger("voteapp.files")

OUTDATED_SECONDS = 3600.0
"""How long a file is kept after another took its place: some are still being downloaded."""

WAIT_SECONDS = 0.3
"""How long somebody waits while another writes the file; they try again then."""

Write = Callable[[IO[bytes]], None]


class Written(NamedTuple):
    """A file on the disk, its bytes, and its strong tag for caches."""

    path: Path
    size: int
    tag: str


def write_once(folder: Path, stem: str, version: str, suffix: str, write: Write) -> Written:
    """The file ``stem-version.suffix``, written now if nobody did before.

    Raises BusyError where somebody else writes it at this moment, or the disk takes no more.
    """
    path = folder / f"{stem}-{version}{suffix}"
    try:
        return Written(path, path.stat().st_size, version)
    except FileNotFoundError:
        pass
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        with _claim(folder / f".{stem}{suffix}.lock"):
            if not path.exists():
                _write(path, write)
                _remove_old(folder, stem, suffix, path)
        return Written(path, path.stat().st_size, version)
    except OSError as error:
        log.error("a file cannot be written: %s", error.strerror)
        raise BusyError(_("The server cannot write this file now. Try again later.")) from None


def _write(path: Path, write: Write) -> None:
    """Into a draft beside it, flushed, then renamed."""
    handle, name = tempfile.mkstemp(prefix=".draft-", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)  # a proxy that runs as somebody else sends it
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _remove_old(folder: Path, stem: str, suffix: str, newest: Path) -> None:
    """Other versions, and drafts of writers that were killed, once they are old."""
    limit = time.time() - OUTDATED_SECONDS
    for pattern in (f"{stem}-*{suffix}", ".draft-*"):
        for path in folder.glob(pattern):
            with suppress(OSError):
                if path != newest and path.stat().st_mtime < limit:
                    path.unlink()


@contextmanager
def _claim(lock: Path) -> Iterator[None]:
    """One writer at a time, in all processes. Raises BusyError."""
    if os.name != "posix":
        yield
        return
    import fcntl

    with lock.open("wb") as file:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise BusyError(
                        _("This file is being written. Try again in a moment.")
                    ) from None
                time.sleep(0.02)
        yield
