"""The page for the wall: one sheet, A4 or Letter, whatever stands on it, with its address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser as Engine

from tests.players.browser.browser import Browser
from tests.players.services.served import Server
from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.slips.counts import record_counts
from voteapp.services.values.campaigns import SlipCounts
from voteapp.services.values.drafts import CampaignDraft, RuleDraft

LONG = "Do we accept the offer of the thirtieth of November on rest, staffing and pay? " * 3
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
BASE = "https://vote.example.org"


def short() -> CampaignDraft:
    return create_draft(VOTE, replace(SURVEY, k=5))


def crowded() -> CampaignDraft:
    """Long titles, many long answers, twice, in a campaign with a long name."""
    answers = tuple(f"{n}: {LONG}"[:290] for n in range(18))
    votes = [
        write_election(
            "vote",
            f"{number}: {LONG}"[:200],
            [ask(LONG, answers, blank=True)],
            RandomStream(f"crowded {number}"),
            rule=RuleDraft(),
        )
        for number in (1, 2)
    ]
    return create_draft(*votes, title=LONG[:200], organizer=LONG[-200:])


@pytest.fixture(params=[short, crowded])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    """A published campaign; more ballots than members, and counts that do not fit."""
    draft: Callable[[], CampaignDraft] = request.param
    world = World(create_settings(tmp_path / "server"))
    made = draft()
    titles = {"title": made.title, "organizer": made.organizer}
    world.open(create_draft(*made.elections, roster_size=5, **titles))
    votes = [uuid for uuid, part in zip(world.uuids, made.elections, strict=True) if part.rule]
    widths = [len(part.questions[0].answers) + 1 for part in made.elections if part.rule]
    for uuid, width in zip(votes, widths, strict=True):
        for member in range(6):
            world.cast(uuid, member, [[0, 1, *[0] * (width - 2)]])
    world.close()
    record_counts(world.context, "Ada", world.code, SlipCounts(12, 5, 0, 0, ("Ana", "Bo")))
    world.finish_counts()
    world.tick()
    for uuid in votes:
        world.decrypt(uuid)
    return world


@pytest.fixture
def wall(world: World, engine_browser: Browser) -> Iterator[Browser]:
    """The page in a browser."""
    with Server(world.settings.instance, workers=1, VOTEAPP_BASE_URL=BASE) as server:
        engine_browser.open(f"http://127.0.0.1:{server.port}/campaigns/{world.code}/wall")
        engine_browser.page.wait_for_selector("#qr svg")
        yield engine_browser


@pytest.fixture
def engine_browser(browser: Engine) -> Iterator[Browser]:
    person = Browser(browser)
    yield person
    person.context.close()


def read_fingerprint(world: World, uuid: str) -> str:
    found: str = json.loads(world.read_evidence(uuid))["fingerprint"]
    return found


def test_one_sheet_whatever_stands_on_it(world: World, wall: Browser) -> None:
    for paper, size in PAPERS.items():
        document = pypdfium2.PdfDocument(wall.print(paper))
        assert len(document) == 1, paper
        page = document[0]
        assert page.get_size() == pytest.approx(size, abs=2)
        words = "".join(page.get_textpage().get_text_bounded().split())
        assert f"/campaigns/{world.code}/results" in words
        assert "Moreballotsthanmembers" in words
        assert "hasenoughvoteson" in words and "4needed" in words
        for uuid in world.uuids:
            assert read_fingerprint(world, uuid) in words
        (code,) = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
        assert code.text == f"{BASE}/campaigns/{world.code}/results"


def test_nothing_is_cut_off_the_sheet(wall: Browser) -> None:
    sheet = "document.getElementById('sheet')"
    assert wall.page.evaluate(f"{sheet}.scrollHeight <= {sheet}.clientHeight")
    size = wall.page.evaluate(f"parseFloat(getComputedStyle({sheet}).fontSize)")
    tables = wall.page.evaluate(f"{sheet}.querySelectorAll('.numbers').length")
    assert tables == 0 or size >= 12 * 96 / 72
    told = wall.page.evaluate("!document.getElementById('more').hidden")
    assert told or tables > 0
