"""Migrations, run by the program itself at its start (Alembic, packaged with it)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from voteapp.errors import ConfigurationError
from voteapp.store.database import Database

FAMILIES = ("board", "roll")
_LOCKS = {"board": 0x766F7465_01, "roll": 0x766F7465_02}


def upgrade(database: Database, family: str, revision: str = "head") -> None:
    """Bring a database to ``revision``, once, however many processes start at the same time.

    Raises ConfigurationError when the database was written by a newer version.
    """
    with database.connect_exclusively(_LOCKS[family]) as connection:
        present = _migrations(connection, family).get_current_revision()
        if revision == "head" and present == get_newest_revision(family):
            return
        config = _config(connection, family)
        _check_known(present, config, family)
        command.upgrade(config, revision)


def downgrade(database: Database, family: str, revision: str) -> None:
    """Take a database back to ``revision`` (``base``: to nothing)."""
    with database.connect_exclusively(_LOCKS[family]) as connection:
        command.downgrade(_config(connection, family), revision)


def get_revision(database: Database, family: str) -> str | None:
    """The revision that a database is at; None for an empty one."""
    with database.connect_exclusively(_LOCKS[family]) as connection:
        return _migrations(connection, family).get_current_revision()


def is_current(database: Database, family: str) -> bool:
    """Whether a database is at this program's revision; takes no lock."""
    with database.read_plainly() as connection:
        present = _migrations(connection, family).get_current_revision()
    return present == get_newest_revision(family)


@cache
def get_newest_revision(family: str) -> str | None:
    """The revision that this program wants."""
    return ScriptDirectory(str(_folder(family))).get_current_head()


def _migrations(connection: Connection, family: str) -> MigrationContext:
    return MigrationContext.configure(connection, opts={"version_table": _table(family)})


def _check_known(present: str | None, config: Config, family: str) -> None:
    """Refuse a database that a newer version of the program has changed."""
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if present is not None and present not in known:
        raise ConfigurationError(
            f"The {family} database was written by a newer version of voteapp ({present})."
        )


def _config(connection: Connection, family: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_folder(family)).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = _table(family)
    return config


def _folder(family: str) -> Path:
    return Path(__file__).with_name("migrations") / family


def _table(family: str) -> str:
    """One server may hold both in one PostgreSQL database for a trial: their versions differ."""
    return f"alembic_version_{family}"
