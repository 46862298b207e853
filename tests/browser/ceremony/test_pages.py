"""Every page that a trustee may see, narrow and wide, light and dark: axe finds no fault."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.test_axe import ALL, DARK, NARROWEST, WIDTHS, find_faults
from tests.players.browser.ceremony_pages import walk_ceremony
from tests.players.browser.people import People
from tests.players.browser.site import Site
from tests.players.browser.tour_decrypt import walk_decryption

FEWEST_PAGES = 24
FEWEST_PAGES_OF_DECRYPTION = 12


class Inspection:
    """Looks at pages: narrow, wide and dark."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.seen: set[str] = set()

    def look(self, name: str, page: Page) -> None:
        faults, before = self.faults, page.viewport_size
        self.seen.add(name)
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

    def finish(self, fewest: int) -> None:
        assert not self.faults, "\n".join(self.faults)
        assert len(self.seen) >= fewest


def test_every_page_of_a_trustee(people: People) -> None:
    inspection = Inspection()
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote", "Do you authorize a strike?", slips=7, roster=7)
    committee.lock()
    walk_ceremony(people, committee, inspection.look)
    inspection.finish(FEWEST_PAGES)


def test_every_page_of_opening_the_totals(people: People, site: Site) -> None:
    inspection = Inspection()
    walk_decryption(people, site, inspection.look)
    inspection.finish(FEWEST_PAGES_OF_DECRYPTION)
