"""Every page on WebKit: nothing sideways at 360 and 1280 pixels, no error on the console."""

from __future__ import annotations

from pathlib import Path

from tests.browser.ceremony.test_pages import FEWEST_PAGES, FEWEST_PAGES_OF_DECRYPTION
from tests.browser.test_axe import FEWEST_PAGES as FEWEST_PAGES_OF_ALL
from tests.players.browser.engines import tours
from tests.players.browser.engines.kinds import Webkit
from tests.players.browser.site import Site


def test_every_page(site: Site, tmp_path: Path) -> None:
    tours.tour_pages(Webkit(tmp_path), site, tmp_path / "files", FEWEST_PAGES_OF_ALL)


def test_every_page_of_making_the_key(site: Site, tmp_path: Path) -> None:
    tours.tour_ceremony(Webkit(tmp_path), site, tmp_path / "files", FEWEST_PAGES)


def test_every_page_of_opening_the_totals(site: Site, tmp_path: Path) -> None:
    tours.tour_decryption(Webkit(tmp_path), site, tmp_path / "files", FEWEST_PAGES_OF_DECRYPTION)
