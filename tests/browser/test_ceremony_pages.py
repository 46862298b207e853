"""Every page that a trustee may see, narrow and wide, light and dark: axe finds no fault."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.ceremony_pages import walk_ceremony
from tests.browser.people import People
from tests.browser.test_axe import ALL, DARK, NARROWEST, WIDTHS, find_faults

FEWEST_PAGES = 24


def test_every_page_of_a_trustee(people: People) -> None:
    faults: list[str] = []
    seen: set[str] = set()

    def look(name: str, page: Page) -> None:
        seen.add(name)
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
        if page.locator("h1:visible").count() != 1:
            faults.append(f"{name} has not one first heading")
        if before is not None:
            page.set_viewport_size(before)

    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", "Do you authorize a strike?", slips=7, roster=7)
    committee.lock()
    walk_ceremony(people, committee, look)
    assert not faults, "\n".join(faults)
    assert len(seen) >= FEWEST_PAGES
