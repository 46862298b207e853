"""New databases for tests that are not about migrations: copied, not migrated each time."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from voteapp.config import Settings
from voteapp.store import schema
from voteapp.store.database import Database

SQLITE = "sqlite:///"


@cache
def _make_templates() -> tempfile.TemporaryDirectory[str]:
    """Both kinds, migrated once; the folder goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="voteapp-tests-")
    for family in schema.FAMILIES:
        database = Database(f"{SQLITE}{folder.name}/{family}.sqlite")
        schema.upgrade(database, family)
        database.close()
    return folder


def lay_out_databases(settings: Settings) -> None:
    """Put migrated, empty databases where SQLite settings want them and none are."""
    for family, url in zip(schema.FAMILIES, (settings.board_url, settings.roll_url), strict=True):
        if not url.startswith(SQLITE):
            continue
        path = Path(url.removeprefix(SQLITE))
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(Path(_make_templates().name) / f"{family}.sqlite", path)
