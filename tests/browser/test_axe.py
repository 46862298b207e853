"""Every page at both widths: no WCAG 2.2 A or AA fault, nothing sideways, no script error."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.players.browser.site import Site
from tests.players.browser.tour import Tour

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
DARK = {"type": "rule", "values": ["color-contrast"]}
RUN = "only => axe.run({runOnly: only})"
WIDTHS = (360, 1280)
NARROWEST = 320
FEWEST_PAGES = 90

pytestmark = pytest.mark.slow


def find_faults(page: Page, only: dict[str, Any]) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(RUN, only)["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def test_every_page(browser: Browser, site: Site, tmp_path: Path) -> None:
    faults: list[str] = []
    seen: Counter[str] = Counter()

    def look(name: str, page: Page) -> None:
        seen[name] += 1
        before = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults.extend(f"{name} at {width}: {fault}" for fault in find_faults(page, ALL))
        page.emulate_media(color_scheme="dark")
        faults.extend(f"{name} in the dark: {fault}" for fault in find_faults(page, DARK))
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": NARROWEST, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            faults.append(f"{name} is wider than {NARROWEST} pixels")
        if not page.title().split("–")[0].strip():
            faults.append(f"{name} has no title")
        headings = page.locator("h1:visible").count()
        if headings != 1:
            faults.append(f"{name} has {headings} first headings")
        if before is not None:
            page.set_viewport_size(before)

    Tour(browser, site, tmp_path / "downloads", look).walk()
    assert not faults, "\n".join(faults)
    assert len(seen) >= FEWEST_PAGES
