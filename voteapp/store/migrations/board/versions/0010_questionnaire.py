"""The questionnaire as it was fixed, beside the manifest that names it.

What was fixed before has none: its manifest names none either, and it cannot be read any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("election", sa.Column("questionnaire", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop it; the draft still holds the same."""
    op.drop_column("election", "questionnaire")
