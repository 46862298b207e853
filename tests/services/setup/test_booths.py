"""The booth's files, kept for the campaigns that pinned them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.players.services.world import ADA, World, create_draft, create_settings
from voteapp.cli.server.doctor import examine
from voteapp.errors import MisuseError, NotFoundError
from voteapp.services.setup import booths, fixing
from voteapp.services.setup.booths import get_kept_booth, get_kept_file
from voteapp.services.setup.guarding import get_before_fix
from voteapp.store.board.booths import BoothFile, BoothPath

MAIN, WORKER = "/static/lean/booth/main.js", "/static/lean/booth/worker.js"
BOOTH = {MAIN: b"main 1", WORKER: b"worker"}


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path))
    world.booth = BOOTH
    return world


def fix(world: World) -> str:
    world.submit(create_draft())
    world.make_key()
    world.make_slips()
    world.fix()
    return world.code


def count(world: World) -> tuple[int, int]:
    with world.context.board.read() as session:
        files = session.scalar(select(func.count()).select_from(BoothFile))
        return files or 0, session.scalar(select(func.count()).select_from(BoothPath)) or 0


@pytest.mark.slow
def test_what_is_fixed_is_kept_over_a_restart(world: World) -> None:
    code = fix(world)
    for _ in range(2):
        assert dict(get_kept_booth(world.context, code)) == BOOTH
        assert get_kept_file(world.context, code, MAIN) == b"main 1"
        assert get_kept_file(world.context, code, "/static/js/other.js") is None
        world.restart()


@pytest.mark.slow
def test_each_campaign_has_its_own_and_one_copy_serves_two(world: World) -> None:
    first = fix(world)
    world.booth = {MAIN: b"main 2", WORKER: b"worker"}
    second = fix(world)
    assert get_kept_file(world.context, first, MAIN) == b"main 1"
    assert get_kept_file(world.context, second, MAIN) == b"main 2"
    assert count(world) == (3, 4)


def test_nothing_before_fix_and_nothing_of_a_stranger(world: World) -> None:
    world.submit(create_draft())
    assert get_kept_booth(world.context, world.code) == {}
    with pytest.raises(NotFoundError):
        get_kept_booth(world.context, "NONE99")


@pytest.mark.slow
def test_they_go_when_the_campaign_has_ended(world: World) -> None:
    """Of a withdrawn one at the next tick, and of one that was closed; what another uses stays."""
    withdrawn = fix(world)
    fixing.withdraw_campaign(world.context, ADA, withdrawn, "A wrong date.", seen=world.standing)
    assert get_kept_booth(world.context, withdrawn) == {}
    code = fix(world)
    world.open_fixed()
    world.clock.advance(hours=1)
    world.tick()
    assert count(world) == (2, 2)
    assert dict(get_kept_booth(world.context, code)) == BOOTH
    world.close()
    world.tick()
    assert count(world) == (0, 0)
    assert get_kept_file(world.context, code, MAIN) is None


@pytest.mark.slow
def test_nothing_is_pinned_that_could_not_be_served(world: World) -> None:
    world.submit(create_draft())
    world.make_key()
    world.make_slips()
    booth = {MAIN: "0" * 64}
    version = fixing.compute_set_up(world.context, world.code, booth)
    with pytest.raises(MisuseError):
        fixing.fix_campaign(
            world.context,
            ADA,
            world.code,
            booth=booth,
            files=[b"main"],
            version=version,
            confirmed=[guard.key for guard in get_before_fix(world.context, world.code)],
        )
    assert world.state == "fixing"


@pytest.mark.slow
def test_a_file_that_was_changed_in_the_database(world: World) -> None:
    """Is not served, and `voteapp doctor` names the campaign."""
    code = fix(world)
    with world.context.board.read() as session:
        assert booths.list_unkept(session) == []
    with world.context.board.write() as session:
        row = session.scalars(select(BoothFile).where(BoothFile.data == b"main 1")).one()
        row.data = b"main 3"
    world.restart()
    assert dict(get_kept_booth(world.context, code)) == {WORKER: b"worker"}
    with world.context.board.read() as session:
        assert booths.list_unkept(session) == [code]
    said = [sentence for good, sentence in examine(world.settings) if not good]
    assert any("booth" in sentence and code in sentence for sentence in said)
