"""The auditor's page with several files of one campaign: whether they fit together, in words, and
each one's own report behind a button."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.auditor.test_auditor_page import VERDICT_TIMEOUT
from tests.forgeries.campaign.stage import play
from tests.forgeries.campaign.test_campaign_forgeries import another_joint_key, another_server
from tests.players.browser.looking.inspection import find_faults

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Browser, pages: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((pages / "auditor.html").as_uri())
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert find_faults(page) == []
    assert errors == []
    context.close()


def choose(page: Page, folder: Path, *bundles: bytes) -> str:
    """Choose files named 0.zip, 1.zip ... together; the heading, which has the focus."""
    paths = [folder / f"{i}.zip" for i in range(len(bundles))]
    for path, data in zip(paths, bundles, strict=True):
        path.write_bytes(data)
    page.set_input_files("#file", paths)
    page.wait_for_selector("#together", timeout=VERDICT_TIMEOUT)
    expect(page.locator("#together")).to_be_focused()
    return page.inner_text("#together")


def read(page: Page) -> str:
    return page.inner_text("#report")


def test_a_campaign_that_fits(page: Page, tmp_path: Path) -> None:
    assert choose(page, tmp_path, *play().pack()) == "These elections check out together"
    assert "0.zip checks out." in read(page) and "1.zip checks out." in read(page)
    assert "not among these files" not in read(page)
    assert find_faults(page) == []
    page.get_by_role("button", name="Show the report of 1.zip").click()
    expect(page.locator("#verdict")).to_be_focused()
    assert page.inner_text("#verdict") == "This election checks out"
    page.get_by_role("button", name="Show the report of 0.zip").click()
    assert page.get_by_role("heading", name="This election checks out").count() == 1


@pytest.mark.parametrize(
    ("forge", "sentence"),
    [
        (
            another_joint_key,
            "One of them has other trustees than the rest: somebody else could open it.",
        ),
        (another_server, "One of them is signed for by another server than the rest."),
    ],
)
def test_elections_of_other_people(
    page: Page, tmp_path: Path, forge: Callable[[], list[bytes]], sentence: str
) -> None:
    """Each checks out by itself."""
    assert choose(page, tmp_path, *forge()) == "These elections do not fit together"
    said = read(page)
    assert sentence in said
    assert said.count("Details: campaign-") == 1
    assert "Do not rely on any result until it is explained." in said
    assert "0.zip checks out." in said and "1.zip checks out." in said


def test_an_election_that_is_not_there(page: Page, tmp_path: Path) -> None:
    first, _second = play().pack()
    assert choose(page, tmp_path, first, b"hello") == "Not every file checks out"
    said = read(page)
    assert "An election of the campaign is not among these files: choose all of them" in said
    assert "1.zip cannot be checked." in said
    page.get_by_role("button", name="Show the report of 1.zip").click()
    assert page.inner_text("#verdict") == "This is not an election's file"


def test_one_file_after_several(page: Page, tmp_path: Path) -> None:
    first, second = play().pack()
    choose(page, tmp_path, first, second)
    page.set_input_files("#file", tmp_path / "1.zip")
    page.wait_for_selector("#verdict", timeout=VERDICT_TIMEOUT)
    assert page.locator("#together").count() == 0
    assert "not among these files" not in read(page)
