"""A set-up that is fixed by a step of its own, amendments of it, results that publish themselves.

What was ready was not fixed yet, so it waits to be; what was decrypted is published. Closing times
that were moved before there were amendments stay as they are, without one.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns; move the states that are no more."""
    op.create_table(
        "amendment",
        sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_amendment_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("fixed", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("set_up", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("annulled", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("annul_reason", sa.Text(), nullable=True))
        table.drop_column("extensions")
    with op.batch_alter_table("leaf") as table:
        table.add_column(sa.Column("entitled", sa.Integer(), nullable=True))
    op.execute("UPDATE campaign SET state = 'fixing' WHERE state = 'ready'")
    op.execute(
        "UPDATE campaign SET state = 'published', published = closed WHERE state = 'decrypted'"
    )


def downgrade() -> None:
    """A fixed set-up is ready again, to be opened as it is; its amendments are gone."""
    op.execute("UPDATE campaign SET state = 'ready' WHERE state = 'fixing'")
    op.execute("UPDATE campaign SET state = 'cancelled' WHERE state = 'withdrawn'")
    with op.batch_alter_table("leaf") as table:
        table.drop_column("entitled")
    with op.batch_alter_table("campaign") as table:
        table.add_column(sa.Column("extensions", sa.Text(), nullable=False, server_default="[]"))
        table.drop_column("annul_reason")
        table.drop_column("annulled")
        table.drop_column("set_up")
        table.drop_column("fixed")
    with op.batch_alter_table("campaign") as table:
        table.alter_column("extensions", server_default=None)
    op.drop_table("amendment")
