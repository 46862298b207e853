"""Opening: by the clock what was fixed, or by hand, early only for a reason."""

from __future__ import annotations

import pytest

from tests.players.services.table import Table
from tests.players.services.world import ADA, World
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.services import overview
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.life import CLOCK
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.trustees import planning
from voteapp.services.voting import entry, opening

YES = [[0, 1, 0]]


def fix(world: World) -> str:
    """A campaign that is fixed, an hour before it opens; its hash."""
    world.submit()
    world.make_key()
    world.make_slips()
    world.fix()
    return overview.get_campaign(world.context, world.code).set_up or ""


def open_by_hand(world: World, version: str, reason: str = "") -> None:
    confirmed = [guard.key for guard in get_before_opening(world.context, world.code)]
    opening.open_campaign(
        world.context,
        ADA,
        world.code,
        version=version,
        seen=world.standing,
        reason=reason,
        confirmed=confirmed,
    )


def test_at_its_time_by_itself(each_world: World) -> None:
    world = each_world
    fix(world)
    world.clock.advance(minutes=59, seconds=59)
    assert opening.open_due(world.context) == 0
    assert entry.get_booth(world.context, world.code).phase == "not-open"
    world.clock.advance(seconds=1)
    assert entry.get_booth(world.context, world.code).phase == "late"
    assert opening.open_due(world.context) == 1
    assert opening.open_due(world.context) == 0
    view = overview.get_campaign(world.context, world.code)
    assert (view.state, view.opened, view.voting) == ("open", world.clock.now, True)
    assert (view.log[-1].what, view.log[-1].actor, view.amendments) == ("opened", CLOCK, ())
    world.cast(world.uuids[0], 0, YES)


def test_what_is_not_fixed_never_opens_by_itself(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    world.clock.advance(hours=2)
    assert opening.open_due(world.context) == 0
    assert world.state == "fixing"


def test_what_was_never_opened_does_not_open_after_its_end(world: World) -> None:
    version = fix(world)
    world.clock.advance(hours=25)
    assert opening.open_due(world.context) == 0
    with pytest.raises(NotReadyError) as caught:
        open_by_hand(world, version)
    assert caught.value.missing == ("closing-passed",)
    assert world.state == "ready"


def test_it_waits_while_too_many_keys_are_lost(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2, 3)
    world.make_slips()
    world.fix()
    planning.report_lost_key(world.context, world.code, 1)
    planning.report_lost_key(world.context, world.code, 2)
    world.clock.advance(hours=1)
    assert opening.open_due(world.context) == 0
    assert world.state == "ready"
    with pytest.raises(NotReadyError) as caught:
        world.open_fixed()
    assert caught.value.missing == ("rehearsal", "signers")
    planning.withdraw_lost_key(world.context, world.code, 2)
    # Two can decrypt, but of three all have to sign that voting is over.
    assert opening.open_due(world.context) == 0
    assert [m.code for m in overview.get_campaign(world.context, world.code).missing] == ["signers"]
    planning.withdraw_lost_key(world.context, world.code, 1)
    assert opening.open_due(world.context) == 1


def test_early_by_hand_for_a_reason_and_everybody_can_see_it(world: World) -> None:
    version = fix(world)
    for reason in ("", "  "):
        with pytest.raises(InvalidInputError) as caught:
            open_by_hand(world, version, reason)
        assert caught.value.field == "reason"
    assert world.state == "ready"
    open_by_hand(world, version, "Everybody is here.")
    view = overview.get_campaign(world.context, world.code)
    assert (view.state, view.voting, view.times.opening) == ("open", True, world.clock.now)
    assert [action.what for action in view.log[-2:]] == ["amended", "opened"]
    assert [(a.field, a.reason) for a in view.amendments] == [("opens", "Everybody is here.")]
    world.cast(world.uuids[0], 0, YES)


def test_late_by_hand_needs_no_reason(world: World) -> None:
    version = fix(world)
    world.clock.advance(hours=1)
    open_by_hand(world, version)
    view = overview.get_campaign(world.context, world.code)
    assert (view.state, view.amendments, view.log[-1].actor) == ("open", (), ADA)


def test_another_set_up_than_the_one_looked_at(world: World) -> None:
    version = fix(world)
    for other in ("", "0" * 64, version.upper()):
        with pytest.raises(ConflictError):
            open_by_hand(world, other, "Everybody is here.")
    assert world.state == "ready"
    assert overview.get_campaign(world.context, world.code).amendments == ()
    open_by_hand(world, version, "Everybody is here.")
    with pytest.raises(WrongStateError):
        open_by_hand(world, version, "Again.")
