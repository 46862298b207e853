"""Amendments: few things, each signed, the same chain in the evidence of every part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.players.services.world import ADA, START, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.errors import WrongStateError
from voteapp.services.results import numbers, publishing
from voteapp.services.setup import amending
from voteapp.services.voting import board

OPENS, CLOSES = START + timedelta(hours=1), START + timedelta(hours=25)
YES = [[0, 1, 0]]


@pytest.fixture
def fixed(world: World) -> World:
    """A vote and a survey whose set-up is fixed, an hour before they open."""
    world.submit(create_draft(VOTE, SURVEY))
    world.make_key()
    world.make_slips()
    world.fix()
    return world


def get_leaf(world: World) -> str:
    return overview.get_campaign(world.context, world.code).leaves[0]


def move_opening(world: World, hours: float, reason: str = "Snow.") -> None:
    to = world.clock.now + timedelta(hours=hours)
    amending.amend_opening(world.context, ADA, world.code, to, reason, seen=world.standing)


def move_closing(world: World, hours: float, reason: str = "Snow.") -> None:
    to = world.clock.now + timedelta(hours=hours)
    amending.amend_closing(world.context, ADA, world.code, to, reason, seen=world.standing)


def correct(world: World, number: int, reason: str = "A list was wrong.", leaf: str = "") -> None:
    leaf = leaf or get_leaf(world)
    amending.amend_entitled(
        world.context, ADA, world.code, leaf, number, reason, seen=world.standing
    )


def list_chains(world: World) -> Iterator[list[dict[str, str]]]:
    for uuid in world.uuids:
        yield json.loads(disclosure.get_evidence(world.context, uuid))["amendments"]


@pytest.mark.slow
def test_every_field_and_the_auditor_agrees(fixed: World) -> None:
    move_opening(fixed, 2)
    move_closing(fixed, 30)
    correct(fixed, 25)
    view = overview.get_campaign(fixed.context, fixed.code)
    assert view.times.opening == START + timedelta(hours=2)
    assert view.times.closing == START + timedelta(hours=30)
    assert view.entitled == 25
    assert (view.draft.opening, view.draft.closing, view.draft.roster_size) == (OPENS, CLOSES, 20)
    fixed.clock.advance(hours=1)
    fixed.tick()
    assert fixed.state == "ready"
    fixed.clock.advance(hours=1)
    fixed.tick()
    assert fixed.state == "open"
    move_closing(fixed, 3, "Everybody has voted.")
    for member in range(6):
        fixed.cast(fixed.uuids[0], member, YES)
    fixed.clock.advance(hours=3)
    fixed.tick()
    assert fixed.state == "closed"
    fixed.count_slips()
    fixed.tick()
    fixed.decrypt(fixed.uuids[0])
    assert fixed.state == "published"
    chains = list(list_chains(fixed))
    assert chains[0] == chains[1]
    told = board.get_public_campaign(fixed.context, fixed.code).amendments
    fields = ["opens", "closes", "entitled", "closes"]
    assert [a["field"] for a in chains[0]] == [a.field for a in told] == fields
    assert [a["number"] for a in chains[0]] == [1, 2, 3, 4]
    assert (told[2].old, told[2].new, told[2].unit) == ("20", "25", "ICU")
    for uuid in fixed.uuids:
        report = verify_bundle(BytesSource(publishing.get_bundle(fixed.context, uuid)))
        assert report.findings == []
    results = numbers.get_results(fixed.context, fixed.code)
    assert results.elections[0].turnout.entitled == 25


@pytest.mark.slow
def test_what_opens_early_by_hand_is_in_the_chain(fixed: World) -> None:
    fixed.open_fixed()
    (chain, other) = list_chains(fixed)
    assert chain == other
    assert [(a["field"], a["new"] == a["at"]) for a in chain] == [("opens", True)]
    for uuid in fixed.uuids:
        report = verify_bundle(BytesSource(publishing.get_bundle(fixed.context, uuid)))
        assert report.findings == []


@pytest.mark.slow
@pytest.mark.parametrize("reason", ["", "  ", "bell\x07"])
def test_every_change_needs_a_reason(fixed: World, reason: str) -> None:
    for change in (
        lambda: move_opening(fixed, 2, reason),
        lambda: move_closing(fixed, 2, reason),
        lambda: correct(fixed, 25, reason),
    ):
        with pytest.raises(InvalidInputError) as caught:
            change()
        assert caught.value.field == "reason"
    assert overview.get_campaign(fixed.context, fixed.code).amendments == ()


@pytest.mark.slow
def test_what_is_refused_changes_nothing(fixed: World) -> None:
    before = overview.get_campaign(fixed.context, fixed.code)
    for hours in (-1, 1, 25, 26):  # the past; as it is; when it closes, and after
        with pytest.raises(InvalidInputError) as caught:
            move_opening(fixed, hours)
        assert caught.value.field == "opening"
    for hours in (-1, 0, 0.5, 1, 25):  # the past; now; before and when it opens; as it is
        with pytest.raises(InvalidInputError) as caught:
            move_closing(fixed, hours)
        assert caught.value.field == "closing"
    for number in (-1, 0, 20, 2**31):
        with pytest.raises(InvalidInputError) as caught:
            correct(fixed, number)
        assert caught.value.field == "entitled"
    with pytest.raises(InvalidInputError):
        correct(fixed, 25, leaf="elsewhere")
    assert overview.get_campaign(fixed.context, fixed.code) == before


@pytest.mark.slow
def test_only_the_closing_time_moves_once_voting_is_open(fixed: World) -> None:
    fixed.open_fixed()
    with pytest.raises(WrongStateError):
        move_opening(fixed, 1)
    with pytest.raises(WrongStateError):
        correct(fixed, 25)
    move_closing(fixed, 2)
    fixed.clock.advance(hours=2, seconds=1)
    with pytest.raises(WrongStateError):
        move_closing(fixed, 2)  # the end has passed, though nobody closed
    fixed.tick()
    with pytest.raises(WrongStateError):
        move_closing(fixed, 2)


def test_nothing_is_amended_before_fix(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    for change in (
        lambda: move_opening(world, 2),
        lambda: move_closing(world, 30),
        lambda: correct(world, 25),
    ):
        with pytest.raises(WrongStateError):
            change()
