"""Before Fix, before opening by hand and before closing early: warnings with the numbers of now."""

from __future__ import annotations

import pytest

from tests.players.services.table import Table
from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.errors import (
    InvalidDraftError,
    StaleDraftError,
    UnconfirmedError,
    WrongStateError,
)
from voteapp.services.setup import amending, fixing
from voteapp.services.setup.guarding import get_before_fix, get_before_opening
from voteapp.services.slips import printing
from voteapp.services.trustees import planning
from voteapp.services.values.guards import Guard
from voteapp.services.voting import closing, opening, voiding

pytestmark = pytest.mark.slow

YES, SURVEYED = [[0, 1, 0]], [[0, 1, 0, 0], [0, 1, 0, 0]]


def prepare(world: World, slips: int = 20) -> None:
    world.submit(create_draft(title="Strike vote", slips=slips))
    world.make_key()
    world.make_slips()


def codes(guards: list[Guard]) -> list[str]:
    return [guard.code for guard in guards]


def fix(world: World, confirmed: list[str]) -> None:
    version = fixing.compute_set_up(world.context, world.code, {})
    fixing.fix_campaign(
        world.context, ADA, world.code, booth={}, version=version, confirmed=confirmed
    )


def test_fix_counts_the_slips_that_were_made(world: World) -> None:
    prepare(world, slips=19)
    guards = get_before_fix(world.context, world.code)
    assert codes(guards) == ["fewer-slips"]
    assert guards[0].numbers == {"slips": 19, "members": 20}
    with pytest.raises(UnconfirmedError):
        fix(world, [])
    assert world.state == "fixing"
    fix(world, [guards[0].key])
    assert world.state == "printing"


def test_opening_counts_the_slips_that_are_left(world: World) -> None:
    prepare(world)
    assert get_before_fix(world.context, world.code) == []
    fix(world, [])
    with pytest.raises(WrongStateError):
        voiding.void_slip(world.context, ADA, world.code, {}, "Lost.")
    world.print_slips()
    world.void(3)
    guards = get_before_opening(world.context, world.code)
    assert guards[0].numbers == {"slips": 19, "members": 20}


def test_too_few_slips_are_left_for_k(world: World) -> None:
    prepare(world, slips=6)
    fix(world, [guard.key for guard in get_before_fix(world.context, world.code)])
    world.print_slips()
    for member in (1, 2):
        world.void(member)
    guards = get_before_opening(world.context, world.code)
    assert "k-unreachable" in codes(guards)
    with pytest.raises(InvalidDraftError):
        open_now(world, [guard.key for guard in guards])
    assert world.state == "ready"


def open_now(world: World, confirmed: list[str]) -> None:
    version = overview.get_campaign(world.context, world.code).set_up or ""
    opening.open_campaign(
        world.context,
        ADA,
        world.code,
        version=version,
        seen=world.standing,
        reason="All here.",
        confirmed=confirmed,
    )


def test_opening_by_hand_asks_for_what_is_new(world: World) -> None:
    prepare(world)
    world.fix()
    asked = get_before_opening(world.context, world.code)
    assert codes(asked) == ["tokens-not-destroyed"]
    amending.amend_entitled(
        world.context, ADA, world.code, "unit-1", 18, "Two left.", seen=world.standing
    )
    with pytest.raises(UnconfirmedError) as caught:
        open_now(world, [guard.key for guard in asked])
    guards = get_before_opening(world.context, world.code)
    assert codes(guards) == ["more-slips", "tokens-not-destroyed"]
    assert caught.value.keys == (guards[0].key,)
    assert world.state == "ready"
    printing.record_destroyed(world.context, ADA, world.code)
    open_now(world, [guards[0].key])
    assert world.state == "open"


def test_opening_names_each_trustee_whose_key_may_be_missing(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2)
    world.make_slips()
    world.fix()
    planning.report_lost_key(world.context, world.code, 2)
    people = [g for g in get_before_opening(world.context, world.code) if "trustees" in g.place]
    assert [(g.code, g.place) for g in people] == [
        ("lost", "trustees.2"),
        ("not-rehearsed", "trustees.3"),
    ]


def test_members_entitled_are_never_fewer_than_k(world: World) -> None:
    prepare(world)
    world.fix()
    with pytest.raises(InvalidInputError) as caught:
        amending.amend_entitled(
            world.context, ADA, world.code, "unit-1", 4, "Many left.", seen=world.standing
        )
    assert caught.value.field == "entitled"
    assert overview.get_campaign(world.context, world.code).entitled == 20


def close(world: World, confirmed: list[str], seen: str = "") -> None:
    closing.close_campaign(
        world.context,
        ADA,
        world.code,
        "All voted.",
        seen=seen or world.standing,
        confirmed=confirmed,
    )


def read_warnings(world: World) -> list[Guard]:
    return closing.get_before_closing(world.context, world.code)


def test_closing_names_each_part_that_may_be_too_small(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY, slips=20))
    vote, survey = world.uuids
    for member in range(20):
        world.cast(vote, member, YES)
        if member < 9:
            world.cast(survey, member, SURVEYED)
    waiting = read_warnings(world)
    assert [guard.place for guard in waiting] == ["elections.0", "elections.1"]
    assert all("at least 0 ballots; more may wait" in guard.sentence for guard in waiting)
    world.clock.advance(hours=1)
    world.tick()
    (below,) = read_warnings(world)
    assert below.place == "elections.1" and below == waiting[1]
    with pytest.raises(UnconfirmedError):
        close(world, [])
    assert world.state == "open"
    close(world, [below.key])
    assert world.state == "closed"


def test_what_waits_is_never_told(world: World) -> None:
    """The warning is the same whatever came since the last seal."""
    world.open()
    before = read_warnings(world)
    for member in range(4):
        world.cast(world.uuids[0], member, YES)
    assert read_warnings(world) == before
    for member in range(4, 9):
        world.cast(world.uuids[0], member, YES)
    assert read_warnings(world) == before


def test_closing_names_the_time_that_was_seen(world: World) -> None:
    world.open()
    asked, seen = read_warnings(world), world.standing
    later = overview.get_campaign(world.context, world.code).times.closing.replace(day=23)
    amending.amend_closing(world.context, ADA, world.code, later, "Snow.", seen=seen)
    with pytest.raises(StaleDraftError):
        close(world, [guard.key for guard in asked], seen)
    assert world.state == "open"
