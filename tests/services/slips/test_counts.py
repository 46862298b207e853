"""Slip counts: every count is taken, what does not fit is confirmed, told and published."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.players.services.table import open_with_trustees
from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.counting.finishing import finish_counts
from voteapp.services.errors import (
    CountsMisfitError,
    NotReadyError,
    StaleDraftError,
    WrongStateError,
)
from voteapp.services.results import numbers, publishing
from voteapp.services.slips.counts import compute_version, record_counts
from voteapp.services.values.campaigns import SlipCounts

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]
FIT = SlipCounts(12, 10, 1, 2, ("Bo", "Ada"))


def save(world: World, counts: SlipCounts, confirmed: str = "") -> None:
    """As the form does it: with the version that it shows, and what was confirmed."""
    seen = compute_version(read(world))
    record_counts(world.context, ADA, world.code, counts, seen=seen, confirmed=confirmed)


def read(world: World) -> SlipCounts | None:
    return overview.get_campaign(world.context, world.code).counts


def close_with(world: World, counts: SlipCounts, ballots: int = 6, *, final: bool = True) -> None:
    for member in range(ballots):
        world.cast(world.uuids[0], member, YES)
    world.close()
    record_counts(world.context, ADA, world.code, counts)
    if final:
        world.finish_counts()
    world.tick()


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        (SlipCounts(12, 10, -1, 0), "spoiled"),
        (SlipCounts(12, 2**31, 0, 0), "handed_out"),
    ],
)
def test_only_what_is_no_count_is_refused(world: World, counts: SlipCounts, field: str) -> None:
    world.open()
    with pytest.raises(InvalidInputError) as caught:
        record_counts(world.context, ADA, world.code, counts)
    assert caught.value.field == field
    assert read(world) is None


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        (SlipCounts(13, 0, 0, 0), ["slips-more-printed", "slips-more-ballots"]),
        (SlipCounts(12, 13, 0, 0), ["slips-more-handed-out"]),
        (SlipCounts(12, 10, 6, 5), ["slips-more-back", "slips-more-ballots"]),
        (SlipCounts(12, 10, 2, 3), ["slips-more-ballots"]),
    ],
)
def test_what_does_not_fit_is_confirmed_and_then_kept(
    world: World, counts: SlipCounts, codes: list[str]
) -> None:
    world.open()
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    counts = replace(counts, countersigned_by=("Bo", "Ada"))
    with pytest.raises(CountsMisfitError) as caught:
        save(world, counts)
    assert [misfit.code for misfit in caught.value.misfits] == codes
    assert read(world) is None
    with pytest.raises(CountsMisfitError):
        save(world, SlipCounts(14, 13, 0, 0, ("Bo", "Ada")), caught.value.confirmation)
    save(world, counts, caught.value.confirmation)
    view = overview.get_campaign(world.context, world.code)
    assert view.counts == counts
    assert [misfit.code for misfit in view.misfits] == codes


def test_counts_that_are_tried_out_do_not_tell_how_many_wait(world: World) -> None:
    world.open()
    found = []
    for member in range(4):
        with pytest.raises(CountsMisfitError) as caught:
            save(world, SlipCounts(12, 0, 0, 0))
        found.append((caught.value.misfits, caught.value.confirmation))
        world.cast(world.uuids[0], member, YES)
    assert found == found[:1] * 4


def test_what_fits_is_not_asked_about(world: World) -> None:
    world.open()
    save(world, FIT)
    save(world, FIT)
    assert read(world) == FIT
    assert overview.get_campaign(world.context, world.code).misfits == ()


@pytest.mark.parametrize("names", [(), ("Bo",), ("Bo", "bo")])
def test_fewer_than_two_names_are_asked_about_and_kept(
    world: World, names: tuple[str, ...]
) -> None:
    world.open()
    counts = SlipCounts(12, 10, 1, 2, names)
    with pytest.raises(CountsMisfitError) as caught:
        save(world, counts)
    assert caught.value.misfits == ()
    save(world, counts, caught.value.confirmation)
    assert read(world) == counts


def test_nobody_saves_over_what_was_not_seen(world: World) -> None:
    world.open()
    seen = compute_version(None)
    save(world, FIT)
    with pytest.raises(StaleDraftError):
        record_counts(world.context, ADA, world.code, FIT, seen=seen, confirmed="")
    assert read(world) == FIT


def test_counts_that_do_not_fit_are_published_and_verified_with_a_warning(
    each_world: World,
) -> None:
    world = each_world
    world.open(create_draft(VOTE, SURVEY))
    close_with(world, SlipCounts(12, 5, 0, 0))
    world.decrypt(world.uuids[0])
    view = numbers.get_results(world.context, world.code)
    assert view.counts == SlipCounts(12, 5, 0, 0)
    assert [(m.code, m.found, m.most) for m in view.misfits] == [("slips-more-ballots", 6, 5)]
    bundle = publishing.get_bundle(world.context, world.uuids[0])
    report = verify_bundle(BytesSource(bundle))
    assert report.findings == [] and report.verified
    assert [warning.code for warning in report.warnings] == ["slips-more-ballots"]
    assert "6 ballots" in report.warnings[0].message and "5 slips" in report.warnings[0].message


def test_counts_are_final_once_the_committee_says_so(world: World) -> None:
    """Until then they are corrected, nothing is added up and nobody can sign a closing."""
    table = open_with_trustees(world, size=3, threshold=2)
    close_with(world, FIT, final=False)
    uuid = world.uuids[0]
    changed = SlipCounts(12, 11, 1, 2, ("Bo", "Ada"))
    save(world, changed)
    assert (table.describe(uuid).closing_text, table.describe(uuid).tallied) == (None, False)
    assert [m.code for m in overview.get_campaign(world.context, world.code).missing] == [
        "counts-final"
    ]
    with pytest.raises(NotReadyError) as caught:
        table.sign(uuid, 1)
    assert caught.value.missing == ("counts-final",)
    with pytest.raises(StaleDraftError):
        finish_counts(world.context, ADA, world.code, seen=compute_version(FIT))
    world.finish_counts()
    world.finish_counts()
    assert overview.get_campaign(world.context, world.code).counts_final
    with pytest.raises(ConflictError, match="final"):
        save(world, FIT)
    world.tick()
    assert table.describe(uuid).tallied
    evidence = json.loads(disclosure.get_evidence(world.context, uuid))
    assert (evidence["slips"][0]["handed_out"], read(world)) == (11, changed)


def test_no_counts_are_not_final(world: World) -> None:
    world.open()
    world.cast(world.uuids[0], 0, YES)
    with pytest.raises(WrongStateError):
        finish_counts(world.context, ADA, world.code, seen=compute_version(None))
    for member in range(1, 6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    with pytest.raises(NotReadyError) as caught:
        finish_counts(world.context, ADA, world.code, seen=compute_version(None))
    assert caught.value.missing == ("slip-counts",)


def test_more_ballots_than_members_are_found_and_opened_all_the_same(world: World) -> None:
    """The trustee's turn is not stopped: only the result shows everybody that they are too many."""
    world.open(create_draft(VOTE, roster_size=5))
    close_with(world, FIT)
    world.decrypt(world.uuids[0])
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, world.uuids[0])))
    assert [finding.code for finding in report.findings] == ["ballots-exceed-entitled"]
    assert "6 ballots" in report.findings[0].message and "5 members" in report.findings[0].message
    (election,) = numbers.get_results(world.context, world.code).elections
    assert (election.turnout.accepted, election.turnout.entitled) == (6, 5)
