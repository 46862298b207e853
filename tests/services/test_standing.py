"""Whoever acts on a campaign names how it stood: nothing is done to one that has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.players.services.world import ADA, VOTE, World, create_draft
from voteapp.services import overview
from voteapp.services.drafting import drafting
from voteapp.services.errors import StaleDraftError
from voteapp.services.results import publishing
from voteapp.services.setup import amending, fixing
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.voting import closing, opening

pytestmark = pytest.mark.slow

Act = Callable[[World, str], None]


def open_by_hand(world: World, seen: str) -> None:
    version = overview.get_campaign(world.context, world.code).set_up or ""
    confirmed = [guard.key for guard in get_before_opening(world.context, world.code)]
    opening.open_campaign(
        world.context,
        ADA,
        world.code,
        version=version,
        seen=seen,
        reason="All here.",
        confirmed=confirmed,
    )


def move_opening(world: World, seen: str) -> None:
    to = world.clock.now + timedelta(hours=3)
    amending.amend_opening(world.context, ADA, world.code, to, "Snow.", seen=seen)


def move_closing(world: World, seen: str) -> None:
    to = world.clock.now + timedelta(hours=30)
    amending.amend_closing(world.context, ADA, world.code, to, "Snow.", seen=seen)


def correct(world: World, seen: str) -> None:
    view = overview.get_campaign(world.context, world.code)
    number = view.entitled + 1
    amending.amend_entitled(
        world.context, ADA, world.code, view.leaves[0], number, "A list.", seen=seen
    )


def withdraw(world: World, seen: str) -> None:
    fixing.withdraw_campaign(world.context, ADA, world.code, "A mistake.", seen=seen)


def close(world: World, seen: str) -> None:
    confirmed = [guard.key for guard in closing.get_before_closing(world.context, world.code)]
    closing.close_campaign(
        world.context, ADA, world.code, "All voted.", seen=seen, confirmed=confirmed
    )


def cancel(world: World, seen: str) -> None:
    publishing.cancel(world.context, ADA, world.code, "It leaked.", seen=seen)


BEFORE: list[Act] = [open_by_hand, move_opening, move_closing, correct, withdraw]
WHILE: list[Act] = [move_closing, close, cancel]


def list_pairs() -> Iterator[tuple[bool, Act, Act]]:
    for opened, acts in ((False, BEFORE), (True, WHILE)):
        for first in (correct, move_closing) if not opened else (move_closing,):
            yield from ((opened, first, then) for then in acts)


@pytest.mark.parametrize(("opened", "first", "then"), [*list_pairs()])
def test_what_changed_meanwhile_is_not_acted_on(
    world: World, opened: bool, first: Act, then: Act
) -> None:
    world.submit(create_draft(VOTE))
    world.make_key()
    world.make_slips()
    world.fix()
    if opened:
        world.open_fixed()
    seen = world.standing
    assert world.standing == seen
    first(world, seen)
    after = overview.get_campaign(world.context, world.code)
    with pytest.raises(StaleDraftError):
        then(world, seen)
    assert overview.get_campaign(world.context, world.code) == after
    world.clock.advance(seconds=1)
    then(world, world.standing)
    assert overview.get_campaign(world.context, world.code) != after


def test_slips_made_meanwhile_are_not_thrown_away_unseen(world: World) -> None:
    """The page said that there are none; by now they are made, perhaps printed."""
    world.submit(create_draft(VOTE))
    world.make_key()
    seen = world.standing
    world.make_slips()
    before = overview.get_campaign(world.context, world.code)
    with pytest.raises(StaleDraftError):
        drafting.reopen_draft(world.context, ADA, world.code, seen=seen)
    assert overview.get_campaign(world.context, world.code) == before
    drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    assert world.state == "draft"


def test_only_one_of_two_annuls(world: World) -> None:
    world.open(create_draft(VOTE))
    world.close()  # below k: published at once, without a number
    seen = world.standing
    publishing.annul(world.context, ADA, world.code, "A complaint.", seen=seen)
    assert world.standing != seen
