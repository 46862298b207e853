"""An open campaign with a box of slips, shared by the tests of a module, and a member."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.players.browser.box import Box, open_box
from tests.players.browser.every_kind import Opened, open_campaign
from tests.players.browser.people import Member, People
from tests.players.browser.site import run_site


@pytest.fixture(scope="module")
def box(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    yield from open_box(browser, tmp_path_factory.mktemp("booth"))


@pytest.fixture(scope="module")
def opened(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Opened, People]]:
    """A vote beside a survey of every kind of question, in two languages."""
    folder = tmp_path_factory.mktemp("answering")
    with run_site(folder / "server") as site:
        people = People(browser, site, folder / "downloads")
        yield open_campaign(site, 12), people
        people.leave()


@pytest.fixture
def member(box: Box) -> Iterator[Member]:
    person = box.people.member()
    yield person
    assert [line for line in person.recorder.console if line.startswith("error:")] == []
