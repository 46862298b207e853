"""Chromium, Firefox and WebKit: whoever asks for `engine` is played on each in turn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.players.browser.box import Box
from tests.players.browser.engines.kinds import Engine, Firefox, Webkit
from tests.players.browser.people import Member, People
from tests.players.browser.site import run_site

KINDS = {"firefox": Firefox, "webkit": Webkit}


def open_engine(name: str, chromium: Browser, folder: pytest.TempPathFactory) -> Engine:
    return chromium if name == "chromium" else KINDS[name](folder.mktemp(name))


@pytest.fixture(scope="module", params=["chromium", "firefox", "webkit"])
def engine(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine that starts a browser for each person."""
    opened = open_engine(request.param, browser, tmp_path_factory)
    yield opened
    if opened is not browser:
        opened.stop()


@pytest.fixture(scope="module")
def box(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """An open campaign, set up, printed and opened in this engine."""
    folder = tmp_path_factory.mktemp("booth")
    with run_site(folder / "server") as site:
        people = People(engine, site, folder / "downloads")
        try:
            yield Box(people, site, "A vote and a ready-made survey")
        finally:
            people.leave()


@pytest.fixture
def member(box: Box) -> Iterator[Member]:
    """A phone of this test's own, in which nothing may go wrong."""
    person = box.people.member()
    yield person
    lines = person.recorder.console[person.forgiven :]
    assert [line for line in lines if line.startswith("error:")] == []
    person.browser.close()
