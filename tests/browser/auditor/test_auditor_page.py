"""The bundle's auditor page, opened from disk: verdicts in words, no network, no axe fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.players.browser.looking.inspection import find_faults

AUDITOR = Path(__file__).parents[3] / "voteapp" / "static" / "auditor.html"
VERDICT_TIMEOUT = 60_000

pytestmark = pytest.mark.slow


@pytest.fixture(params=[320, 360, 1280])
def auditor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page from disk; afterwards nothing was asked of any network, no error was written."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(AUDITOR.as_uri())
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= request.param
    assert errors == []
    assert [url for url in asked if not url.startswith("blob:")] == [AUDITOR.as_uri()]
    context.close()


def check(page: Page, path: Path) -> str:
    """Choose a file; the verdict's heading, which has the focus."""
    page.set_input_files("#file", path)
    page.wait_for_selector("#verdict", timeout=VERDICT_TIMEOUT)
    assert page.evaluate("document.activeElement.id") == "verdict"
    return page.inner_text("#verdict")


def test_a_genuine_record(auditor: Page, vectors: Path) -> None:
    assert find_faults(auditor) == []
    record = next((vectors / "blank-and-ranges").glob("*.bel"))
    assert check(auditor, record) == "This election checks out"
    expected = json.loads((vectors / "blank-and-ranges" / "expected.json").read_text())
    cells = auditor.locator("td.number:nth-child(2)").all_inner_texts()
    assert [int(text) for text in cells] == [n for row in expected["result"] for n in row]
    assert find_faults(auditor) == []


def test_a_tracker_is_looked_for(auditor: Page, vectors: Path) -> None:
    check(auditor, next((vectors / "yes-no").glob("*.bel")))
    answers = {
        "": "Type or paste your tracker first.",
        "abc": "This is not a whole tracker",
        "A" * 43: "No vote with this tracker is in this file.",
    }
    for typed, answer in answers.items():
        auditor.fill("#tracker", typed)
        auditor.get_by_role("button", name="Look for it").click()
        assert answer in auditor.locator("form [role=status]").inner_text()


def test_a_forged_record(auditor: Page, vectors: Path, tmp_path: Path) -> None:
    data = bytearray(next((vectors / "yes-no").glob("*.bel")).read_bytes())
    place = data.index(b'"challenge":"') + len(b'"challenge":"')
    data[place] ^= 1
    forged = tmp_path / "forged.bel"
    forged.write_bytes(data)
    assert check(auditor, forged) == "This election does not check out"
    assert "archive-hash" in auditor.inner_text("#report")
    assert find_faults(auditor) == []


def test_what_cannot_be_checked(auditor: Page, vectors: Path, tmp_path: Path) -> None:
    lists = next((vectors / "lists").glob("*.bel"))
    assert check(auditor, lists) == "This page cannot check this election"
    other = tmp_path / "holiday.jpg"
    other.write_bytes(b"\xff\xd8 not an election")
    auditor.set_input_files("#file", other)
    auditor.get_by_role("heading", name="This is not an election's file").wait_for()
    assert find_faults(auditor) == []
