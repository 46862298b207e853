"""Alembic's entry for the board: it runs on the connection that voteapp.store.schema hands it."""

from alembic import context

from voteapp.store.board.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=context.config.attributes["version_table"],
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
