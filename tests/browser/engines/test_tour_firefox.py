"""Every page on Firefox: nothing sideways at 360 and 1280 pixels, no error on the console."""

from __future__ import annotations

from pathlib import Path

from tests.browser.test_axe import FEWEST_PAGES
from tests.players.browser.engines.kinds import Firefox
from tests.players.browser.engines.width import Widths
from tests.players.browser.site import Site
from tests.players.browser.tour import Tour


def test_every_page(site: Site, tmp_path: Path) -> None:
    engine, widths = Firefox(tmp_path), Widths()
    try:
        Tour(engine, site, tmp_path / "downloads", widths.look).walk()
    finally:
        engine.stop()
    widths.finish(FEWEST_PAGES)
