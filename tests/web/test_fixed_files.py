"""What of a set-up is handed out before anything is voted on: nothing before Fix, all after."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings
from voteapp.app import create_app
from voteapp.campaign.setup.package import read_package
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview

FILES = ("manifest.json", "questionnaire.json", "evidence.json", "UUID.bel", "UUID.zip")


@pytest.mark.slow
@pytest.mark.parametrize("fixed", [False, True])
def test_only_what_is_fixed_is_there_before_setup(tmp_path: Path, fixed: bool) -> None:
    world = World(create_settings(tmp_path / "instance"))
    world.submit(create_draft(VOTE, SURVEY, slips=40, roster_size=40))
    world.make_key()
    world.make_slips()
    if fixed:
        world.fix()
    client = create_app(world.settings, world.context).test_client()
    for uuid in world.uuids:
        for name in FILES:
            answer = client.get(f"/elections/{uuid}/{name.replace('UUID', uuid)}")
            there = fixed and name in ("manifest.json", "questionnaire.json")
            assert answer.status_code == (200 if there else 404), name
    packed = client.get(f"/campaigns/{world.code}/{world.code}-setup.zip")
    assert packed.status_code == (200 if fixed else 404)
    if fixed:
        setup = read_package(BytesSource(packed.get_data()))
        assert setup.campaign_hash == overview.get_campaign(world.context, world.code).set_up
    assert client.get(f"/campaigns/{world.code}/other-setup.zip").status_code == 404
    elections = client.get(f"/api/campaigns/{world.code}").get_json()["elections"]
    assert [e["uuid"] for e in elections] == (world.uuids if fixed else [])
