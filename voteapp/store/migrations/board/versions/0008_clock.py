"""The last instant at which this server's clock was plausible, and since when it is not.

Going down forgets it, and what the log says of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its one row comes with the first look at the clock."""
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("good", sa.String(length=32), nullable=False),
        sa.Column("doubt", sa.String(length=32), nullable=True),
        sa.Column("confirmed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )


def downgrade() -> None:
    """Drop it; the log no longer knows the deeds."""
    op.execute("DELETE FROM action WHERE what IN ('doubted-clock', 'trusted-clock')")
    op.drop_table("clock")
