"""A campaign's times: those in force, those that were fixed, and what really happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.players.services.world import ADA, START, VOTE, World, create_draft
from voteapp.services import overview
from voteapp.services.results import publishing
from voteapp.services.setup import amending, fixing
from voteapp.services.values.times import Times
from voteapp.services.voting import board, entry

HOUR = timedelta(hours=1)


def read(world: World) -> Times:
    times = overview.get_campaign(world.context, world.code).times
    if overview.get_campaign(world.context, world.code).state != "draft":
        assert board.get_public_campaign(world.context, world.code).times == times
    assert [c.times for c in overview.list_campaigns(world.context)] == [times]
    return times


def prepare(world: World) -> None:
    world.submit(create_draft(VOTE))
    world.make_key()
    world.make_slips()


@pytest.mark.slow
def test_from_draft_to_a_late_clock(world: World) -> None:
    world.draft(create_draft(VOTE))
    times = read(world)
    assert (times.opening, times.closing) == (START + HOUR, START + 25 * HOUR)
    assert (times.opened, times.closed, times.late, times.ended) == (None, None, False, False)
    world.lock()
    world.make_key()
    world.make_slips()
    world.clock.advance(hours=2)
    assert read(world).late
    world.fix()
    world.tick()
    assert (read(world).opened, read(world).late) == (START + 2 * HOUR, False)
    world.clock.advance(hours=30)
    world.tick()
    times = read(world)
    assert times.closed == times.closing == START + 25 * HOUR
    assert entry.get_booth(world.context, world.code).closing == times.closing


@pytest.mark.slow
def test_amended_and_closed_early(world: World) -> None:
    prepare(world)
    world.fix()
    amending.amend_opening(
        world.context, ADA, world.code, START + 3 * HOUR, "Snow.", seen=world.standing
    )
    assert (read(world).opening, read(world).first_opening) == (START + 3 * HOUR, START + HOUR)
    world.clock.advance(hours=3)
    world.tick()
    world.clock.advance(hours=1)
    world.close()
    times = read(world)
    assert (times.closed, times.closing) == (START + 4 * HOUR, START + 4 * HOUR)
    assert times.first_closing == START + 25 * HOUR
    booth = entry.get_booth(world.context, world.code)
    assert (booth.phase, booth.closing) == ("closed", START + 4 * HOUR)
    assert (booth.opening, booth.first_opening) == (START + 3 * HOUR, START + HOUR)


@pytest.mark.slow
def test_cancelled_and_withdrawn(world: World) -> None:
    prepare(world)
    world.fix()
    world.open_fixed()
    world.clock.advance(hours=1)
    publishing.cancel(world.context, ADA, world.code, "It leaked.", seen=world.standing)
    assert (read(world).closed, read(world).ended) == (START + HOUR, True)


def test_a_withdrawn_one_never_opens(world: World) -> None:
    prepare(world)
    fixing.withdraw_campaign(world.context, ADA, world.code, "A mistake.", seen=world.standing)
    world.clock.advance(hours=3)
    times = read(world)
    assert (times.opened, times.closed, times.late, times.ended) == (None, None, False, True)


@pytest.mark.slow
def test_the_clock_goes_on_while_somebody_opens_and_closes(world: World) -> None:
    """ "Now" is one instant, however long the step takes."""

    def tick() -> datetime:
        world.clock.advance(seconds=1.5)
        return world.clock.now

    prepare(world)
    world.fix()
    world.context = replace(world.context, clock=tick)
    world.open_fixed()
    world.close()
    times = read_quietly(world)
    assert times.opening < times.closing <= world.clock.now
    assert overview.get_campaign(world.context, world.code).state == "published"


def read_quietly(world: World) -> Times:
    return overview.get_campaign(world.context, world.code).times
