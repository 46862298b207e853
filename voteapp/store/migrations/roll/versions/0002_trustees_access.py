"""Trustees' access: links, passphrases and passkeys, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trustee_access",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=True),
        sa.Column("link_expires", sa.String(length=32), nullable=True),
        sa.Column("bound", sa.String(length=16), nullable=True),
        sa.Column("verifier_hash", sa.String(length=64), nullable=True),
        sa.Column("passkey", sa.LargeBinary(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("resting_until", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("code", "position", name=op.f("pk_trustee_access")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_trustee_access_link_hash")),
    )
    op.create_table(
        "trustee_session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["code", "position"],
            ["trustee_access.code", "trustee_access.position"],
            name=op.f("fk_trustee_session_code"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_trustee_session")),
    )
    op.create_table(
        "trustee_challenge",
        sa.Column("challenge_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("expires", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["code", "position"],
            ["trustee_access.code", "trustee_access.position"],
            name=op.f("fk_trustee_challenge_code"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("challenge_hash", name=op.f("pk_trustee_challenge")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("trustee_challenge")
    op.drop_table("trustee_session")
    op.drop_table("trustee_access")
