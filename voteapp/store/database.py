"""One database: an engine with our settings, reading and writing transactions.

SQLite: write-ahead log, every commit flushed, deleted bytes overwritten, foreign keys on,
``BEGIN IMMEDIATE`` for writers. PostgreSQL: read committed with row locks (psycopg 3).
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session

from voteapp.errors import BusyError, InvalidInputError
from voteapp.errors import gettext as _

BUSY_MILLISECONDS = 15_000
"""How long a SQLite writer waits for its turn before the caller hears that the server is full."""

TIDY_MILLISECONDS = 250
"""How long emptying the log may keep writers waiting."""

_WRITES = "voteapp_writes"


class DatabaseBusyError(BusyError):
    """The database did not take the transaction in time; trying again is safe."""


class Database:
    """Transactions on one database; safe to share between threads, not across a fork."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._engine = _create_engine(url)
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @property
    def engine(self) -> Engine:
        """The engine (migrations, tests and backups need it; services don't)."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction: one snapshot, nothing kept."""
        with _errors_in_words(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A writing transaction: commits at the end, rolls back on any error.

        Raises DatabaseBusyError when the lock is not free in time.
        """
        with (
            _errors_in_words(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()  # take the writer's lock before anything is read
            yield session

    @contextmanager
    def read_plainly(self) -> Iterator[Connection]:
        """A reading transaction without models."""
        with _errors_in_words(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_plainly(self) -> Iterator[Connection]:
        """A writing transaction without models; as ``write`` otherwise."""
        with _errors_in_words(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def connect_exclusively(self, lock: int) -> Iterator[Connection]:
        """A connection in one transaction that no other holder of ``lock`` overlaps."""
        with _errors_in_words(), self._writer.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
            yield connection

    def tidy(self) -> None:
        """Empty SQLite's write-ahead log, which would show in what order ballots came.

        Gives up soon while somebody reads (writers wait meanwhile): the next call empties it.
        """
        if self.is_sqlite:
            with self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute(f"PRAGMA busy_timeout={TIDY_MILLISECONDS}").fetchall()
                with suppress(sqlite3.OperationalError):  # locked: as if it had given up
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                raw.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}").fetchall()

    def write_copy(self, path: Path) -> None:
        """Write a SQLite database anew into a file that does not exist yet: no freed pages, no
        log, nothing that shows in what order rows came."""
        with self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM INTO ?", (str(path),)).fetchall()

    def close(self) -> None:
        """Close every connection (before a fork, and at the end)."""
        self._engine.dispose()


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """What the person who asked should hear, instead of the database's own errors."""
    try:
        yield
    except DataError:  # a NUL in a text, or a number of any size, for PostgreSQL
        raise InvalidInputError("value", _("This cannot be looked up or kept.")) from None
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise DatabaseBusyError("The server is very busy. Try again in a moment.") from None
        raise


def _create_engine(url: str) -> Engine:
    """An engine; statements' parameters never reach a log or an error's text."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_MILLISECONDS / 1000}
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Settings of a fresh SQLite connection; transactions are begun by ``_begin_sqlite``."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}").fetchall()
    _use_write_ahead_log(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _use_write_ahead_log(connection: Any) -> None:
    """Turn it on; SQLite does not wait when several processes do so in the same moment."""
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    """Begin: at once with the write lock for writers, so that no reader turns into a writer."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
