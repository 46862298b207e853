"""``voteapp backup``: copies of the SQLite databases and the keys into a folder.

The copies are written anew (VACUUM INTO), so that neither a write-ahead log nor freed pages show
in what order ballots came. The server may run on.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from voteapp.cli.server.serve import require_databases
from voteapp.cli.texts import gettext as _
from voteapp.config import Settings, load_settings
from voteapp.errors import ConfigurationError
from voteapp.services.server_key import examine_key
from voteapp.store.database import Database


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Copy databases and keys into FOLDER, which must be new or empty."""
    settings = load_settings(os.environ)
    urls = {"board.sqlite": settings.board_url, "roll.sqlite": settings.roll_url}
    if not all(url.startswith("sqlite") for url in urls.values()):
        raise ConfigurationError(
            _("PostgreSQL is backed up with pg_dump; this command copies SQLite files.")
        )
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(_("The folder {folder} is not empty.").format(folder=folder))
    require_databases(settings)
    _require_key(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, url in urls.items():
        database = Database(url)
        database.tidy()
        database.write_copy(folder / name)
        database.close()
        (folder / name).chmod(0o600)
    if settings.keys.is_dir():
        shutil.copytree(settings.keys, folder / "keys")
        (folder / "keys").chmod(0o700)
    click.echo(_("Written to {folder}. It holds keys: keep it locked away.").format(folder=folder))


def _require_key(settings: Settings) -> None:
    """Raise ConfigurationError where a copy would lack the key that its databases belong to."""
    database = Database(settings.board_url)
    try:
        problem = examine_key(database, settings.keys)
    finally:
        database.close()
    if problem is not None:
        raise ConfigurationError(problem)
