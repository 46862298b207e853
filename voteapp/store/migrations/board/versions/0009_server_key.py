"""Which signing key this database belongs to.

Going down forgets it: the next start compares with the manifests again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its one row comes with the first start."""
    op.create_table(
        "server_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_server_key")),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("server_key")
