"""Several tellers: each with her share, her part and what she signed."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OLD = (
    ("campaign", "teller", sa.LargeBinary(), True),
    ("campaign", "printed", sa.LargeBinary(), True),
    ("campaign", "tokens_destroyed_by", sa.Text(), True),
    ("campaign", "reprints", sa.Integer(), False),
    ("election", "part_salt", sa.String(64), True),
)
"""What was kept of the one teller: table, column, type, whether it may be empty."""


def upgrade() -> None:
    """Every locked campaign gets one teller, who makes or made all of its slips."""
    op.create_table(
        "teller",
        sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("shares", sa.Text(), nullable=False),
        sa.Column("salts", sa.Text(), nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=True),
        sa.Column("printed", sa.LargeBinary(), nullable=True),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.Column("destroyed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_teller_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_teller")),
    )
    op.add_column(
        "credential", sa.Column("teller", sa.Integer(), nullable=False, server_default="1")
    )
    connection = op.get_bind()
    campaigns = sa.table(
        "campaign",
        *(sa.column(name) for name in ("id", "draft", "credentials_posted")),
        *(sa.column(name) for table, name, _type, _empty in _OLD if table == "campaign"),
    )
    rows = [_convert(connection, row) for row in connection.execute(sa.select(campaigns)).all()]
    if any(rows):
        op.bulk_insert(_table(), [row for row in rows if row is not None])
    for table, name, _type, _empty in _OLD:
        op.drop_column(table, name)


def downgrade() -> None:
    """Of several tellers nothing is kept: their campaigns have no teller then."""
    for table, name, kind, empty in _OLD:
        default = None if empty else "0"
        op.add_column(table, sa.Column(name, kind, nullable=empty, server_default=default))
    connection = op.get_bind()
    found = connection.execute(sa.select(_table())).all()
    several = {row.campaign_id for row in found if row.position > 1}
    for row in found:
        if row.campaign_id not in several:
            _restore(connection, row)
    op.execute("DELETE FROM action WHERE what IN ('planned-tellers', 'printed-again')")
    op.drop_column("credential", "teller")
    op.drop_table("teller")


def _table() -> Any:
    names = ("campaign_id", "position", "account", "shares", "salts", "statement", "printed")
    more = ("prints", "reprints", "destroyed_by")
    return sa.table("teller", *(sa.column(name) for name in (*names, *more)))


def _convert(connection: sa.Connection, row: Any) -> dict[str, Any] | None:
    """The one teller of a campaign; None of a draft, which has no units."""
    leaves = _ask(connection, "SELECT code FROM leaf WHERE campaign_id = :id ORDER BY code", row.id)
    if not leaves:
        return None
    elections = "SELECT part_salt FROM election WHERE campaign_id = :id ORDER BY position"
    posted = (
        "SELECT actor FROM action WHERE campaign_id = :id AND what = 'posted-credentials'"
        " ORDER BY id DESC"
    )
    doers = _ask(connection, posted, row.id) if row.credentials_posted is not None else []
    return {
        "campaign_id": row.id,
        "position": 1,
        "account": doers[0] if doers else "",
        "shares": json.dumps({leaves[0]: json.loads(row.draft).get("slips", 0)}),
        "salts": json.dumps([salt for salt in _ask(connection, elections, row.id) if salt]),
        "statement": row.teller,
        "printed": row.printed,
        "prints": int(row.printed is not None),
        "reprints": row.reprints,
        "destroyed_by": row.tokens_destroyed_by,
    }


def _restore(connection: sa.Connection, row: Any) -> None:
    values = {
        "id": row.campaign_id,
        "teller": row.statement,
        "printed": row.printed,
        "destroyed": row.destroyed_by,
        "reprints": row.reprints,
    }
    connection.execute(
        sa.text(
            "UPDATE campaign SET teller = :teller, printed = :printed, reprints = :reprints,"
            " tokens_destroyed_by = :destroyed WHERE id = :id"
        ),
        values,
    )
    salts = sa.text(
        "UPDATE election SET part_salt = :salt WHERE campaign_id = :id AND position = :p"
    )
    for place, salt in enumerate(json.loads(row.salts)):
        connection.execute(salts, {"salt": salt, "id": row.campaign_id, "p": place})


def _ask(connection: sa.Connection, query: str, number: int) -> list[Any]:
    return list(connection.execute(sa.text(query), {"id": number}).scalars())
