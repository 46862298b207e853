"""Reading and writing the files of offline commands."""

from __future__ import annotations

import os
from pathlib import Path

from voteapp.cli import Failure
from voteapp.cli.texts import gettext as _

MAX_BYTES = 256 * 1024 * 1024


def read_small(path: Path) -> bytes:
    """A file's bytes; refuses one that is larger than any of these files can be."""
    if path.stat().st_size > MAX_BYTES:
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
