"""Several trustees open the totals: each page that they may see, for pictures and for axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.players.browser.backstage import SeveralTrustees
from tests.players.browser.people import KEY_PASSPHRASE, People, Person
from tests.players.browser.site import Site
from tests.players.services.world import ADA, VOTE
from voteapp.services.results import publishing
from voteapp.services.trustees import planning

Look = Callable[[str, Page], None]


def walk_decryption(people: People, site: Site, look: Look) -> None:
    """2 of 3 trustees, from the open vote to the published result."""
    stage = SeveralTrustees(site, VOTE)
    stage.begin()
    stage.make_keys()
    stage.start()
    stage.vote(range(6))
    stage.seal()
    home = f"/trustee/{stage.code}"
    ana = stage.admit(people, 1)
    while_open(ana, home, look)
    stage.finish()
    keys = stage.save_keys(people.downloads)
    lost_keys(stage, ana, home, look)
    check(ana, home, look)
    sign(ana, keys[0])
    ana.heading("Signed", timeout=60_000)
    look("decrypt-signed", ana.page)
    ana.open("/privacy")
    ben = stage.admit(people, 2)
    check(ben, home, lambda name, page: None)
    sign(ben, keys[1])
    ben.heading("Your part is done", timeout=60_000)
    look("decrypt-part-done", ben.page)
    check(ana, home, lambda name, page: None)
    sign(ana, keys[0])
    ana.heading("The totals are open", timeout=60_000)
    look("decrypt-done", ana.page)
    publishing.publish(stage.context, ADA, stage.code)
    ana.open(home)
    look("home-published", ana.page)


def while_open(ana: Person, home: str, look: Look) -> None:
    ana.open(home)
    look("home-open", ana.page)
    ana.open(f"{home}/decrypt")
    ana.heading("Voting is still open")
    look("decrypt-open", ana.page)
    ana.press("Verify now")
    ana.heading("Verified so far", timeout=60_000)
    look("decrypt-so-far", ana.page)


def lost_keys(stage: SeveralTrustees, ana: Person, home: str, look: Look) -> None:
    """Two are lost, and found again."""
    for number in (1, 3):
        planning.report_lost_key(stage.context, stage.code, number)
    ana.open(f"{home}/decrypt")
    ana.heading("This vote cannot be counted any more")
    look("decrypt-impossible", ana.page)
    ana.follow("The page of your key")
    ana.heading("You reported your key as lost")
    ana.press("I found it: my key is not lost")
    ana.heading("Your key works")
    look("found-again", ana.page)
    planning.withdraw_lost_key(stage.context, stage.code, 3)
    ana.follow("Open the totals")
    ana.heading("Check what was cast")


def check(person: Person, home: str, look: Look) -> None:
    """Verify the record; first the ways to go wrong."""
    person.open(f"{home}/decrypt")
    person.heading("Check what was cast")
    person.page.get_by_text("Work without this browser").click()
    look("decrypt-check", person.page)
    person.press("Download and check")
    person.heading("Open the totals", timeout=60_000)
    look("decrypt-found", person.page)
    person.press("Sign and open the totals")
    expect(person.page.locator(".error-summary")).to_be_visible()
    look("decrypt-errors", person.page)


def sign(person: Person, key: Path) -> None:
    person.page.get_by_label("We compared the words").check()
    person.page.get_by_label("The key’s file", exact=True).set_input_files(key)
    person.fill("The file’s passphrase", KEY_PASSPHRASE)
    person.press("Sign and open the totals")
