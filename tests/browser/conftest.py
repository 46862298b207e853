"""Fixtures of the browser tests: a running server, and people with browsers of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.players.browser.people import Committee, People
from tests.players.browser.site import Site, run_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A fresh server of this test's own."""
    with run_site(tmp_path / "server") as running:
        yield running


@pytest.fixture
def people(browser: Browser, site: Site, tmp_path: Path) -> Iterator[People]:
    """Everybody who takes part, each in a browser context of their own; all requests recorded."""
    crowd = People(browser, site, tmp_path / "downloads")
    yield crowd
    crowd.leave()


@pytest.fixture
def committee(people: People) -> Committee:
    """The secretary, with an account and nothing else yet."""
    person = people.committee()
    person.set_up()
    return person
