"""Limits of a draft: which are kept, which stop the lock, which must be confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from tests.players.services.world import ADA, SURVEY, World, create_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.document import Limit
from voteapp.services import overview
from voteapp.services.drafting import drafting, editing
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.limits import list_leaves, list_limits, needs_limit
from voteapp.services.drafting.shift_survey import default_survey, find_highest_limit
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.survey.limits import list_in_force, load_jurisdictions
from voteapp.survey.questionnaires import create_limit

RANDOM = RandomStream("limits")
LEAF = "unit-1"
AT = f"elections.0.limits.{LEAF}"


def survey(**limits: Limit | None) -> tuple[ElectionDraft, ...]:
    """The shift survey with that limit, or with nothing decided."""
    main, burnout = default_survey(RANDOM)
    decided = {LEAF: limits["limit"]} if limits else {}
    asked = msgspec.structs.replace(main.questionnaire, limits=decided)
    return replace(main, questionnaire=asked), burnout


def change(**fields: object) -> Limit:
    return msgspec.structs.replace(create_limit(4, "law", "22 CCR 70217(a)"), **fields)


def make(*elections: ElectionDraft, **fields: object) -> CampaignDraft:
    return create_draft(*elections, **{"slips": 60, "roster_size": 60, **fields})


def find(draft: CampaignDraft) -> list[tuple[str, str, str]]:
    return [(g.code, g.severity, g.place) for g in list_before_locking(draft)]


def read(world: World) -> CampaignDraft:
    return overview.get_campaign(world.context, world.code).draft


def see(world: World, part: str) -> str:
    return compute_version(read(world), Piece("limit", part, leaf=LEAF))


def save(world: World, part: str, limit: Limit | None, seen: str = "", leaf: str = LEAF) -> None:
    seen = seen or see(world, part)
    editing.save_limit(world.context, ADA, world.code, part, leaf, seen, limit)


def test_a_survey_that_compares_needs_a_limit_or_that_there_is_none() -> None:
    assert find(make(*survey())) == [("limit-missing", "stop", AT)]
    assert find(make(*survey(limit=None))) == []
    assert find(make(*survey(limit=change()))) == []
    assert find(make(*default_survey(RANDOM, limit=4))) == []
    assert find_highest_limit(survey()[0].questionnaire) == 8


@pytest.mark.parametrize("variant", ["ambulatory", "pharmacy", "laboratory"])
def test_what_no_limit_can_be_compared_with_needs_none(variant: str) -> None:
    parts = default_survey(RANDOM, variant=variant)
    assert not needs_limit(parts[0].questionnaire)
    assert find(make(*parts)) == []


def test_it_cannot_be_locked_undecided(world: World) -> None:
    parts = survey()
    world.draft(make(*parts))
    keys = [guard.key for guard in list_before_locking(read(world))]
    with pytest.raises(InvalidDraftError) as caught:
        drafting.submit_draft(world.context, ADA, world.code, world.version, keys)
    assert [error.field for error in caught.value.errors] == [AT]
    assert world.state == "draft"
    save(world, parts[0].id, None)
    drafting.submit_draft(world.context, ADA, world.code, world.version, [])
    assert world.state == "keys"


def test_a_limit_that_the_answers_do_not_reach_any_more() -> None:
    main, burnout = survey(limit=change())
    questions = list(main.questionnaire.questions)
    place = next(i for i, q in enumerate(questions) if q.code == "2")
    kept = [a for a in questions[place].answers if a.bin is not None and a.bin.low != 5]
    questions[place] = msgspec.structs.replace(questions[place], answers=kept)
    changed = msgspec.structs.replace(main.questionnaire, questions=questions)
    assert find(make(replace(main, questionnaire=changed), burnout)) == [
        ("limit-beyond", "stop", AT)
    ]


@pytest.mark.parametrize(
    ("since", "until", "guard"),
    [
        (None, None, None),
        ("2026-06-01", None, None),
        ("2026-11-21", "2026-11-23", None),
        ("2026-11-24", None, ("limit-later", "stop")),
        ("2026-11-22", None, ("limit-part-time", "confirm")),
        (None, "2026-11-20", ("limit-ended", "stop")),
        (None, "2026-11-22", ("limit-part-time", "confirm")),
    ],
)
def test_the_days_of_a_limit(
    since: str | None, until: str | None, guard: tuple[str, str] | None
) -> None:
    """Voting is from 21 to 23 November of the place's calendar, which is a day behind UTC's."""
    days = {
        "opening": datetime(2026, 11, 22, 5, tzinfo=UTC),
        "closing": datetime(2026, 11, 24, 5, tzinfo=UTC),
        "timezone": "America/Los_Angeles",
    }
    draft = make(*survey(limit=change(since=since, until=until)), **days)
    assert find(draft) == ([(*guard, AT)] if guard else [])


def test_oregons_five_stops_after_may_2026() -> None:
    rows = {
        day: list_in_force(load_jurisdictions()["US-OR"], day, unit="medical-surgical")
        for day in ("2026-05-01", "2026-11-21")
    }
    (five,), (four,) = ([limit for _, limit in found] for found in rows.values())
    assert find(make(*survey(limit=five))) == [("limit-ended", "stop", AT)]
    assert find(make(*survey(limit=four))) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"counted": "ward-average"}, "limit-average"),
        ({"counted": "shift-average"}, "limit-average"),
        ({"counted": "mother-and-baby"}, "limit-counted"),
        ({"counted": "couplet"}, "limit-counted"),
        ({"counted": "visits"}, "limit-counted"),
        ({"shift": "night"}, "limit-shift"),
    ],
)
def test_what_may_be_meant_is_confirmed(fields: dict[str, str], code: str) -> None:
    assert find(make(*survey(limit=change(**fields)))) == [(code, "confirm", AT)]


def test_a_limit_for_assistants_is_never_compared_with_nurses(world: World) -> None:
    aides = change(roles=["nursing assistant"])
    assert find(make(*survey(limit=aides))) == [("limit-role", "stop", AT)]
    parts = survey()
    world.draft(make(*parts))
    with pytest.raises(InvalidDraftError) as caught:
        save(world, parts[0].id, aides)
    assert [error.field for error in caught.value.errors] == ["roles"]
    save(world, parts[0].id, change(roles=["nursing assistant", "registered nurse"]))


def test_a_limit_is_set_and_changed_until_locking(world: World) -> None:
    parts = survey()
    world.draft(make(*parts))
    for wrong in (0, 9):
        with pytest.raises(InvalidDraftError) as caught:
            save(world, parts[0].id, change(limit=wrong))
        assert [error.field for error in caught.value.errors] == ["limit"]
    save(world, parts[0].id, change(limit=5))
    (found,) = list_limits(read(world), read(world).elections[0])
    assert found.decided and found.limit == change(limit=5)
    assert found.leaf.name == "ICU"
    save(world, parts[0].id, None)
    (found,) = list_limits(read(world), read(world).elections[0])
    assert found.decided and found.limit is None


def test_a_second_surveys_limit_is_its_own(world: World) -> None:
    first, second = survey(limit=change(limit=5)), survey()
    world.draft(make(*first, *second))
    save(world, second[0].id, change(limit=2))
    save(world, first[0].id, change(limit=6))
    limits = [election.questionnaire.limits.get(LEAF) for election in read(world).elections]
    assert [limit and limit.limit for limit in limits] == [6, None, 2, None]


def test_two_people_at_one_limit_and_at_two(world: World) -> None:
    first, second = survey(), survey()
    world.draft(make(*first, *second))
    seen, other = see(world, first[0].id), see(world, second[0].id)
    save(world, first[0].id, change(limit=5))
    with pytest.raises(StaleDraftError):
        save(world, first[0].id, change(limit=6), seen)
    save(world, second[0].id, change(limit=3), other)
    limits = [election.questionnaire.limits.get(LEAF) for election in read(world).elections]
    assert [limit and limit.limit for limit in limits] == [5, None, 3, None]


def test_a_unit_that_is_not_there_has_no_limit(world: World) -> None:
    parts = survey()
    world.draft(make(*parts))
    assert [leaf.code for leaf in list_leaves(read(world))] == [LEAF]
    seen = compute_version(read(world), Piece("limit", parts[0].id, leaf="unit-2"))
    with pytest.raises(StaleDraftError):
        save(world, parts[0].id, change(), seen, "unit-2")


def test_a_part_without_a_limit_gets_none(world: World) -> None:
    world.draft(create_draft(SURVEY))
    for limit in (None, change()):
        with pytest.raises(InvalidDraftError):
            save(world, SURVEY.id, limit)
