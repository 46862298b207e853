"""Migrations that carry what tellers and trustees signed, up and down."""

from __future__ import annotations

import pytest
from sqlalchemy import MetaData, Table, select, text

from tests.store.test_migrations import (
    NOW,
    board_rows,
    get_revision_before,
    insert_old_campaign,
    list_deeds,
)
from voteapp.store import schema
from voteapp.store.board import models as board
from voteapp.store.board import statements, tellers
from voteapp.store.database import Database

OLD_CLOSING = b'{"message":"voteapp-closing|\xc3\xb8","owner":2,"signature":{"challenge":"1"}}'
NEW_CLOSING = (
    b'{"message":"voteapp-closing|\xc3\xb8","number":2,"role":"trustee",'
    b'"signature":{"challenge":"1"}}'
)


@pytest.mark.slow
def test_an_old_closing_statement_is_a_trustees(database: Database) -> None:
    """Up and down again with every byte; what else was signed is forgotten on the way down."""
    schema.upgrade(database, "board", get_revision_before("0015"))
    insert_old_campaign(database)
    with database.write() as session:
        row = next(row for row in board_rows() if isinstance(row, board.Election))
        old = {name: value for name, value in vars(row).items() if not name.startswith("_")}
        table = Table("election", MetaData(), autoload_with=session.connection())
        required = {"batch": 1, "members": 0, "below_k": False}
        session.execute(table.insert().values(old | required))
        query = "INSERT INTO closing_statement (election_id, owner, statement) VALUES (1, 2, :data)"
        session.execute(text(query), {"data": OLD_CLOSING})
    schema.upgrade(database, "board")
    with database.write() as session:
        row = session.scalars(select(statements.Statement)).one()
        assert (row.campaign_id, row.election, row.kind) == (1, "u" * 14, "closing-statement")
        assert (row.role, row.number, row.data, row.at) == ("trustee", 2, NEW_CLOSING, NOW)
        for kind, role, uuid in (
            ("out", "trustee", ""),
            ("closing-statement", "witness", "u" * 14),
        ):
            session.add(
                statements.Statement(
                    campaign_id=1, election=uuid, kind=kind, role=role, number=1, data=b"{}", at=NOW
                )
            )
        act = "INSERT INTO action (campaign_id, at, actor, what, note) VALUES (1, :at, '', :w, '')"
        for what in ("opened", "signed-opening", "finished-counts", "confirmed"):
            session.execute(text(act), {"at": NOW.isoformat(), "w": what})
    schema.downgrade(database, "board", get_revision_before("0015"))
    with database.read() as session:
        kept = session.execute(text("SELECT election_id, owner, statement FROM closing_statement"))
        assert [(a, b, bytes(c)) for a, b, c in kept] == [(1, 2, OLD_CLOSING)]
    assert list_deeds(database) == ["opened"]


@pytest.mark.slow
def test_the_one_teller_of_before_is_one_of_several(database: Database) -> None:
    """Up with what she made, signed and printed; and down again, where she is the only one."""
    before = get_revision_before("0014")
    schema.upgrade(database, "board", before)
    for number, draft in ((1, b'{"slips":12}'), (2, b"{}")):
        kept = {"teller": b"said", "printed": b"word", "reprints": 3, "tokens_destroyed_by": "Bea"}
        insert_old_campaign(database, id=number, code=f"C{number}", draft=draft, **kept)
    old = (
        "UPDATE campaign SET credentials_posted = created WHERE id = 1",
        "INSERT INTO leaf (id, campaign_id, code, facility, unit, roster_size)"
        " VALUES (1, 1, 'u', 'F', 'U', 20)",
        "INSERT INTO election (id, campaign_id, uuid, position, kind, title, k, part_salt, batch,"
        " members, below_k) VALUES (1, 1, 'abc', 0, 'vote', 't', 5, 'salt', 1, 0, false)",
        "INSERT INTO credential (election_id, credential, leaf_id, voided)"
        " VALUES (1, 'a', 1, false)",
        "INSERT INTO action (campaign_id, at, actor, what, note)"
        " SELECT id, created, 'Ada', 'posted-credentials', '' FROM campaign WHERE id = 1",
    )
    with database.write() as session:
        for line in old:
            session.execute(text(line))
    schema.upgrade(database, "board")
    with database.read() as session:
        (row,) = session.scalars(select(tellers.Teller)).all()
        assert (row.campaign_id, row.position, row.account) == (1, 1, "Ada")
        assert (row.shares, row.salts) == ('{"u": 12}', '["salt"]')
        assert (row.statement, row.printed, row.prints) == (b"said", b"word", 1)
        assert (row.reprints, row.destroyed_by) == (3, "Bea")
        assert session.scalars(select(board.Credential)).one().teller == 1
    schema.downgrade(database, "board", before)
    columns = "teller, printed, reprints, tokens_destroyed_by"
    with database.read() as session:
        one = session.execute(text(f"SELECT {columns} FROM campaign WHERE id = 1")).one()
        assert (bytes(one[0]), bytes(one[1]), one[2], one[3]) == (b"said", b"word", 3, "Bea")
        assert session.execute(text("SELECT part_salt FROM election")).scalar_one() == "salt"
    schema.upgrade(database, "board")
    with database.write() as session:
        session.add(tellers.Teller(campaign_id=1, position=2, account="Cem", statement=b"other"))
    schema.downgrade(database, "board", before)
    with database.read() as session:
        assert session.execute(text("SELECT teller FROM campaign WHERE id = 1")).scalar() is None
