"""What no page may have: a WCAG 2.2 A or AA fault, something sideways, no title, no heading."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.players.browser.browser import Browser
from tests.players.browser.looking.reading import MOST_WORDS, OLDEST, read_page
from tests.players.browser.looking.sideways import OVER
from tests.support.tools import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = {"type": "tag", "values": TAGS}
DARK = {"type": "rule", "values": ["color-contrast"]}
RUN = """async (only) => {
  const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"] });
  return violations.flatMap((fault) =>
    fault.nodes.map((node) => `${fault.id}: ${node.html.slice(0, 200)}`));
}"""
READY = "() => 'axe' in window"
WIDTHS = (360, 1280)
NARROWEST = 320
LARGE = "size => { document.documentElement.style.fontSize = size; }"
MEMBERS = ("booth-", "public-begin", "public-check")
"""Pages for members: what the names of their stops begin with."""


class Inspection:
    """Looks at pages: narrow, wide, dark, and with text of twice the size."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def look(self, name: str, browser: Browser) -> None:
        """Inspect the page that is shown; ``name`` is what its faults are listed under."""
        faults, page, before = self.faults, browser.page, browser.size
        self.seen.add(name)
        page.wait_for_load_state()  # a press has led away, but what comes may not be read yet
        browser.resize(WIDTHS[0], 800)
        page.evaluate(LARGE, "200%")
        self._check_width(name, browser, WIDTHS[0], " with large text")
        page.evaluate(LARGE, "")
        for width in WIDTHS:
            browser.resize(width, 800)
            faults.extend(f"{name} at {width}: {fault}" for fault in find_faults(page))
        page.emulate_media(color_scheme="dark")
        faults.extend(f"{name} in the dark: {fault}" for fault in find_faults(page, DARK))
        page.emulate_media(color_scheme="light")
        browser.resize(NARROWEST, 800)
        self._check_width(name, browser, NARROWEST)
        if not page.title().split("–")[0].strip():
            faults.append(f"{name} has no title")
        headings = page.locator("h1:visible").count()
        if headings != 1:
            faults.append(f"{name} has {headings} first headings")
        browser.resize(*before)
        if name.startswith(MEMBERS):
            self._check_reading(name, browser)

    def _check_width(self, name: str, browser: Browser, width: int, how: str = "") -> None:
        over = browser.page.evaluate(OVER)
        if over is not None:
            self.faults.append(f"{name} at {width} pixels{how}: {over}")

    def _check_reading(self, name: str, browser: Browser) -> None:
        words, age = read_page(browser)
        if words > MOST_WORDS:
            self.faults.append(f"{name} has {words} words")
        if age > OLDEST:
            self.faults.append(f"{name} is for readers of {age:.1f} years and more")

    def finish(self, fewest: int) -> None:
        """No fault, and enough pages seen."""
        assert not self.faults, "\n".join(self.faults)
        assert len(self.seen) >= fewest


def find_faults(page: Page, only: dict[str, Any] = ALL) -> list[str]:
    """What axe finds by these rules."""
    if not page.evaluate(READY):
        page.evaluate(AXE.read_text())
    return list(page.evaluate(RUN, only))
