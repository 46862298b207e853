"""Every page on Firefox: nothing sideways at 360 and 1280 pixels, no error on the console."""

from __future__ import annotations

from pathlib import Path

from tests.browser.ceremony.test_pages import FEWEST_PAGES, FEWEST_PAGES_OF_DECRYPTION
from tests.browser.test_axe import FEWEST_PAGES as FEWEST_PAGES_OF_ALL
from tests.players.browser.engines import tours
from tests.players.browser.engines.kinds import Firefox
from tests.players.browser.site import Site


def test_every_page(site: Site, tmp_path: Path) -> None:
    tours.tour_pages(Firefox(tmp_path), site, tmp_path / "files", FEWEST_PAGES_OF_ALL)


def test_every_page_of_making_the_key(site: Site, tmp_path: Path) -> None:
    tours.tour_ceremony(Firefox(tmp_path), site, tmp_path / "files", FEWEST_PAGES)


def test_every_page_of_opening_the_totals(site: Site, tmp_path: Path) -> None:
    tours.tour_decryption(Firefox(tmp_path), site, tmp_path / "files", FEWEST_PAGES_OF_DECRYPTION)
