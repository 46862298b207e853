"""One database: an engine with our settings, reading and writing transactions.

SQLite: write-ahead log, every commit flushed, deleted bytes overwritten, foreign keys on,
``BEGIN IMMEDIATE`` for writers. PostgreSQL: read committed with row locks (psycopg 3).
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from voteapp.errors import BusyError, InvalidInputError
from voteapp.errors import gettext as _

BUSY_MILLISECONDS = 3_000
"""How long a lock is waited for before the caller hears that the server is busy."""

IMPATIENT_MILLISECONDS = 300
"""How long, while a lock was not free in time a moment ago: those who wait stand in a row."""

IMPATIENT_SECONDS = 5.0
"""What a moment is."""

START_MILLISECONDS = 60_000
"""How long a process that starts waits while another changes the tables."""

STATEMENT_MILLISECONDS = 20_000
"""The longest statement (PostgreSQL)."""

CONNECT_SECONDS = 2
"""How long a PostgreSQL server may take to answer at all."""

TIDY_MILLISECONDS = 250
"""How long emptying the log may keep writers waiting."""

_WRITES = "voteapp_writes"
_WAITS = "voteapp_waits"

_LOCKED = ("55P03", "57014", "40P01", "40001")
"""PostgreSQL: a lock, or a statement, took too long; two transactions waited for each other."""


log = logging.getLogger("voteapp.store")


class DatabaseBusyError(BusyError):
    """The database did not take the transaction in time; trying again is safe."""


class DatabaseDownError(DatabaseBusyError):
    """The database does not answer, or cannot keep anything."""


class Database:
    """Transactions on one database; safe to share between threads, not across a fork."""

    def __init__(self, url: str) -> None:
        self.is_sqlite = url.startswith("sqlite")
        self._impatient_until = 0.0
        self._engine = _create_engine(url, self._choose_wait)
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @property
    def engine(self) -> Engine:
        """The engine (migrations, tests and backups need it; services don't)."""
        return self._engine

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A reading transaction: one snapshot, nothing kept."""
        with self._errors_in_words(), Session(self._engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def read_snapshot(self) -> Iterator[Session]:
        """A reading transaction in which several queries see the same state, on both databases."""
        engine = self._engine
        if not self.is_sqlite:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with self._errors_in_words(), Session(engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A writing transaction: commits at the end, rolls back on any error.

        Raises DatabaseBusyError when the lock is not free in time.
        """
        with (
            self._errors_in_words(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()  # take the writer's lock before anything is read
            yield session

    @contextmanager
    def read_plainly(self) -> Iterator[Connection]:
        """A reading transaction without models."""
        with self._errors_in_words(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write_plainly(self) -> Iterator[Connection]:
        """A writing transaction without models; as ``write`` otherwise."""
        with self._errors_in_words(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def connect_exclusively(self, lock: int) -> Iterator[Connection]:
        """A connection in one transaction that no other holder of ``lock`` overlaps."""
        patient = self._writer.execution_options(**{_WAITS: START_MILLISECONDS})
        with self._errors_in_words(), patient.begin() as connection:
            if not self.is_sqlite:
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
            yield connection

    def tidy(self) -> None:
        """Empty SQLite's write-ahead log, which would show in what order ballots came.

        Gives up soon while somebody reads (writers wait meanwhile): the next call empties it.
        """
        if self.is_sqlite:
            with (
                suppress(DatabaseBusyError),
                self._errors_in_words(),
                self._engine.connect() as connection,
            ):
                connection.info.pop(_WAITS, None)
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

    def _choose_wait(self) -> int:
        """Milliseconds for which a transaction that begins now waits for a lock."""
        impatient = time.monotonic() < self._impatient_until
        return IMPATIENT_MILLISECONDS if impatient else BUSY_MILLISECONDS

    @contextmanager
    def _errors_in_words(self) -> Iterator[None]:
        """What the person who asked should hear, instead of the database's own errors; the log says
        why."""
        try:
            yield
        except DataError:  # a NUL in a text, or a number of any size, for PostgreSQL
            raise InvalidInputError("value", _("This cannot be looked up or kept.")) from None
        except (IntegrityError, ProgrammingError):
            raise  # a race that the caller expects, or a bug
        except (DatabaseError, InterfaceError, PoolTimeoutError, sqlite3.Error) as error:
            reason = _describe(error)
            if _is_lock(error):
                self._impatient_until = time.monotonic() + IMPATIENT_SECONDS
                log.error("the database did not free a lock in time: %s", reason)
                raise DatabaseBusyError(
                    _("The server is very busy. Try again in a moment.")
                ) from None
            log.error("the database does not answer: %s", reason)
            raise DatabaseDownError(
                _("The server cannot reach its database. Nothing was lost. Try again in a moment.")
            ) from None


def _is_lock(error: Exception) -> bool:
    """Whether somebody else holds what was waited for (SQLite's text, PostgreSQL's code)."""
    origin = getattr(error, "orig", error)
    if getattr(origin, "sqlstate", None) in _LOCKED:
        return True
    words = str(origin)
    return isinstance(origin, sqlite3.Error) and ("locked" in words or "busy" in words)


def _describe(error: Exception) -> str:
    """The database's first line: it holds no value that anybody sent."""
    lines = str(getattr(error, "orig", error)).strip().splitlines()
    return f"{type(error).__name__}: {lines[0] if lines else 'no reason'}"


def _create_engine(url: str, choose_wait: Callable[[], int]) -> Engine:
    """An engine; statements' parameters never reach a log or an error's text."""
    if not url.startswith("sqlite"):
        return _create_postgresql(url, choose_wait)
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_timeout=BUSY_MILLISECONDS / 1000,
        connect_args={"timeout": BUSY_MILLISECONDS / 1000},
    )

    def begin(connection: Connection) -> None:
        """At once with the write lock for writers, so that no reader turns into a writer."""
        options = connection.get_execution_options()
        wait = options.get(_WAITS) or choose_wait()
        if connection.info.get(_WAITS) != wait:
            connection.info[_WAITS] = wait
            connection.exec_driver_sql(f"PRAGMA busy_timeout={wait:d}").fetchall()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")

    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", begin)
    return engine


def _create_postgresql(url: str, choose_wait: Callable[[], int]) -> Engine:
    """Waits are the server's settings of each connection, and of a transaction where they differ;
    a server that is gone, or a network, is noticed by the socket's own times."""
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=BUSY_MILLISECONDS / 1000,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": CONNECT_SECONDS * 1000,
        },
    )

    def set_up(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {BUSY_MILLISECONDS:d}")
            cursor.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS:d}")
        connection.commit()

    def begin(connection: Connection) -> None:
        wait = connection.get_execution_options().get(_WAITS) or choose_wait()
        if wait != BUSY_MILLISECONDS:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait:d}")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)
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
