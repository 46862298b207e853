"""Reading and writing the files of offline commands."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from voteapp.campaign.bundle.archive import MAX_OTHER_BYTES
from voteapp.cli import Failure
from voteapp.cli.texts import gettext as _


class FileSource:
    """A ByteSource over a file, read where it is needed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size

    def read_at(self, offset: int, size: int) -> bytes:
        """``size`` bytes from ``offset``."""
        return os.pread(self._file.fileno(), size, offset)

    def close(self) -> None:
        """For whoever opens many."""
        self._file.close()


def read_small(path: Path) -> bytes:
    """A file's bytes; refuses one that is larger than any of these files can be."""
    if path.stat().st_size > MAX_OTHER_BYTES:
        raise Failure(_("%(name)s is too large") % {"name": path.name})
    return path.read_bytes()


def write_new(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file that must not exist yet; ``private``: only its owner may read it."""
    mode = 0o600 if private else 0o644
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path}) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _keep_name(folder: Path) -> None:
    """A name that was put into a folder is there after a loss of power, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes, mode: int) -> None:
    """Write a file so that it holds the old bytes or the new ones, whatever happens."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _keep_name(path.parent)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
