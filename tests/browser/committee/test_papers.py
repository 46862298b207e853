"""Poster and steward's card: one sheet each, A4 or Letter, with addresses that open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser as Engine

from tests.players.browser.browser import Browser, spot
from tests.players.services.served import Server
from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings

LONG = "Do we accept the offer of the thirtieth of November on rest, staffing and pay? " * 3
PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
BASE = "https://vote.example.org"
SHEETS = {"poster": "/campaigns/{code}", "steward": "/help/stewards"}
SMALLEST = 9 * 96 / 72
"""Nine points in CSS pixels."""


@pytest.fixture(params=["short", "long"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "server"))
    if request.param == "short":
        world.open()
    else:
        world.open(create_draft(VOTE, SURVEY, title=LONG[:200], organizer=LONG[-120:]))
    return world


@pytest.fixture
def person(browser: Engine, world: World) -> Iterator[tuple[Browser, str]]:
    """A browser, and the server's address."""
    opened = Browser(browser)
    with Server(world.settings.instance, workers=1, VOTEAPP_BASE_URL=BASE) as server:
        yield opened, f"http://127.0.0.1:{server.port}"
    opened.context.close()


def test_one_sheet_whose_code_opens_its_page(world: World, person: tuple[Browser, str]) -> None:
    browser, address = person
    for sheet, leads_to in SHEETS.items():
        browser.open(f"{address}/campaigns/{world.code}/{sheet}")
        browser.page.wait_for_selector("#qr svg")
        for paper, size in PAPERS.items():
            document = pypdfium2.PdfDocument(browser.print(paper))
            assert len(document) == 1, (sheet, paper)
            assert document[0].get_size() == pytest.approx(size, abs=2)
            (code,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
            assert code.text == BASE + leads_to.format(code=world.code)
        browser.open(address + urlsplit(code.text).path)
        found = browser.read(spot("h1"))
        titles = ("Help for stewards",) if sheet == "steward" else ("Spring campaign", LONG[:40])
        assert any(title in found for title in titles), found


def test_everything_is_there_and_can_be_read(world: World, person: tuple[Browser, str]) -> None:
    browser, address = person
    for sheet, words in (
        (
            "poster",
            ("Take a slip", "What stays secret", f"{BASE}/b", f"{BASE}/check", "Your steward:"),
        ),
        ("steward", ("Say this", "Never", "Handed out", f"{BASE}/b", "telephone")),
    ):
        browser.open(f"{address}/campaigns/{world.code}/{sheet}")
        browser.page.wait_for_selector("#qr svg")
        text = browser.page.inner_text("#sheet")
        assert [word for word in words if word not in text] == []
        element = "document.getElementById('sheet')"
        assert browser.page.evaluate(f"{element}.scrollHeight <= {element}.clientHeight")
        assert (
            browser.page.evaluate(f"parseFloat(getComputedStyle({element}).fontSize)") >= SMALLEST
        )


def test_the_card_quotes_what_the_booth_says(world: World, person: tuple[Browser, str]) -> None:
    browser, address = person
    booth = Path("voteapp/static/js/booth")
    said = "".join(path.read_text("utf-8") for path in booth.rglob("*.js"))
    browser.open(f"{address}/campaigns/{world.code}/steward")
    quoted = re.findall("“([^”]+)”", browser.page.inner_text(".trouble"))
    assert len(quoted) >= 5
    assert [words for words in quoted if f'"{words}"' not in said] == []
