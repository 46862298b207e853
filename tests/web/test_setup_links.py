"""CODE-setup.zip is linked where people need it, once there is one: for anybody, the committee, the
teller, the trustees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.services.world import World, create_settings
from tests.web.conftest import Committee
from voteapp.services.context import Context


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    world.make_key()
    world.make_slips()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.mark.slow
def test_the_set_ups_file_is_linked_from_fix_on(world: World, committee: Committee) -> None:
    base = f"/committee/campaigns/{world.code}"
    place = f"/campaigns/{world.code}/{world.code}-setup.zip"
    link = f'href="{place}"'
    assert committee.client.get(place).status_code == 404
    for page in (f"/campaigns/{world.code}", base):
        assert link not in committee.get(page)
    world.fix()
    assert committee.client.get(place).status_code == 200
    for page in (f"/campaigns/{world.code}", base):
        assert link in committee.get(page)
    assert f'data-package="{place}"' in committee.get(f"{base}/slips")
    world.open_fixed()
    assert link in committee.get(f"{base}/decrypt")
