"""Transactions and settings of the two kinds of database."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from voteapp.errors import InvalidInputError, MisuseError
from voteapp.store import database as module
from voteapp.store import schema
from voteapp.store.board.models import Action, Ballot, Campaign, Credential, Election, Leaf
from voteapp.store.database import Database, DatabaseBusyError

NOW = datetime(2026, 11, 21, 8, 0, 0, 5, tzinfo=UTC)


def campaign() -> Campaign:
    return Campaign(
        id=1,
        code="A",
        state="open",
        title="",
        draft=b"",
        opening=NOW,
        closing=NOW,
        created=NOW,
    )


@pytest.fixture
def board(database: Database) -> Database:
    """A migrated board with a campaign, a leaf and two elections."""
    schema.upgrade(database, "board")
    with database.write() as session:
        session.add(campaign())
        session.flush()
        session.add(Leaf(id=1, campaign_id=1, code="u", facility="", unit="", roster_size=1))
        for i in (1, 2):
            session.add(
                Election(id=i, campaign_id=1, uuid=f"u{i}", position=i, kind="vote", title="", k=5)
            )
    return database


def ballot(election: int, credential: str, digest: str) -> Ballot:
    return Ballot(election_id=election, credential=credential, hash=digest, batch=1, data=b"x")


@pytest.mark.slow
def test_one_ballot_for_each_pair_of_election_and_credential(board: Database) -> None:
    with board.write() as session:
        session.add_all([ballot(1, "a", "1"), ballot(2, "a", "1"), ballot(1, "b", "2")])
    for double in (ballot(1, "a", "3"), ballot(1, "c", "1")):
        with pytest.raises(IntegrityError), board.write() as session:
            session.add(double)
    with board.read() as session:
        assert len(session.scalars(select(Ballot)).all()) == 3


@pytest.mark.slow
def test_an_error_takes_everything_back(board: Database) -> None:
    def fail() -> None:
        with board.write() as session:
            session.add(ballot(1, "a", "1"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with board.read() as session:
        assert session.scalars(select(Ballot)).all() == []


def test_foreign_keys_are_enforced_and_cascade(board: Database) -> None:
    with pytest.raises(IntegrityError), board.write() as session:
        session.add(ballot(77, "a", "1"))
    with board.write() as session:
        session.add_all([ballot(1, "a", "1"), Credential(election_id=1, credential="a", leaf_id=1)])
    with board.write() as session:
        session.delete(session.get_one(Campaign, 1))
    with board.read() as session:
        assert session.scalars(select(Ballot)).all() == []


@pytest.mark.slow
def test_instants_keep_their_moment_and_sort(board: Database) -> None:
    zone = timezone(timedelta(hours=-8))
    instants = [NOW, NOW + timedelta(microseconds=1), (NOW + timedelta(hours=1)).astimezone(zone)]
    with board.write() as session:
        for at in reversed(instants):
            session.add(Action(campaign_id=1, at=at, actor="", what="", note=""))
            session.flush()
    with board.read() as session:
        found = session.scalars(select(Action.at).order_by(Action.at)).all()
    assert found == instants
    assert all(at.utcoffset() == timedelta(0) for at in found)


@pytest.mark.slow
def test_an_instant_without_a_zone_is_misuse(board: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(Exception, match="time zone") as caught, board.write() as session:
        session.add(Action(campaign_id=1, at=naive, actor="", what="", note=""))
    assert isinstance(caught.value.__cause__, MisuseError)


def test_sqlite_settings(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b.sqlite'}")
    with database.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    database.close()


def test_sqlite_ballots_have_no_row_numbers(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'b.sqlite'}")
    schema.upgrade(database, "board")
    with database.read() as session:
        for table in ("ballot", "credential"):
            with pytest.raises(Exception, match="no such column: rowid"):
                session.execute(text(f"SELECT rowid FROM {table}"))
    database.close()


@pytest.mark.slow
def test_tidying_empties_the_write_ahead_log(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'b.sqlite'}")
    schema.upgrade(database, "board")
    log = tmp_path / "b.sqlite-wal"
    assert log.stat().st_size > 0
    database.tidy()
    assert log.stat().st_size == 0
    database.close()


@pytest.mark.slow
def test_tidying_does_not_wait_long_for_a_reader(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'b.sqlite'}")
    schema.upgrade(database, "board")
    with database.read() as session:
        session.execute(text("SELECT count(*) FROM ballot"))
        with database.write() as other:
            other.add(campaign())
        began = time.monotonic()
        database.tidy()
        assert time.monotonic() - began < 5
        with database.write() as other:
            other.add(Leaf(campaign_id=1, code="u", facility="", unit="", roster_size=1))
    database.tidy()
    assert (tmp_path / "b.sqlite-wal").stat().st_size == 0
    database.close()


def test_a_writer_waits_and_then_says_that_the_server_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_MILLISECONDS", 50)
    database = Database(f"sqlite:///{tmp_path / 'b.sqlite'}")
    schema.upgrade(database, "board")
    with database.write(), pytest.raises(DatabaseBusyError), database.write():
        pass
    database.close()


@pytest.mark.slow
def test_writers_take_turns(board: Database) -> None:
    """A read in a writing transaction never goes stale: 4 threads count to 40 together."""
    failures: list[BaseException] = []

    def count() -> None:
        try:
            for _ in range(10):
                with board.write() as session:
                    row = session.scalars(
                        select(Election).where(Election.id == 1).with_for_update()
                    ).one()
                    row.members += 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with board.read() as session:
        assert session.get_one(Election, 1).members == 40


def test_errors_do_not_carry_values(board: Database) -> None:
    with board.write() as session:
        session.add(ballot(1, "secret-credential", "1"))
    with pytest.raises(IntegrityError) as caught, board.write() as session:
        session.add(ballot(1, "secret-credential", "2"))
    if board.is_sqlite:  # PostgreSQL's own message quotes the key; the services drop it
        assert "secret-credential" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("code", ["\x00", "A\x00", "\uffff" * 1000])
def test_a_code_that_nobody_can_keep_is_nobodys(board: Database, code: str) -> None:
    """SQLite looks for it and finds nothing; PostgreSQL refuses a NUL, and says so in words."""
    try:
        with board.read() as session:
            assert session.scalar(select(Campaign).where(Campaign.code == code)) is None
    except InvalidInputError:
        assert not board.is_sqlite
