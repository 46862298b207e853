"""Every page of several trustees and their committee, narrow, wide and dark: axe finds no fault."""

from __future__ import annotations

from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.people import People
from tests.players.browser.signers.ceremony_pages import walk_ceremony
from tests.players.browser.site import Site
from tests.players.browser.tour.decrypt import walk_decryption

FEWEST_PAGES = 34
FEWEST_PAGES_OF_DECRYPTION = 12


def test_every_page_of_making_the_key(people: People) -> None:
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
