"""A set-up that is fixed by a step of its own, amendments of it, results that publish themselves.

What was ready was not fixed yet, so it waits to be; what was decrypted is published. Closing times
that were moved before there were amendments stay as they are, without one.

No table is copied and dropped: on SQLite the rows that belong to a campaign would go with it.
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
    op.add_column("campaign", sa.Column("fixed", sa.String(length=32), nullable=True))
    op.add_column("campaign", sa.Column("set_up", sa.String(length=64), nullable=True))
    op.add_column("campaign", sa.Column("annulled", sa.String(length=32), nullable=True))
    op.add_column("campaign", sa.Column("annul_reason", sa.Text(), nullable=True))
    op.drop_column("campaign", "extensions")
    op.add_column("leaf", sa.Column("entitled", sa.Integer(), nullable=True))
    op.execute("UPDATE campaign SET state = 'fixing' WHERE state = 'ready'")
    op.execute(
        "UPDATE campaign SET state = 'published', published = closed WHERE state = 'decrypted'"
    )
    op.execute("UPDATE action SET what = 'amended' WHERE what = 'extended'")


def downgrade() -> None:
    """A fixed set-up is ready again, to be opened as it is; its amendments are gone."""
    op.execute("UPDATE campaign SET state = 'ready' WHERE state = 'fixing'")
    op.execute("UPDATE campaign SET state = 'cancelled' WHERE state = 'withdrawn'")
    op.execute("UPDATE action SET what = 'extended' WHERE what = 'amended'")
    op.execute("UPDATE action SET what = 'cancelled' WHERE what = 'withdrawn'")
    op.execute("DELETE FROM action WHERE what IN ('fixed', 'annulled')")
    op.drop_column("leaf", "entitled")
    extensions = sa.Column("extensions", sa.Text(), nullable=False, server_default="[]")
    op.add_column("campaign", extensions)
    for name in ("annul_reason", "annulled", "set_up", "fixed"):
        op.drop_column("campaign", name)
    op.drop_table("amendment")
