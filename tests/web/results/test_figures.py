"""A published shift survey: every figure that anybody sees equals what its members answered."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from flask.testing import FlaskClient

from tests.players.cli.command import assert_sentence, voteapp
from tests.players.figures_file import read_figures
from tests.players.services.surveyed import ANSWERED, LIMIT, MEMBERS, Surveyed, count_all
from tests.players.services.world import create_settings
from voteapp.app import create_app
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.results import publishing

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


def get_page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return html.unescape(answer.get_data(as_text=True))


def test_every_share_is_what_the_members_answered(world: Surveyed, anybody: FlaskClient) -> None:
    uuid = world.uuids[1]
    told = read_figures(anybody.get(f"/elections/{uuid}/figures.json").data)
    (group,) = told["groups"]
    assert (group["members"], group["accepted"]) == (MEMBERS, ANSWERED)
    assert group["places"] == [{"code": LEAF_CODE, "names": ["North", "4 West"]}]
    checked = 0
    for question in told["questions"]:
        counted = count_all(world)[question["question"]]
        found = question["groups"][group["code"]]
        assert found["base"] == counted.base
        for answer in found["answers"]:
            assert answer["count"] == counted.counts[answer["answer"]]
            if answer["answer"] in counted.shared:
                share = answer["share"]
                shown = (share["share"], *share["bounds"])
                assert shown == counted.share(answer["count"])
                checked += 1
            else:
                assert answer["share"] is None
    assert checked > 50


def test_ratio_load_and_missed_care(world: Surveyed, anybody: FlaskClient) -> None:
    """Of each member's own number of patients, and own list of what was left undone."""
    told = read_figures(anybody.get(f"/elections/{world.uuids[1]}/figures.json").data)
    code = told["groups"][0]["code"]
    by_code = {q.code: place for place, q in enumerate(world.asked.questions)}
    derived = by_code["2d"]
    over = [row[derived][2] + row[derived][3] for row in world.answered]
    (ratio,) = told["ratios"]
    assert ratio["groups"][code]["share"]["floor"] == sum(over)
    assert ratio["groups"][code]["limits"][0]["limit"] == LIMIT
    load = world.asked.questions[by_code["2"]]
    lows = [answer.bin.low for answer in load.answers if answer.bin is not None]
    chosen = [
        row[by_code["2"]][1:].index(1) for row in world.answered if 1 in row[by_code["2"]][1:]
    ]
    numbers = sorted(lows[place] for place in chosen if place < len(lows))
    (found,) = told["loads"]
    middle = numbers[(len(numbers) + 1) // 2 - 1]
    assert found["groups"][code]["median"]["value"] == (f"{middle}+" if middle > 9 else str(middle))
    assert told["measures"]["care"] == world.asked.questions[by_code["9"]].id


def test_the_command_gives_the_same_file_from_the_bundle(
    world: Surveyed, anybody: FlaskClient, tmp_path: Path
) -> None:
    for uuid in world.uuids[1:]:
        bundle = tmp_path / f"{uuid}.zip"
        bundle.write_bytes(publishing.get_bundle(world.context, uuid))
        told = voteapp("figures", bundle, "--json").stdout
        assert told == anybody.get(f"/elections/{uuid}/figures.json").get_data(as_text=True)
    words = voteapp("figures", tmp_path / f"{world.uuids[1]}.zip").stdout
    assert "24 of 30 members answered: 80.0" in words
    assert "members were over the limit." in words
    bundle, sheet = tmp_path / f"{world.uuids[1]}.zip", tmp_path / "sheet.pdf"
    voteapp("figures", bundle, "--sheet", sheet)
    assert len(pypdfium2.PdfDocument(sheet)) == 1
    assert_sentence(voteapp("figures", bundle, "--sheet", sheet, expect=2))
    again = tmp_path / "again.pdf"
    assert_sentence(voteapp("figures", bundle, "--sheet", again, "--group", "x", expect=2))
    assert not again.exists()
    few = voteapp("figures", tmp_path / f"{world.uuids[2]}.zip")
    assert "7 ballots came, of 30 members. Under 20 nothing is opened" in few.stdout


def test_the_command_refuses_votes_records_and_forgeries(world: Surveyed, tmp_path: Path) -> None:
    vote, survey, _burnout = world.uuids
    for name, data, exit_code, words in (
        ("vote.zip", publishing.get_bundle(world.context, vote), 2, "Only a survey has figures"),
        ("survey.bel", world.read_record(survey), 2, "Figures need the bundle"),
        ("empty.zip", b"", 2, "empty"),
        ("forged.zip", forge(publishing.get_bundle(world.context, survey)), 1, "NOT VERIFIED"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        done = voteapp("figures", path, expect=exit_code)
        assert words in done.stdout + done.stderr
        assert "members answered" not in done.stdout


def forge(bundle: bytes) -> bytes:
    """Another text of a question, of the same length."""
    assert b"What was your role?" in bundle
    return bundle.replace(b"What was your role?", b"What was your rank?")


def test_the_results_page_leads_with_what_is_certain(world: Surveyed, anybody: FlaskClient) -> None:
    page = get_page(anybody, f"/campaigns/{world.code}/results")
    role = world.asked.questions[0]
    counted = count_all(world)[role.id]
    first = role.answers[0]
    count = counted.counts[first.id]
    named = f'<span class="pre" dir="auto">{first.texts["en"].text}</span>'
    row = page.partition(named)[2].partition("</tr>")[0]
    share, low, high = (100 * Fraction(one) for one in counted.share(count))
    assert row.index(f"At least {count} of {MEMBERS} members") < row.index(f"{float(share):.1f}")
    outward = floor(low * 10) / 10, ceil(high * 10) / 10
    assert f"{outward[0]:.1f}\u00a0% to {outward[1]:.1f}\u00a0%" in row
    base = f"Shares are of the {counted.base} of {MEMBERS} members whom this concerns"
    assert f"{base} and who answered. 6 members sent no answers." in page
    assert page.count("most recent shifts of those who answered") == 1
    assert "if those who did not answer resemble those who did" in page
    assert "Prefer not to answer" in page
    assert f"The limit: {LIMIT} patients for one nurse." in page
    assert "North, 4 West: 7 ballots came, of 30 members. Under 20 nothing is opened" in page
    # The vote beside it is shown as votes are.
    assert '<td class="number">24</td><td class="number">100.0\u00a0%</td>' in page


def test_votes_and_what_is_not_there_have_no_figures(world: Surveyed, anybody: FlaskClient) -> None:
    assert anybody.get(f"/elections/{world.uuids[0]}/figures.json").status_code == 404
    assert anybody.get("/elections/nothing/figures.json").status_code == 404


def test_the_dashboard_chooses_among_parts_and_questions(
    world: Surveyed, anybody: FlaskClient
) -> None:
    base = f"/campaigns/{world.code}/figures"
    page = get_page(anybody, base)
    assert "24 of 30</td>" in page
    assert "7 ballots came, of 30 members. Under 20 nothing is opened" in page
    five = [*("Over the limit", "patients assigned", "breaks", "past"), "care was left undone"]
    heads = [part.partition("</h2>")[0] for part in page.split('<h2 id="figure-')[1:]]
    assert [words for words, head in zip(five, heads, strict=True) if words not in head] == []
    ratio = next(q for q in world.asked.questions if q.code == "2d")
    counted = count_all(world)[ratio.id]
    over = sum(counted.counts[answer.id] for answer in ratio.answers[1:3])
    assert f"At least {over} of {MEMBERS} members were over the limit." in page
    share = 100 * Fraction(over, counted.base)
    assert f"That is {float(share):.1f}\u00a0% of the {counted.base} whom it concerns" in page
    assert f"Limit: {LIMIT}" in page
    assert page.count("<svg") >= 10
    one = world.asked.questions[0]
    asked = get_page(anybody, f"{base}?question={one.id}&part={world.uuids[1]}")
    assert f'<option value="{one.id}" selected' in asked
    assert 'aria-label="Question 1"' in asked
    assert "were over the limit" not in asked
    # The form was sent with another part chosen, and the question of the one before.
    few = get_page(anybody, f"{base}?part={world.uuids[2]}&question={one.id}")
    assert "Under 20 nothing is opened" in few
    assert "<svg" not in few
    for wrong in ("part=x", "group=x", "question=x", "before=x", f"part={world.uuids[0]}"):
        assert anybody.get(f"{base}?{wrong}").status_code == 404


def test_the_sheet_and_the_filing_attachment(world: Surveyed, anybody: FlaskClient) -> None:
    page = get_page(anybody, f"/campaigns/{world.code}/sheet")
    sheet = page.partition('<article id="sheet"')[2].partition("</article>")[0]
    assert sheet.count("<section>") == sheet.count("<svg") == 5
    assert "24 of 30 members answered: 80.0\u00a0%." in sheet
    assert "North, 4 West" in sheet
    assert f"The limit: {LIMIT} patients for one nurse." in sheet
    assert sheet.count("if those who did not answer resemble those who did") >= 4
    assert world.uuids[1] in sheet
    assert sheet.count("most recent shifts of those who answered") == 1
    filing = get_page(anybody, f"/campaigns/{world.code}/filing")
    objected = next(q for q in world.asked.questions if q.code == "11")
    counts = count_all(world)[objected.id].counts
    for answer in objected.answers:
        text = answer.texts["en"].text
        row = filing.partition(f'dir="auto">{text}</th>')[2].partition("</tr>")[0]
        assert f"At least {counts[answer.id]} of {MEMBERS} members" in row, text
    assert anybody.get(f"/campaigns/{world.code}/filing?part={world.uuids[2]}").status_code == 404


def test_a_chart_is_a_file_of_its_own(world: Surveyed, anybody: FlaskClient) -> None:
    page = get_page(anybody, f"/campaigns/{world.code}/figures")
    addresses = re.findall(r'href="(/campaigns/[^"]+\.svg)"', page)
    assert len(addresses) == 5
    for address in addresses:
        answer = anybody.get(address)
        assert answer.content_type.startswith("image/svg+xml")
        root = ElementTree.fromstring(answer.data)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
    wrong = addresses[0].replace(world.uuids[1], world.uuids[0])
    assert anybody.get(wrong).status_code == 404
    assert anybody.get(addresses[0].replace("ratio.svg", "nothing.svg")).status_code == 404
