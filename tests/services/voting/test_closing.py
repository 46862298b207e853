"""Closing: on time, early, later than fixed, cancelled; never again open. Publication, annulled."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.drafting import drafting
from voteapp.services.errors import VotingClosingError, WrongStateError
from voteapp.services.life import CLOCK
from voteapp.services.results import numbers, publishing
from voteapp.services.setup import amending
from voteapp.services.voting import board, closing

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]


def logged(world: World) -> list[str]:
    return [action.what for action in overview.get_campaign(world.context, world.code).log]


def test_at_its_time_by_itself(each_world: World) -> None:
    world = each_world
    world.open(create_draft(VOTE, SURVEY))
    world.cast(world.uuids[0], 0, YES)
    world.clock.advance(hours=24)
    assert closing.close_due(world.context) == 1
    assert closing.close_due(world.context) == 0
    view = overview.get_campaign(world.context, world.code)
    assert (view.state, view.times.closed, view.voting) == ("published", world.clock.now, False)
    last = [(action.what, action.actor) for action in view.log[-2:]]
    assert last == [("closed", CLOCK), ("published", CLOCK)]
    assert [e.counted for e in view.elections] == [1, 0]


def test_casting_stops_at_the_instant_even_before_anybody_closes(world: World) -> None:
    world.open()
    world.clock.advance(hours=24, seconds=-1)
    world.cast(world.uuids[0], 0, YES)
    world.clock.advance(seconds=1)
    with pytest.raises(VotingClosingError):
        world.cast(world.uuids[0], 1, YES)
    assert world.state == "open"


def test_early_for_a_reason(world: World) -> None:
    world.open()
    with pytest.raises(InvalidInputError):
        world.close(" ")
    world.close("All have voted.")
    assert logged(world)[-3:] == ["amended", "closed-early", "published"]
    with pytest.raises(WrongStateError):
        world.close("Again.")
    with pytest.raises(WrongStateError):
        world.open_fixed()
    evidence = json.loads(world.read_evidence(world.uuids[0]))
    (moved,) = [a for a in evidence["amendments"] if a["field"] == "closes"]
    assert (moved["new"], moved["reason"]) == (moved["at"], "All have voted.")


def test_extended_before_the_end_only_and_everybody_can_see_it(world: World) -> None:
    world.open()
    closes = overview.get_campaign(world.context, world.code).times.closing
    for instant in (closes, world.clock.now, world.clock.now - timedelta(hours=1)):
        with pytest.raises(InvalidInputError):
            amending.amend_closing(
                world.context, ADA, world.code, instant, "Snow.", seen=world.standing
            )
    later = closes + timedelta(hours=2)
    amending.amend_closing(world.context, ADA, world.code, later, "Snow.", seen=world.standing)
    world.clock.advance(hours=25)
    world.cast(world.uuids[0], 0, YES)
    assert closing.close_due(world.context) == 0
    world.clock.advance(hours=1)
    world.clock.advance(seconds=1)
    with pytest.raises(WrongStateError):
        amending.amend_closing(
            world.context, ADA, world.code, later + timedelta(hours=1), "More.", seen=world.standing
        )
    assert closing.close_due(world.context) == 1
    evidence = json.loads(disclosure.get_evidence(world.context, world.uuids[0]))
    amended = [(a["field"], a["new"]) for a in evidence["amendments"]]
    assert amended[-1] == ("closes", "2026-11-22T03:00:00-08:00")
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, world.uuids[0])))
    assert report.findings == []
    public = board.get_public_campaign(world.context, world.code)
    assert [line.note for line in public.log if line.what == "amended"][-1] == "Snow."
    assert public.amendments[-1].reason == "Snow."


def test_cancelled_while_it_runs_for_a_reason(world: World) -> None:
    reach(world, "open")
    with pytest.raises(InvalidInputError):
        publishing.cancel(world.context, ADA, world.code, "", seen=world.standing)
    publishing.cancel(
        world.context, ADA, world.code, "The question was wrong.", seen=world.standing
    )
    public = board.get_public_campaign(world.context, world.code)
    assert (public.state, public.phase) == ("cancelled", "cancelled")
    assert public.cancel_reason == "The question was wrong."
    assert not any(e.questions for e in numbers.get_results(world.context, world.code).elections)
    with pytest.raises(WrongStateError):
        world.open_fixed()
    with pytest.raises(WrongStateError):
        drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    world.tick()
    bundle = publishing.get_bundle(world.context, world.uuids[0])
    report = verify_bundle(BytesSource(bundle))
    assert (report.findings, report.result) == ([], None)


@pytest.mark.parametrize("state", ["keys", "slips", "fixing", "ready", "closed", "published"])
def test_cancelled_at_no_other_time(world: World, state: str) -> None:
    reach(world, state)
    assert world.state == state
    with pytest.raises(WrongStateError):
        publishing.cancel(
            world.context, ADA, world.code, "The question was wrong.", seen=world.standing
        )
    assert world.state == state


def test_not_cancelled_after_the_end_though_nobody_closed_yet(world: World) -> None:
    reach(world, "open")
    world.clock.now = overview.get_campaign(world.context, world.code).times.closing
    with pytest.raises(WrongStateError):
        publishing.cancel(world.context, ADA, world.code, "We do not like it.", seen=world.standing)
    assert world.state == "open"
    world.tick()
    assert world.state == "closed"


@pytest.mark.parametrize("early", [False, True])
def test_too_few_ballots_are_published_as_they_close(world: World, early: bool) -> None:
    """By the clock or by hand; the paper can still be counted, once."""
    world.open()
    world.cast(world.uuids[0], 0, YES)
    if early:
        world.close()
    else:
        world.clock.advance(days=1)
        world.tick()
    view = overview.get_campaign(world.context, world.code)
    assert view.state == "published"
    assert (view.log[-1].what, view.log[-1].actor) == ("published", CLOCK)
    results = numbers.get_results(world.context, world.code)
    assert [e.withheld for e in results.elections] == ["below-k"]
    world.count_slips(by=("Ana", "Bo"))
    assert overview.get_campaign(world.context, world.code).counts.printed == 12
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, world.uuids[0])))
    assert (report.findings, report.result) == ([], None)
    with pytest.raises(ConflictError):
        world.count_slips()


def test_a_published_result_is_annulled_and_stays(world: World) -> None:
    reach(world, "closed")
    with pytest.raises(WrongStateError):
        publishing.annul(world.context, ADA, world.code, "A complaint.", seen=world.standing)
    world.decrypt(world.uuids[0])
    bundle = publishing.get_bundle(world.context, world.uuids[0])
    with pytest.raises(InvalidInputError):
        publishing.annul(world.context, ADA, world.code, " ", seen=world.standing)
    publishing.annul(world.context, ADA, world.code, "A complaint.", seen=world.standing)
    with pytest.raises(ConflictError):
        publishing.annul(world.context, ADA, world.code, "Another.", seen=world.standing)
    results = numbers.get_results(world.context, world.code)
    assert (results.state, results.annul_reason) == ("published", "A complaint.")
    assert [a.count for a in results.elections[0].questions[0].answers] == [6, 0, 0]
    assert publishing.get_bundle(world.context, world.uuids[0]) == bundle
    assert board.get_public_campaign(world.context, world.code).annul_reason == "A complaint."


def reach(world: World, state: str) -> None:
    """Bring a campaign with ballots into a state."""
    if state == "keys":
        return world.submit()
    if state in ("slips", "fixing", "ready"):
        world.submit()
        world.make_key()
        if state != "slips":
            world.make_slips()
        return world.fix() if state == "ready" else None
    world.open()
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    if state == "open":
        return None
    world.close()
    world.count_slips()
    world.tick()
    if state == "published":
        world.decrypt(world.uuids[0])
    return None


def test_published_is_published(world: World) -> None:
    reach(world, "published")
    with pytest.raises(WrongStateError):
        publishing.cancel(world.context, ADA, world.code, "Too late.", seen=world.standing)
    with pytest.raises(ConflictError):
        world.count_slips()


@pytest.mark.parametrize(
    "state", ["draft", "keys", "slips", "fixing", "ready", "open", "closed", "published"]
)
def test_a_restart_in_any_state_loses_nothing(world: World, state: str) -> None:
    if state == "draft":
        world.draft()
    else:
        reach(world, state)
    before = overview.get_campaign(world.context, world.code)
    world.context.board.close()
    world.context.roll.close()
    world.restart()
    world.tick()
    assert overview.get_campaign(world.context, world.code) == before
    finish(world, state)
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, world.uuids[0])))
    assert (report.findings, report.result) == ([], [[0, 6, 0]])


def finish(world: World, state: str) -> None:
    """Go on from a state to publication, with six votes for yes."""
    if state == "draft":
        world.lock()
    if state in ("draft", "keys"):
        world.make_key()
    if state in ("draft", "keys", "slips"):
        world.make_slips()
    if state in ("draft", "keys", "slips", "fixing"):
        world.fix()
    if state in ("draft", "keys", "slips", "fixing", "ready"):
        world.open_fixed()
        world.clock.advance(hours=1)
        for member in range(6):
            world.cast(world.uuids[0], member, YES)
    if state not in ("closed", "published"):
        world.close()
        world.count_slips()
        world.tick()
    if state != "published":
        world.decrypt(world.uuids[0])
