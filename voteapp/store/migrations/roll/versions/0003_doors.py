"""Devices that are known, tries at doors, and accounts that may be shut; nobody rests any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; who rested does so no longer."""
    op.add_column("account", sa.Column("disabled", sa.String(length=32), nullable=True))
    op.add_column("setup_secret", sa.Column("made_by", sa.Text(), nullable=True))
    for table in ("account", "trustee_access"):
        op.drop_column(table, "failures")
        op.drop_column(table, "resting_until")
    op.create_table(
        "known_device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("door", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_known_device")),
    )
    op.create_index(op.f("ix_known_device_door"), "known_device", ["door"])
    op.create_table(
        "door",
        sa.Column("door", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("door", name=op.f("pk_door")),
    )
    op.create_table(
        "spent_ticket",
        sa.Column("ticket_hash", sa.String(length=64), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("ticket_hash", name=op.f("pk_spent_ticket")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("spent_ticket")
    op.drop_table("door")
    op.drop_index(op.f("ix_known_device_door"), table_name="known_device")
    op.drop_table("known_device")
    for table in ("account", "trustee_access"):
        op.add_column(
            table, sa.Column("failures", sa.Integer(), nullable=False, server_default="0")
        )
        op.add_column(table, sa.Column("resting_until", sa.String(length=32), nullable=True))
    op.drop_column("setup_secret", "made_by")
    op.drop_column("account", "disabled")
