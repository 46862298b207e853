"""An upgrade of a server: its program's files change on the disk, and it starts anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from voteapp.services.context import Context
from voteapp.web.frame import booth_files, kept_booth, static_files

_REMEMBERED: tuple[Callable[..., object], ...] = (
    booth_files.read_fixed_files,
    booth_files.list_booth_modules,
    booth_files.list_rest_modules,
    booth_files.read_booth_files,
    kept_booth._find_kept,
    static_files._read,
    static_files.prepare,
)


@contextmanager
def upgraded(folder: Path, context: Context) -> Iterator[Path]:
    """Until the block ends the program's static files are copies in a folder, to be changed there
    before anything is asked for; what the process remembered of the old ones is forgotten."""
    copy = folder / "static"
    shutil.copytree(static_files.FOLDER, copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static_files, "FOLDER", copy)
        _forget(context)
        yield copy
    _forget(context)


def _forget(context: Context) -> None:
    for function in _REMEMBERED:
        function.cache_clear()  # type: ignore[attr-defined]
    context.cache.booths.clear()
