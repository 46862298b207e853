"""A stranger asks for everything after every single ballot, through a whole vote (on PostgreSQL
after every third member's, but for `make long`).

Between two seals no answer changes: no page, file, head, tracker, slip state or refusal, and on no
page of the committee either. What a seal tells of when a ballot was cast is printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings
from tests.services.voting.test_casting import swap_proofs
from tests.web.conftest import sign_in_first
from voteapp.app import create_app
from voteapp.campaign.board.signing import decode_receipt
from voteapp.protocol.ballots import compute_tracker
from voteapp.services.voting import board
from voteapp.web.frame.roles import list_routes

MEMBERS = 28
WATCHED = range(0, MEMBERS, 4)
"""Members whose slips are asked about each time."""
ROWS = ([[0, 1, 0]], [[0, 1, 0, 0], [1, 0, 0, 0]])
STEP = timedelta(minutes=7)
ROLES = {"public", "api", "member", "committee", "trustee", "teller"}
ABOUT_OTHER_THINGS = {
    "/committee/new",
    "/committee/accounts",
    "/committee/token",
    "/committee/clock",
}
CHANGING = re.compile(rb'(name="csrf[^"]*" (?:value|content)=")[^"]*')


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    settings = create_settings(tmp_path / "instance")
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql"))
        settings = create_settings(tmp_path / "instance", board_url=url, roll_url=url)
    made = World(settings)
    made.open(create_draft(VOTE, replace(SURVEY, k=5), slips=MEMBERS, roster_size=MEMBERS))
    made.tick()
    yield made
    made.context.board.close()
    made.context.roll.close()


class Stranger:
    """Somebody who may look at everything that there is, and holds one forged ballot a slip.

    Everybody's public credential stands in the record; trackers are guessed rightly.
    """

    def __init__(self, app: Flask, world: World) -> None:
        self.world, self.client = world, app.test_client()
        self.committee = sign_in_first(app, world.context)
        self.addresses = sorted(list_addresses(app, world))
        self.forged = {
            (uuid, member): swap_proofs(world.ballot(uuid, member, rows))
            for uuid, rows in zip(world.uuids, ROWS, strict=True)
            for member in (0, 1, MEMBERS - 1)
        }
        self.trackers: list[tuple[str, str]] = []

    def look(self) -> dict[str, tuple[int, bytes]]:
        """Every answer, by what was asked."""
        found = {address: self._get(address) for address in self.addresses}
        for uuid, tracker in self.trackers:
            for path in (f"/api/elections/{uuid}/tracker", f"/elections/{uuid}"):
                answer = self.client.get(path, query_string={"tracker": tracker})
                found[f"{path}?{tracker}"] = (answer.status_code, answer.data)
        for uuid in self.world.uuids:
            for member in WATCHED:
                body = json.dumps({"credential": self.world.credential(uuid, member)})
                answer = self.client.post(f"/api/elections/{uuid}/slip", data=body)
                found[f"{uuid} slip {member}"] = (answer.status_code, answer.data)
        for (uuid, member), ballot in self.forged.items():
            answer = self.client.post(f"/api/elections/{uuid}/ballots", data=ballot)
            found[f"{uuid} forged {member}"] = (answer.status_code, answer.data)
        return found

    def _get(self, address: str) -> tuple[int, bytes]:
        client: FlaskClient = self.committee.client if "/committee" in address else self.client
        answer = client.get(address)
        assert answer.status_code < 500, address
        return answer.status_code, CHANGING.sub(rb"\1", answer.data)


def list_addresses(app: Flask, world: World) -> Iterator[str]:
    """Every page and file that can be read, of this campaign and of all."""
    for path, methods, role in list_routes(app):
        if "GET" not in methods or role not in ROLES or path in ABOUT_OTHER_THINGS:
            continue
        for uuid in world.uuids if "<uuid>" in path else [""]:
            files = [f"{name}.json" for name in ("manifest", "questionnaire", "evidence")]
            files += [f"{uuid}.bel", f"{uuid}.zip"]
            for name in files if "<name>" in path else [""]:
                filled = path.replace("<code>", world.code).replace("<uuid>", uuid)
                filled = filled.replace("<name>", name)
                if "<" not in filled:  # parts and questions of a draft, which is locked
                    yield filled


@pytest.mark.slow
def test_nothing_changes_between_two_seals(
    world: World, capsys: pytest.CaptureFixture[str], length: Callable[[int, int], int]
) -> None:
    every = length(1 if world.context.board.is_sqlite else 3, 1)
    stranger = Stranger(create_app(world.settings, world.context), world)
    uuid = world.uuids[0]
    assert f"/elections/{uuid}/{uuid}.bel" in stranger.addresses
    assert f"/committee/campaigns/{world.code}/counts" in stranger.addresses
    assert len(stranger.addresses) > 40
    cast_at: dict[str, datetime] = {}
    seals = [world.clock.now]
    ballots = [
        [world.ballot(uuid, member, rows) for uuid, rows in zip(world.uuids, ROWS, strict=True)]
        for member in range(MEMBERS)
    ]
    stranger.trackers = [(uuid, compute_tracker(pair[0])) for pair in ballots[::11]]
    before = stranger.look()
    for number, pair in enumerate(ballots):
        world.clock.now += STEP
        heads = count_heads(world)
        world.tick()
        if count_heads(world) > heads:
            seals.append(world.clock.now)
            seen = stranger.look()
            assert seen != before
            before = seen
        for place, ballot in enumerate(pair):
            sent = stranger.client.post(f"/api/elections/{world.uuids[place]}/ballots", data=ballot)
            assert sent.status_code == 200
            if place == 0:
                cast_at[decode_receipt(sent.data).tracker] = world.clock.now
            if number % every:
                continue
            seen = stranger.look()
            changed = [asked for asked in seen if seen[asked] != before[asked]]
            assert changed == []
    assert len(seals) > 2
    world.close()
    seals.append(world.clock.now)
    tell_how_closely(world, cast_at, seals, capsys)


def count_heads(world: World) -> int:
    return sum(len(board.list_heads(world.context, uuid)) for uuid in world.uuids)


def tell_how_closely(
    world: World,
    cast_at: dict[str, datetime],
    seals: list[datetime],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A ballot of batch b came after the seal before the one before b's, and before b's."""
    widths, crowds = [], []
    lines = board.get_board_page(world.context, world.uuids[0]).lines
    assert {line.tracker for line in lines} == set(cast_at)
    for line in lines:
        earliest, latest = seals[max(0, line.batch - 2)], seals[line.batch]
        assert earliest <= cast_at[line.tracker] <= latest
        widths.append(latest - earliest)
        crowds.append(sum(earliest <= at <= latest for at in cast_at.values()))
    assert min(widths) >= world.settings.seal_every
    with capsys.disabled():
        mean = sum(widths, timedelta()) / len(widths)
        print(
            f"\n{len(widths)} ballots, {len(seals) - 1} seals: who asks all the time "
            f"dates none closer than {min(widths)} ({mean} on the average), which "
            f"{min(crowds) - 1} others share at least"
        )
