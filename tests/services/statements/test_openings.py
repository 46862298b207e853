"""Who looked at the set-up: taken in time and by its text, and what opens by itself."""

from __future__ import annotations

import json

import pytest

from tests.players.services.table import Table, open_with_trustees
from tests.players.services.world import ADA, World
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.audit.statements import UNSIGNED
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.results import publishing
from voteapp.services.setup.amending import amend_closing
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.trustees import openings
from voteapp.services.trustees.seats import Seat
from voteapp.services.voting import opening

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]


def fix(world: World, size: int = 3, threshold: int = 2) -> Table:
    """A campaign whose slips are printed, which no trustee has looked at."""
    world.submit()
    table = Table(world, size, threshold)
    table.hold()
    table.rehearse(*range(1, size + 1))
    world.make_slips()
    world.fix_alone()
    world.print_slips()
    return table


def read_text(world: World, owner: int) -> str:
    return get_decryption_task(world.context, Seat(world.code, owner)).opening_text or ""


def post(world: World, owner: int, data: bytes) -> None:
    openings.post_opening(world.context, Seat(world.code, owner), data)


def list_posted(world: World) -> list[tuple[int, bool]]:
    task = get_decryption_task(world.context, Seat(world.code, 1))
    return [(one.number, one.late) for one in task.openings]


def finish(world: World) -> list[str]:
    """Vote, count, open; the findings of the report."""
    uuid = world.uuids[0]
    world.clock.advance(hours=1)
    for member in range(6):
        world.cast(uuid, member, YES)
    world.close()
    world.count_slips()
    world.tick()
    for owner in (1, 2, 3):
        world.sign(uuid, owner)
    for owner in (1, 2):
        world.post_decryption(uuid, owner)
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    return [finding.code for finding in report.findings]


def test_it_opens_by_itself_only_with_the_trustees(each_world: World) -> None:
    """Overdue, it opens as soon as enough of them are there."""
    world = each_world
    fix(world)
    world.clock.advance(hours=1)
    for signed in (0, 1):
        assert opening.open_due(world.context) == 0
        view = overview.get_campaign(world.context, world.code)
        assert [(m.code, m.who) for m in view.missing] == [("openings", "trustee")]
        world.sign_openings(signed + 1)
    assert opening.open_due(world.context) == 1
    assert list_posted(world) == [(1, False), (2, False)]
    world.sign_openings(3)
    assert list_posted(world) == [(1, False), (2, False), (3, True)]
    assert finish(world) == []


def test_by_hand_for_a_reason_and_the_report_says_so(world: World) -> None:
    fix(world)
    world.sign_openings(1)
    world.clock.advance(hours=1, seconds=1)
    assert opening.asks_reason(world.context, world.code)
    guards = get_before_opening(world.context, world.code)
    assert "unsigned" in [guard.code for guard in guards]
    version = overview.get_campaign(world.context, world.code).set_up or ""
    confirmed = [guard.key for guard in get_before_opening(world.context, world.code)]
    with pytest.raises(InvalidInputError) as caught:
        opening.open_campaign(
            world.context,
            ADA,
            world.code,
            version=version,
            seen=world.standing,
            confirmed=confirmed,
        )
    assert caught.value.field == "reason"
    world.open_fixed()
    view = overview.get_campaign(world.context, world.code)
    assert [(a.field, a.reason) for a in view.amendments] == [("opens", "Everybody is here.")]
    world.sign_openings(2, 3)
    assert list_posted(world) == [(1, False), (2, True), (3, True)]
    assert finish(world) == [UNSIGNED]


def test_only_the_text_of_the_moment(world: World) -> None:
    table = fix(world)
    early = read_text(world, 1)
    assert early.startswith("voteapp-opening|")
    late = early.replace("voteapp-opening|", "voteapp-opening-late|")
    for text in (late, early[:-1], early + "0"):
        with pytest.raises(InvalidInputError) as caught:
            post(world, 1, world.create_signed(text, 1))
        assert caught.value.field == "opening"
    with pytest.raises(InvalidInputError, match=r"trustee 2's, not trustee 1's \(Bea\)"):
        post(world, 1, world.create_signed(early, 2))
    forged = json.loads(world.create_signed(early, 2)) | {"number": 1}
    for data in (json.dumps(forged).encode(), b"{}", b""):
        with pytest.raises(InvalidInputError):
            post(world, 1, data)
    assert list_posted(world) == []
    kept = world.create_signed(early, 1)
    post(world, 1, kept)
    post(world, 1, kept)
    amend_closing(
        world.context,
        ADA,
        world.code,
        world.clock.now.replace(year=2027),
        "Snow.",
        seen=world.standing,
    )
    # Who looked before the amendment saw the set-up all the same.
    post(world, 2, world.create_signed(early, 2))
    assert read_text(world, 3) != early
    world.open_fixed()
    post(world, 1, kept)  # sent again after voting opened
    with pytest.raises(InvalidInputError):
        post(world, 3, world.create_signed(early, 3))
    table.world.sign_openings(3)
    assert list_posted(world) == [(1, False), (2, False), (3, True)]
    evidence = json.loads(disclosure.get_evidence(world.context, world.uuids[0]))
    assert [(one["role"], one["number"]) for one in evidence["openings"]] == [
        ("trustee", 1),
        ("trustee", 2),
        ("trustee", 3),
    ]


def test_not_before_the_slips_are_printed(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2, 3)
    world.make_slips()
    world.fix_alone()
    assert read_text(world, 1) == ""
    with pytest.raises(WrongStateError):
        post(world, 1, b"{}")


def test_who_has_not_looked_when_it_is_frozen_never_signs(world: World) -> None:
    """The counts are not final while that would keep everything shut for good."""
    table = open_with_trustees(world, size=5, threshold=3, opened=(1, 2, 3))
    uuid = world.uuids[0]
    for member in range(6):
        world.cast(uuid, member, YES)
    world.close()
    with pytest.raises(NotReadyError) as caught:
        world.count_slips()
    assert caught.value.missing == ("openings",)
    world.sign_openings(4)
    unsent = world.create_signed(read_text(world, 5), 5)
    world.finish_counts()
    world.tick()
    with pytest.raises(ConflictError, match="final"):
        post(world, 5, unsent)
    assert read_text(world, 5) == ""
    with pytest.raises(NotReadyError) as caught:
        table.sign(uuid, 5)
    assert caught.value.missing == ("opening",)
    table.sign(uuid, 1, 2, 3, 4)
    table.decrypt(uuid, 1, 2, 3)
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == []
