"""One table for everything that trustees, witnesses and mirrors sign, in the place of closing
statements; who witnesses and mirrors are; when counts were said to be final, and what they froze.

A closing statement of before is kept, in the form of now: its owner is a trustee's number.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_CLOSING = "closing-statement"
_DEEDS = (
    "named-witnesses",
    "named-mirrors",
    "posted-witness-key",
    "signed-opening",
    "signed-out",
    "finished-counts",
    "signed-end",
    "witnessed",
    "confirmed",
)


def upgrade() -> None:
    """Make the tables, move the rows."""
    _create_tables()
    op.add_column("campaign", sa.Column("counts_final", sa.String(32), nullable=True))
    op.add_column("election", sa.Column("frozen", sa.String(64), nullable=True))
    rows = op.get_bind().execute(
        sa.text(
            "SELECT e.campaign_id, e.uuid, s.owner, s.statement, COALESCE(c.closed, c.created)"
            " FROM closing_statement s JOIN election e ON e.id = s.election_id"
            " JOIN campaign c ON c.id = e.campaign_id"
        )
    )
    insert = sa.text(
        "INSERT INTO statement (campaign_id, election, kind, role, number, data, at)"
        " VALUES (:campaign, :uuid, :kind, 'trustee', :number, :data, :at)"
    )
    for campaign, uuid, owner, data, at in rows.all():
        values = {"campaign": campaign, "uuid": uuid, "kind": _CLOSING, "number": owner}
        values |= {"data": _rename(data, {"owner": "number"}, role="trustee"), "at": at}
        op.get_bind().execute(insert, values)
    op.drop_table("closing_statement")


def downgrade() -> None:
    """Trustees' closing statements stay; what else was signed is forgotten, and the log's deeds
    with it."""
    op.create_table(
        "closing_statement",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("statement", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_closing_statement_election_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("election_id", "owner", name=op.f("pk_closing_statement")),
    )
    query = sa.text(
        "SELECT e.id, s.number, s.data FROM statement s JOIN election e ON e.uuid = s.election"
        " WHERE s.kind = :kind AND s.role = 'trustee'"
    )
    insert = sa.text(
        "INSERT INTO closing_statement (election_id, owner, statement) VALUES (:id, :owner, :data)"
    )
    for election, number, data in op.get_bind().execute(query, {"kind": _CLOSING}).all():
        old = _rename(data, {"number": "owner"}, role=None)
        op.get_bind().execute(insert, {"id": election, "owner": number, "data": old})
    for deed in _DEEDS:
        op.get_bind().execute(sa.text("DELETE FROM action WHERE what = :deed"), {"deed": deed})
    op.drop_column("election", "frozen")
    op.drop_column("campaign", "counts_final")
    for table in ("mirror", "witness", "statement"):
        op.drop_table(table)


def _rename(data: bytes, names: dict[str, str], *, role: str | None) -> bytes:
    """The same statement with other fields, in canonical form."""
    kept = {names.get(name, name): value for name, value in json.loads(bytes(data)).items()}
    kept.pop("role", None)
    if kept and role is not None:
        kept["role"] = role
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _create_tables() -> None:
    op.create_table(
        "statement",
        _campaign(),
        sa.Column("election", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        _belongs("statement"),
        sa.PrimaryKeyConstraint(
            "campaign_id", "election", "kind", "role", "number", name=op.f("pk_statement")
        ),
    )
    op.create_table(
        "witness",
        _campaign(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.String(64), nullable=True),
        _belongs("witness"),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_witness")),
    )
    op.create_table(
        "mirror",
        _campaign(),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        _belongs("mirror"),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_mirror")),
    )


def _campaign() -> sa.Column[int]:
    return sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False)


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_campaign_id")
    return sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=name, ondelete="CASCADE")
