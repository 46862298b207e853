"""The booth's files of campaigns that pinned them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Campaigns that were fixed before are served the program's own files, as until now."""
    op.create_table(
        "booth_file",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_booth_file")),
    )
    op.create_table(
        "booth_path",
        sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_booth_path_campaign_id_campaign"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["hash"], ["booth_file.hash"], name=op.f("fk_booth_path_hash_booth_file")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "path", name=op.f("pk_booth_path")),
    )
    op.create_index(op.f("ix_booth_path_hash"), "booth_path", ["hash"])


def downgrade() -> None:
    """Phones are served the program's own files."""
    op.drop_table("booth_path")
    op.drop_table("booth_file")
