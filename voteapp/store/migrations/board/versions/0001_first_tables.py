"""First tables of the board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=False),
        sa.Column("opening", sa.String(length=32), nullable=False),
        sa.Column("closing", sa.String(length=32), nullable=False),
        sa.Column("extensions", sa.Text(), nullable=False),
        sa.Column("trial", sa.Boolean(), nullable=False),
        sa.Column("created", sa.String(length=32), nullable=False),
        sa.Column("opened", sa.String(length=32), nullable=True),
        sa.Column("closed", sa.String(length=32), nullable=True),
        sa.Column("published", sa.String(length=32), nullable=True),
        sa.Column("cancelled", sa.String(length=32), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("credentials_posted", sa.String(length=32), nullable=True),
        sa.Column("tokens_destroyed_by", sa.Text(), nullable=True),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("code", name=op.f("uq_campaign_code")),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_action_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "election",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("mapping_hash", sa.String(length=64), nullable=True),
        sa.Column("mapping_salt", sa.String(length=64), nullable=True),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.Column("election", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("timestamp", sa.String(length=32), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("batch_since", sa.String(length=32), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("tip", sa.String(length=64), nullable=True),
        sa.Column("setup_tip", sa.String(length=64), nullable=True),
        sa.Column("end_tip", sa.String(length=64), nullable=True),
        sa.Column("below_k", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=True),
        sa.Column("tally_tip", sa.String(length=64), nullable=True),
        sa.Column("tally_members", sa.Integer(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_election_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_election")),
        sa.UniqueConstraint(
            "campaign_id", "position", name=op.f("uq_election_campaign_id_position")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_election_uuid")),
    )
    op.create_table(
        "leaf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("facility", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("roster_size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_leaf_campaign_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaf")),
        sa.UniqueConstraint("campaign_id", "code", name=op.f("uq_leaf_campaign_id_code")),
    )
    op.create_table(
        "trustee_key",
        sa.Column("campaign_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("posted_by", sa.Text(), nullable=False),
        sa.Column("rehearsal", sa.LargeBinary(), nullable=True),
        sa.Column("rehearsed", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_trustee_key_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("campaign_id", "position", name=op.f("pk_trustee_key")),
    )
    op.create_table(
        "ballot",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_ballot_election_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("election_id", "credential", name=op.f("pk_ballot")),
        sa.UniqueConstraint("election_id", "hash", name=op.f("uq_ballot_election_id_hash")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index("ix_ballot_election_id_batch", ["election_id", "batch"], unique=False)

    op.create_table(
        "batch",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("final", sa.Boolean(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["election_id"], ["election.id"], name=op.f("fk_batch_election_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_batch")),
    )
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
    op.create_table(
        "credential",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credential", sa.String(length=64), nullable=False),
        sa.Column("leaf_id", sa.Integer(), nullable=False),
        sa.Column("voided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_credential_election_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["leaf.id"], name=op.f("fk_credential_leaf_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("election_id", "credential", name=op.f("pk_credential")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "partial_decryption",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("strong_proofs", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_partial_decryption_election_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("election_id", "owner", name=op.f("pk_partial_decryption")),
    )
    op.create_table(
        "record_member",
        sa.Column("election_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["election.id"],
            name=op.f("fk_record_member_election_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("election_id", "position", name=op.f("pk_record_member")),
    )
    op.create_table(
        "slip_count",
        sa.Column("leaf_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("handed_out", sa.Integer(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("countersigned_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["leaf_id"], ["leaf.id"], name=op.f("fk_slip_count_leaf_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("leaf_id", name=op.f("pk_slip_count")),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("slip_count")
    op.drop_table("record_member")
    op.drop_table("partial_decryption")
    op.drop_table("credential")
    op.drop_table("closing_statement")
    op.drop_table("batch")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_ballot_election_id_batch")

    op.drop_table("ballot")
    op.drop_table("trustee_key")
    op.drop_table("leaf")
    op.drop_table("election")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_campaign_id"))

    op.drop_table("action")
    op.drop_table("campaign")
