"""Every migration, up and down, with rows in the tables, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, Table, insert, inspect, select, text

from voteapp.errors import ConfigurationError
from voteapp.store import schema
from voteapp.store.board import booths, statements, tellers, trustees
from voteapp.store.board import models as board
from voteapp.store.database import Database
from voteapp.store.roll import models as roll

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
METADATA: dict[str, MetaData] = {"board": board.Base.metadata, "roll": roll.Base.metadata}


def board_rows() -> list[Any]:
    """A row of each table of the board, in an order that foreign keys allow."""
    return [
        board.Campaign(
            id=1,
            code="ABCD",
            state="open",
            title="Streik, 投票, ਪੰ 🗳",
            draft=b"{}",
            opening=NOW,
            closing=NOW,
            created=NOW,
        ),
        board.DraftStep(campaign_id=1, number=1, what="head", draft=b"{}"),
        booths.BoothFile(hash="f" * 64, data=b"\x00\xff"),
        booths.BoothPath(campaign_id=1, path="/static/lean/booth/main.js", hash="f" * 64),
        board.Leaf(id=1, campaign_id=1, code="u", facility="F", unit="U", roster_size=20),
        board.SlipCount(leaf_id=1, printed=20),
        trustees.TrusteeKey(campaign_id=1, position=1, public_key=b"{}", posted_by="Ada"),
        board.Election(id=1, campaign_id=1, uuid="u" * 14, position=0, kind="vote", title="t", k=5),
        board.Credential(election_id=1, credential="a" * 64, leaf_id=1),
        board.Ballot(election_id=1, credential="a" * 64, hash="b" * 64, batch=1, data=b"x"),
        board.Batch(election_id=1, number=1, height=1, event="c" * 64, ballots=1),
        board.Member(election_id=1, position=0, kind="data", hash="d" * 64, data=b"\x00\xff"),
        statements.Statement(
            campaign_id=1,
            election="u" * 14,
            kind="closing-statement",
            role="trustee",
            number=2,
            data=b"{}",
            at=NOW,
        ),
        statements.Witness(campaign_id=1, position=1, name="Zoë", key="1" * 64),
        statements.Mirror(campaign_id=1, position=1, name="N", address="https://n", key="2" * 64),
        trustees.PartialDecryption(
            election_id=1, owner=1, number=1, data=b"{}", strong_proofs=b"[]"
        ),
        trustees.Ceremony(campaign_id=1, size=3, threshold=2, singles=0, attempt=1, version=1),
        trustees.Trustee(campaign_id=1, position=1, name="Grün, 樹", kind="threshold"),
        trustees.CeremonyMessage(
            campaign_id=1, attempt=1, number=1, trustee=1, step="certificate", data=b"\x00\xff"
        ),
        tellers.Teller(campaign_id=1, position=1, account="Grün, 樹", statement=b"\x00\xff"),
        board.Amendment(campaign_id=1, number=1, data=b"\x00\xff"),
        board.Note(campaign_id=1, number=1, data=b"\x00\xff"),
        board.ClockState(id=board.CLOCK_ROW, good=NOW, doubt=NOW, confirmed=2),
        board.ServerKey(id=board.SERVER_KEY_ROW, public_key="e" * 64),
        board.Action(campaign_id=1, at=NOW, actor="Ada", what="opened", note=""),
    ]


def roll_rows() -> list[Any]:
    """A row of each table of the roll."""
    return [
        roll.Account(id=1, name="Ada", name_key="ada", password_hash="x", created=NOW),
        roll.AccountPasskey(
            id=b"\x01\xfe", account_id=1, label="phone", public_key=b"\x00", created=NOW
        ),
        roll.LoginSession(token_hash="a" * 64, account_id=1, expires=NOW),
        roll.SetupSecret(secret_hash="b" * 64, purpose="reset", account_id=1, expires=NOW),
        roll.TrusteeAccess(code="ABCD", position=1, bound="passkey", passkey=b"\x00\xff"),
        roll.TrusteeSession(token_hash="c" * 64, code="ABCD", position=1, expires=NOW),
        roll.TrusteeChallenge(
            challenge_hash="d" * 64, code="ABCD", position=1, purpose="bind", expires=NOW
        ),
        roll.KnownDevice(token_hash="e" * 64, door="f" * 64, expires=NOW),
        roll.Door(door="f" * 64, failures=3, last=NOW),
        roll.SpentTicket(ticket_hash="0" * 64, expires=NOW),
    ]


ROWS = {"board": board_rows, "roll": roll_rows}


def fill(database: Database, family: str) -> None:
    with database.write() as session:
        for row in ROWS[family]():
            session.add(row)
            session.flush()


@pytest.mark.slow
@pytest.mark.parametrize("family", schema.FAMILIES)
def test_the_migrated_tables_are_the_models(database: Database, family: str) -> None:
    schema.upgrade(database, family)
    with database.connect_exclusively(9) as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "version_table": f"alembic_version_{family}"},
        )
        assert compare_metadata(context, METADATA[family]) == []
    assert schema.get_revision(database, family) == schema.get_newest_revision(family)


@pytest.mark.slow
@pytest.mark.parametrize("family", schema.FAMILIES)
def test_every_migration_goes_up_and_down_with_data(database: Database, family: str) -> None:
    scripts = ScriptDirectory(str(schema._folder(family)))
    revisions = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    for revision in revisions:
        schema.upgrade(database, family, revision)
    fill(database, family)
    tables = set(METADATA[family].tables)
    with database.read() as session:
        for name, table in METADATA[family].tables.items():
            assert len(session.execute(select(table)).all()) == 1, name
    for revision in [*reversed(revisions[:-1]), "base"]:
        schema.downgrade(database, family, revision)
    with database.connect_exclusively(9) as connection:
        assert not tables & set(inspect(connection).get_table_names())
    schema.upgrade(database, family)
    fill(database, family)


@pytest.mark.slow
def test_an_old_decryption_becomes_the_first(database: Database) -> None:
    schema.upgrade(database, "board", "0001")
    insert_old_campaign(database)
    with database.write() as session:
        row = next(row for row in board_rows() if isinstance(row, board.Election))
        old = {name: value for name, value in vars(row).items() if not name.startswith("_")}
        session.execute(insert(board.Election).values(old))
        session.execute(
            text(
                "INSERT INTO partial_decryption (election_id, owner, data, strong_proofs)"
                " VALUES (1, 1, :data, :data)"
            ),
            {"data": b"[]"},
        )
    schema.upgrade(database, "board")
    with database.read() as session:
        row = session.get_one(trustees.PartialDecryption, (1, 1))
        assert (row.number, row.data) == (1, b"[]")
    schema.downgrade(database, "board", "0001")
    with database.read() as session:
        kept = session.execute(text("SELECT owner, data FROM partial_decryption")).all()
    assert [(owner, bytes(data)) for owner, data in kept] == [(1, b"[]")]


@pytest.mark.slow
def test_old_drafts_take_the_words_of_the_manifest(database: Database) -> None:
    old = (
        '{"title":"Streik, 投票","elections":[{"kind":"vote","title":"at_least","rule":'
        '{"answer":0,"comparison":"at_least","of":"not_blank"}},{"kind":"survey","rule":null}]}'
    ).encode()
    schema.upgrade(database, "board", "0002")
    insert_old_campaign(database, draft=old)
    schema.upgrade(database, "board", "0003")
    draft = read_old_draft(database)
    new = old.replace(b'"comparison":"at_least"', b'"comparison":"at-least"')
    assert draft == new.replace(b"not_blank", b"not-blank")
    schema.downgrade(database, "board", "0002")
    assert read_old_draft(database) == old


@pytest.mark.slow
def test_what_was_ready_waits_for_fix_and_what_was_decrypted_is_published(
    database: Database,
) -> None:
    schema.upgrade(database, "board", get_revision_before("0005"))
    for number, state in enumerate(("ready", "open", "closed", "decrypted", "cancelled"), 1):
        insert_old_campaign(database, id=number, code=f"C{number}", state=state)
    act = text(
        "INSERT INTO action (campaign_id, at, actor, what, note) VALUES (2, :at, '', :w, '')"
    )
    with database.write() as session:
        for what in ("opened", "extended"):
            session.execute(act, {"at": NOW.isoformat(), "w": what})
    schema.upgrade(database, "board")
    with database.read() as session:
        rows = session.scalars(select(board.Campaign).order_by(board.Campaign.id)).all()
        now = ["fixing", "open", "closed", "published", "cancelled"]
        assert [row.state for row in rows] == now
        assert [row.published == NOW for row in rows] == [state == "published" for state in now]
        assert {(row.set_up, row.fixed, row.annulled) for row in rows} == {(None, None, None)}
    assert list_deeds(database) == ["opened", "amended"]
    with database.write() as session:
        for number, state in enumerate(("ready", "withdrawn"), 6):
            new = board_rows()[0]
            new.id, new.code, new.state = number, f"C{number}", state
            session.add(new)
        for what in ("fixed", "withdrawn", "annulled"):
            session.execute(act, {"at": NOW.isoformat(), "w": what})
    schema.downgrade(database, "board", get_revision_before("0005"))
    query = "SELECT state, extensions FROM campaign ORDER BY id"
    with database.read() as session:
        old = session.execute(text(query)).all()
    back = ["ready", "open", "closed", "published", "cancelled", "ready", "cancelled"]
    assert [tuple(row) for row in old] == [(state, "[]") for state in back]
    assert list_deeds(database) == ["opened", "extended", "cancelled"]


@pytest.mark.slow
def test_without_notes_the_log_does_not_know_them(database: Database) -> None:
    schema.upgrade(database, "board")
    fill(database, "board")
    act = text(
        "INSERT INTO action (campaign_id, at, actor, what, note) VALUES (1, :at, '', 'noted', 'x')"
    )
    with database.write() as session:
        session.execute(act, {"at": NOW.isoformat()})
    schema.downgrade(database, "board", get_revision_before("0006"))
    assert list_deeds(database) == ["opened"]
    schema.upgrade(database, "board")
    with database.read() as session:
        assert session.scalars(select(board.Note)).all() == []


@pytest.mark.slow
def test_without_a_clock_the_log_does_not_know_it_and_voids_keep_their_slips_void(
    database: Database,
) -> None:
    schema.upgrade(database, "board")
    fill(database, "board")
    act = text(
        "INSERT INTO action (campaign_id, at, actor, what, note)"
        " VALUES (1, :at, '', 'doubted-clock', 'x')"
    )
    with database.write() as session:
        session.execute(act, {"at": NOW.isoformat()})
        row = session.scalars(select(board.Credential)).one()
        row.voided, row.void = True, b"{}"
    schema.downgrade(database, "board", get_revision_before("0007"))
    assert list_deeds(database) == ["opened"]
    schema.upgrade(database, "board")
    with database.read() as session:
        assert session.scalars(select(board.ClockState)).all() == []
        row = session.scalars(select(board.Credential)).one()
        assert (row.voided, row.void) == (True, None)


def get_revision_before(revision: str) -> str:
    found = ScriptDirectory(str(schema._folder("board"))).get_revision(revision)
    assert isinstance(found.down_revision, str)
    return found.down_revision


def list_deeds(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text("SELECT what FROM action ORDER BY id")))


def read_old_draft(database: Database) -> bytes:
    """The draft of the one campaign, whatever columns its table has."""
    with database.read() as session:
        return bytes(session.execute(text("SELECT draft FROM campaign")).scalar_one())


def insert_old_campaign(database: Database, **fields: Any) -> None:
    """A campaign in the columns that its table has at an older revision."""
    instant = NOW.isoformat(timespec="microseconds")
    values = {
        "id": 1,
        "code": "ABCD",
        "state": "open",
        "title": "Streik, 投票, ਪੰ 🗳",
        "draft": b"{}",
        "opening": instant,
        "closing": instant,
        "closed": instant,
        "created": instant,
        "trial": False,
        "reprints": 0,
        "extensions": "[]",
        **fields,
    }
    with database.write() as session:
        table = Table("campaign", MetaData(), autoload_with=session.connection())
        known = {name: value for name, value in values.items() if name in table.columns}
        session.execute(table.insert().values(known))


@pytest.mark.slow
@pytest.mark.parametrize("family", schema.FAMILIES)
def test_processes_that_start_together_do_not_race(database_url: str, family: str) -> None:
    failures: list[BaseException] = []
    barrier = threading.Barrier(4)

    def start() -> None:
        own = Database(database_url)
        try:
            barrier.wait()
            schema.upgrade(own, family)
        except BaseException as error:
            failures.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.slow
def test_board_and_roll_may_share_a_server(database: Database) -> None:
    for family in schema.FAMILIES:
        schema.upgrade(database, family)
        fill(database, family)


def test_a_database_of_a_newer_version_is_refused(database: Database) -> None:
    schema.upgrade(database, "board")
    with database.connect_exclusively(9) as connection:
        connection.execute(text("UPDATE alembic_version_board SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer version"):
        schema.upgrade(database, "board")
