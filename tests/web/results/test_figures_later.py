"""A survey after another, one before it is published, and one that was answered by force."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient

from tests.players.campaign.questionnaires import LEAF, create_limit
from tests.players.figures_file import read_figures
from tests.players.services.surveyed import LIMIT, MEMBERS, Surveyed, count_all
from tests.players.services.world import ADA, SURVEY, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from tests.survey.figures.test_figures import ROWS, create_group, mix
from tests.survey.wording.test_wording import SHIFT
from tests.web.results.test_figures import get_page
from voteapp.app import create_app
from voteapp.campaign.playing.members import draw_survey
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.services.drafting.shift_survey import LEAF_CODE, default_survey
from voteapp.services.results import figures
from voteapp.services.values.public import PartFigures
from voteapp.services.voting import board
from voteapp.survey.figures.released import Place, Release, Released, Withheld
from voteapp.survey.figures.survey import compute_figures

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surveyed]:
    made = Surveyed(create_settings(tmp_path_factory.mktemp("figures")))
    made.play()
    yield made
    made.context.board.close()
    made.context.roll.close()


@pytest.fixture
def anybody(world: Surveyed) -> FlaskClient:
    return create_app(world.settings, world.context).test_client()


@pytest.fixture(scope="module")
def later(world: Surveyed) -> PlayedCampaign:
    """The same survey of the same unit once more; every member of fifteen answers all alike."""
    parts = default_survey(RandomStream("later"), limit=LIMIT)[:1]
    now = world.clock() + timedelta(days=1)
    times = {"opening": now, "closing": now + timedelta(days=1)}
    slips = {"slips": MEMBERS, "roster_size": MEMBERS}
    played = PlayedCampaign(world.context, ADA)
    played.draft(create_draft(*parts, unit="4 West", title="A year later", **slips, **times))
    played.lock()
    played.make_key()
    played.make_slips()
    played.start()
    (uuid,) = played.uuids
    asked = parts[0].questionnaire
    chosen = draw_survey(asked, Leaf(LEAF_CODE), RandomStream("all alike"))
    for member in range(15):
        played.cast(uuid, member, chosen)
    world.clock.advance(hours=1)
    played.close()
    played.count_slips()
    played.tick()
    played.sign(uuid)
    played.post_decryption(uuid)
    return played


def test_what_changed_since_an_earlier_survey(
    world: Surveyed, later: PlayedCampaign, anybody: FlaskClient
) -> None:
    base = f"/campaigns/{later.code}/figures"
    page = get_page(anybody, base)
    assert f'<option value="{world.code}"' in page
    assert "nobody knows who is who" not in page
    told = read_figures(anybody.get(f"/elections/{later.uuids[0]}/figures.json").data)
    role = told["questions"][0]
    changed = get_page(anybody, f"{base}?question={role['question']}&before={world.code}")
    assert "nobody knows who is who" in changed
    (code,) = role["groups"]
    first = world.asked.questions[0]
    before = count_all(world)[first.id].share(
        count_all(world)[first.id].counts[first.answers[0].id]
    )
    after = role["groups"][code]["answers"][0]["share"]["bounds"]
    low = 100 * (Fraction(after[0]) - Fraction(before[2]))
    high = 100 * (Fraction(after[1]) - Fraction(before[1]))
    assert f"{float(low):+.1f} to {float(high):+.1f}" in changed
    # The earlier one has nothing before it.
    assert "Compare with an earlier survey" not in get_page(
        anybody, f"/campaigns/{world.code}/figures"
    )
    assert anybody.get(f"/campaigns/{world.code}/figures?before={later.code}").status_code == 404


@pytest.mark.parametrize("changes", [{"annul_reason": "Two boxes were lost."}, {"trial": None}])
def test_nothing_is_compared_with_what_does_not_count(
    world: Surveyed,
    later: PlayedCampaign,
    anybody: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[str, object],
) -> None:
    listed = board.list_public_campaigns(world.context)
    told = [
        dataclasses.replace(one, **({"trial": not one.trial} if "trial" in changes else changes))
        if one.code == world.code
        else one
        for one in listed
    ]
    monkeypatch.setattr(board, "list_public_campaigns", lambda _context: told)
    base = f"/campaigns/{later.code}/figures"
    assert "Compare with an earlier survey" not in get_page(anybody, base)
    assert anybody.get(f"{base}?before={world.code}").status_code == 404


def test_before_publication_there_is_nothing(world: Surveyed, anybody: FlaskClient) -> None:
    played = PlayedCampaign(world.context, ADA)
    now = world.clock() + timedelta(days=2)
    times = {"opening": now, "closing": now + timedelta(days=1)}
    played.draft(create_draft(SURVEY, **times))
    for name in ("figures", "sheet", "filing"):
        assert anybody.get(f"/campaigns/{played.code}/{name}").status_code in (302, 404)
        assert anybody.get(f"/campaigns/nothing/{name}").status_code == 404
    played.lock()
    played.make_key()
    played.make_slips()
    played.start()
    (uuid,) = played.uuids
    for name in ("figures", "sheet", "filing"):
        answer = anybody.get(f"/campaigns/{played.code}/{name}")
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"/campaigns/{played.code}/results"
    assert anybody.get(f"/elections/{uuid}/figures.json").status_code == 409
    assert anybody.get(f"/campaigns/{played.code}/figures/{uuid}/x/ratio.svg").status_code == 404


def test_answers_that_no_page_of_ours_can_give_break_no_page(tmp_path: Path) -> None:
    """Ten phones send "not applicable" together with every kind of care left undone."""
    world = World(create_settings(tmp_path / "server"))
    (part, *_burnout) = default_survey(RandomStream("mixed"), limit=LIMIT)
    world.open(create_draft(part))
    (uuid,), asked = world.uuids, part.questionnaire
    care = next(place for place, q in enumerate(asked.questions) if q.code == "9")
    chance = RandomStream("mixing")
    for member in range(10):
        rows = draw_survey(asked, Leaf(LEAF_CODE), chance)
        rows[care] = [0, 1, 1, *[0] * (len(rows[care]) - 4), 1]
        world.cast(uuid, member, rows)
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(uuid)
    client = create_app(world.settings, world.context).test_client()
    name = asked.questions[care].id
    for path in ("results", "figures", f"figures?question={name}", "sheet", "filing", "wall"):
        page = get_page(client, f"/campaigns/{world.code}/{path}")
        shown = path not in ("filing", "wall")
        assert ("These numbers do not fit each other" in page) is shown, path
    told = read_figures(client.get(f"/elections/{uuid}/figures.json").data)
    (found,) = told["questions"][care]["groups"].values()
    assert (found["fits"], found["base"]) == (False, None)
    assert [answer["count"] for answer in found["answers"]][:3] == [10, 10, 0]
    svg = next(iter(told["questions"][care]["groups"]))
    address = f"/campaigns/{world.code}/figures/{uuid}/{svg}/care.svg"
    assert client.get(address).status_code == 404
    world.context.board.close()
    world.context.roll.close()


def test_pages_of_several_groups(
    world: Surveyed, anybody: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one group today; pages take a list."""
    north = create_group(ROWS)
    places = (Place("unit-8", ("South", "ICU")), Place("unit-9", ("South", "ER")))
    south = Released("h", places, 20, 11, mix(0, [0, 1, 9, 1]))
    held = Withheld((Place("unit-7", ("South", "Lab")),), 4, None, "below-k")
    asked = msgspec.structs.replace(
        SHIFT, limits={LEAF: create_limit(), "unit-8": create_limit(), "unit-9": None}
    )
    computed = compute_figures(asked, Release(5, (north, south), (held,)))
    part = PartFigures(world.uuids[1], "print", "Shifts", computed)
    monkeypatch.setattr(figures, "list_figures", lambda _context, _code: (part,))
    base = f"/campaigns/{world.code}"
    page = get_page(anybody, f"{base}/figures")
    assert "All groups together</option>" in page
    assert "11 of 41</td>" in page and "11 of 20</td>" in page and "22 of 61</td>" in page
    assert "South, Lab: fewer than 5 ballots came" in page
    assert "Groups beside each other: over the limit" in page
    assert "South, ICU; South, ER less North, 4 West: " in page
    question = asked.questions[0].id
    chosen = get_page(anybody, f"{base}/figures?group=h&question={question}")
    assert "At least 1 of 20 members" in chosen
    assert "Yes: 57.0\u00a0%, each group by its members; 45.0\u00a0%, each answer alike." in chosen
    assert "Scores: South, ICU; South, ER" in chosen
    sheet = get_page(anybody, f"{base}/sheet?group=h")
    assert "Shown together: <bdi>South, ICU</bdi>; <bdi>South, ER</bdi>" in " ".join(sheet.split())
    assert "South, ER: There is no limit for this unit." in sheet
    filing = get_page(anybody, f"{base}/filing")
    for where in ("North, 4 West", "South, ICU; South, ER", "All groups together"):
        assert f"<bdi>{where}</bdi>" in filing
    results = get_page(anybody, f"{base}/results")
    assert results.count('<h3 dir="auto">South, ICU; South, ER</h3>') == len(asked.questions)
