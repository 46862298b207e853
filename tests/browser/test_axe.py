"""Every page at both widths: no WCAG 2.2 A or AA fault, nothing sideways, no script error."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.site import Site
from tests.players.browser.tour.tour import Tour

FEWEST_PAGES = 98

pytestmark = pytest.mark.slow


def test_every_page(browser: Browser, site: Site, tmp_path: Path) -> None:
    inspection = Inspection()
    Tour(browser, site, tmp_path / "downloads", inspection.look).walk()
    inspection.finish(FEWEST_PAGES)
