"""Closing: on time, early, extended, cancelled; never again open."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.drafting import drafting
from voteapp.services.errors import NotReadyError, VotingClosedError, WrongStateError
from voteapp.services.results import numbers, publishing
from voteapp.services.voting import board, closing, opening

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
    assert (view.state, view.actual_closing, view.voting) == ("closed", world.clock.now, False)
    assert view.log[-1].actor == closing.CLOCK
    assert [e.counted for e in view.elections] == [1, 0]


def test_casting_stops_at_the_instant_even_before_anybody_closes(world: World) -> None:
    world.open()
    world.clock.advance(hours=24, seconds=-1)
    world.cast(world.uuids[0], 0, YES)
    world.clock.advance(seconds=1)
    with pytest.raises(VotingClosedError):
        world.cast(world.uuids[0], 1, YES)
    assert world.state == "open"


def test_early_for_a_reason(world: World) -> None:
    world.open()
    with pytest.raises(InvalidInputError):
        closing.close_campaign(world.context, ADA, world.code, " ")
    closing.close_campaign(world.context, ADA, world.code, "All have voted.")
    assert logged(world)[-1] == "closed-early"
    with pytest.raises(WrongStateError):
        closing.close_campaign(world.context, ADA, world.code, "Again.")
    with pytest.raises(WrongStateError):
        opening.open_campaign(world.context, ADA, world.code)


def test_extended_before_the_end_only_and_everybody_can_see_it(world: World) -> None:
    world.open()
    closes = overview.get_campaign(world.context, world.code).scheduled_closing
    for instant in (closes, closes - timedelta(hours=1), world.clock.now):
        with pytest.raises(InvalidInputError):
            closing.extend_campaign(world.context, ADA, world.code, instant, "Snow.")
    later = closes + timedelta(hours=2)
    closing.extend_campaign(world.context, ADA, world.code, later, "Snow.")
    world.clock.advance(hours=25)
    world.cast(world.uuids[0], 0, YES)
    assert closing.close_due(world.context) == 0
    world.clock.advance(hours=1)
    with pytest.raises(WrongStateError):
        closing.extend_campaign(world.context, ADA, world.code, later + timedelta(hours=1), "More.")
    assert closing.close_due(world.context) == 1
    evidence = json.loads(disclosure.get_evidence(world.context, world.uuids[0]))
    assert evidence["extensions"] == ["2026-11-22T03:00:00-08:00"]
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, world.uuids[0])))
    assert report.findings == []
    note = board.get_public_campaign(world.context, world.code).log[-2].note
    assert note == "2026-11-22T03:00:00-08:00: Snow."


@pytest.mark.parametrize("state", ["keys", "slips", "ready", "open", "closed", "decrypted"])
def test_cancelled_from_any_state_for_a_reason(world: World, state: str) -> None:
    reach(world, state)
    assert world.state == state
    with pytest.raises(InvalidInputError):
        publishing.cancel(world.context, ADA, world.code, "")
    publishing.cancel(world.context, ADA, world.code, "The question was wrong.")
    public = board.get_public_campaign(world.context, world.code)
    assert (public.state, public.phase) == ("cancelled", "cancelled")
    assert public.cancel_reason == "The question was wrong."
    assert not any(e.questions for e in numbers.get_results(world.context, world.code).elections)
    for action in (publishing.publish, opening.open_campaign, drafting.reopen_draft):
        with pytest.raises(WrongStateError):
            action(world.context, ADA, world.code)
    world.tick()
    if state in ("open", "closed", "decrypted"):
        bundle = publishing.get_bundle(world.context, world.uuids[0])
        report = verify_bundle(BytesSource(bundle))
        assert (report.findings, report.result) == ([], None)


def reach(world: World, state: str) -> None:
    """Bring a campaign with ballots into a state."""
    if state == "keys":
        return world.submit()
    if state in ("slips", "ready"):
        world.submit()
        world.make_key()
        return world.make_slips() if state == "ready" else None
    world.open()
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    if state == "open":
        return None
    world.close()
    world.count_slips()
    world.tick()
    if state in ("decrypted", "published"):
        world.decrypt(world.uuids[0])
    if state == "published":
    return None


def test_published_is_published(world: World) -> None:
    reach(world, "published")
    for action in (
        lambda: publishing.cancel(world.context, ADA, world.code, "Too late."),
        lambda: publishing.publish(world.context, ADA, world.code),
    ):
        with pytest.raises(WrongStateError):
            action()  # type: ignore[no-untyped-call]


def test_opening_says_what_is_missing(world: World) -> None:
    world.submit()
    with pytest.raises(NotReadyError) as caught:
        opening.open_campaign(world.context, ADA, world.code)
    assert caught.value.missing == ("key", "credentials")
    world.make_key()
    world.make_slips()
    world.clock.advance(days=2)
    assert [m.code for m in opening.list_missing(world.context, world.code)] == ["closing-passed"]


@pytest.mark.parametrize(
    "state", ["draft", "keys", "slips", "ready", "open", "closed", "decrypted", "published"]
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
    if state in ("draft", "keys", "slips", "ready"):
        opening.open_campaign(world.context, ADA, world.code)
        world.clock.advance(hours=1)
        for member in range(6):
            world.cast(world.uuids[0], member, YES)
    if state not in ("closed", "decrypted", "published"):
        world.close()
        world.count_slips()
        world.tick()
    if state not in ("decrypted", "published"):
        world.decrypt(world.uuids[0])
    if state != "published":
