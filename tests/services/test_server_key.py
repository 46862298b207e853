"""A server whose database belongs to another key, by now or from the start: it signs nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from tests.players.services.world import World
from voteapp.errors import ConfigurationError
from voteapp.services import clockwork
from voteapp.services.server_key import open_signer
from voteapp.services.signing import KEY_FILE, Signer
from voteapp.services.voting import casting, sealing
from voteapp.store.board.models import Batch, Election, ServerKey


def rebind(world: World) -> None:
    with world.context.board.write() as session:
        session.execute(update(ServerKey).values(public_key="0" * 64))


@pytest.mark.slow
def test_tick_and_heads_refuse_another_key(each_world: World) -> None:
    each_world.open()
    rebind(each_world)
    with pytest.raises(ConfigurationError, match="another signing key"):
        clockwork.tick(each_world.context)
    with each_world.context.board.write() as session:
        election = session.query(Election).first()
        assert election is not None
        session.add(Batch(election_id=election.id, number=1, height=1, event="e" * 64, ballots=0))
    with pytest.raises(ConfigurationError, match="another signing key"):
        sealing.sign_heads(each_world.context)


def test_nothing_is_fixed_under_another_key(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    rebind(world)
    with pytest.raises(ConfigurationError, match="another signing key"):
        world.fix()


@pytest.mark.slow
def test_no_ballot_is_taken_under_another_key(world: World) -> None:
    world.open()
    ballot = world.ballot(world.uuids[0], 0, [[0, 1, 0]])
    object.__setattr__(world.context, "signer", Signer(b"x" * 32))
    world.context.cache.elections.clear()
    with pytest.raises(ConfigurationError, match="another signing key"):
        casting.cast(world.context, world.uuids[0], ballot)


@pytest.mark.slow
def test_a_database_that_names_no_key_has_that_of_its_elections(
    world: World, tmp_path: Path
) -> None:
    """As one from before keys were bound, or one that somebody repaired."""
    world.open()
    with world.context.board.write() as session:
        session.execute(delete(ServerKey))
    with pytest.raises(ConfigurationError, match="is missing"):
        open_signer(world.context.board, tmp_path / "nothing", world.random)
    other = tmp_path / "other"
    other.mkdir()
    (other / KEY_FILE).write_text("cd" * 32 + "\n")
    with pytest.raises(ConfigurationError, match="another signing key"):
        open_signer(world.context.board, other, world.random)
    with world.context.board.read() as session:
        assert session.scalars(select(ServerKey)).all() == []
    assert open_signer(world.context.board, world.settings.keys, world.random)
