"""What tellers sign, in the place of a mapping's hash.

Campaigns whose slips were made before have no statement, and cannot be fixed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the statements; a salt keeps its value under its new name."""
    op.add_column("campaign", sa.Column("teller", sa.LargeBinary(), nullable=True))
    op.add_column("campaign", sa.Column("printed", sa.LargeBinary(), nullable=True))
    op.add_column("election", sa.Column("part_salt", sa.String(64), nullable=True))
    op.execute("UPDATE election SET part_salt = mapping_salt")
    op.drop_column("election", "mapping_salt")
    op.drop_column("election", "mapping_hash")


def downgrade() -> None:
    """Drop the statements; hashes of mappings are gone."""
    op.add_column("election", sa.Column("mapping_hash", sa.String(64), nullable=True))
    op.add_column("election", sa.Column("mapping_salt", sa.String(64), nullable=True))
    op.execute("UPDATE election SET mapping_salt = part_salt")
    op.drop_column("election", "part_salt")
    op.drop_column("campaign", "printed")
    op.drop_column("campaign", "teller")
