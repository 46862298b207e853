"""A database that is held, or gone: heard of within five seconds, with a line in the log."""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from voteapp.errors import BusyError
from voteapp.store import schema
from voteapp.store.database import Database, DatabaseBusyError, DatabaseDownError

pytestmark = pytest.mark.slow

SECONDS = 5.0
AGAIN_SECONDS = 1.0


@pytest.fixture
def board(database: Database) -> Database:
    schema.upgrade(database, "board")
    return database


@contextmanager
def hold(url: str) -> Iterator[None]:
    """What a forgotten shell of an operator does: nobody else may write."""
    if url.startswith("sqlite"):
        holder = sqlite3.connect(url.removeprefix("sqlite:///"))
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.rollback()
        holder.close()
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            connection.execute("LOCK TABLE clock IN ACCESS EXCLUSIVE MODE")
            yield


def write(database: Database) -> None:
    with database.write_plainly() as connection:
        connection.exec_driver_sql("DELETE FROM clock")


def take(work: Callable[[], None], error: type[BusyError]) -> float:
    """The seconds after which it is refused."""
    begun = time.monotonic()
    with pytest.raises(error):
        work()
    return time.monotonic() - begun


@pytest.mark.slow
def test_a_held_lock_is_heard_of_in_time(
    board: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with hold(database_url):
        assert take(lambda: write(board), DatabaseBusyError) < SECONDS
        assert "lock" in caplog.text
        # Those who stand in a row behind it do not wait as long each.
        for _ in range(3):
            assert take(lambda: write(board), DatabaseBusyError) < AGAIN_SECONDS
        board.tidy()
    write(board)


@pytest.mark.slow
def test_starting_processes_wait_longer_for_each_other(board: Database, database_url: str) -> None:
    with hold(database_url):
        take(lambda: write(board), DatabaseBusyError)
    # Impatience must not reach those who change tables.
    board._impatient_until = time.monotonic() + 60
    with board.connect_exclusively(1) as connection:
        asked = "PRAGMA busy_timeout" if board.is_sqlite else "SHOW lock_timeout"
        assert str(connection.exec_driver_sql(asked).scalar()) in ("60000", "1min")


def test_a_broken_file_is_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "broken.sqlite"
    path.write_bytes(b"no database, whatever it may be " * 100)
    broken = Database(f"sqlite:///{path}")
    assert take(lambda: write(broken), DatabaseDownError) < SECONDS
    assert "not a database" in caplog.text
    folder = Database(f"sqlite:///{tmp_path}")
    assert take(lambda: write(folder), DatabaseDownError) < SECONDS
    assert "unable to open" in caplog.text
    broken.tidy()


def test_a_server_that_is_off_is_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    off = Database(f"postgresql+psycopg://voteapp:SECRET@127.0.0.1:{port}/board")
    assert take(lambda: write(off), DatabaseDownError) < SECONDS
    assert "refused" in caplog.text
    assert "SECRET" not in caplog.text


def test_a_server_that_says_nothing_is_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgresql+psycopg://voteapp@127.0.0.1:{silent.getsockname()[1]}/board"
        assert take(lambda: write(Database(url)), DatabaseDownError) < SECONDS
    assert "timeout" in caplog.text


def test_a_used_up_pool_is_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.sqlite'}")
    held = [database.engine.connect() for _ in range(15)]
    assert take(lambda: write(database), DatabaseDownError) < SECONDS
    assert "QueuePool" in caplog.text
    for connection in held:
        connection.close()


@pytest.mark.slow
def test_a_server_that_ends_connections_is_no_answer_once(
    postgresql: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(postgresql)

    def lose() -> None:
        with database.read_plainly() as connection:
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with psycopg.connect(postgresql.replace("+psycopg", ""), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (mine,))
            connection.exec_driver_sql("SELECT 1")

    assert take(lose, DatabaseDownError) < SECONDS
    assert "terminat" in caplog.text
    with database.read_plainly() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    database.close()
