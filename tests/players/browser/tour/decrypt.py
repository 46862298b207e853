"""Several trustees open the totals: each page that they may see, for pictures and for axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.players.browser.backstage import SeveralTrustees
from tests.players.browser.browser import Browser, spot
from tests.players.browser.people import People, Person, sign_opening
from tests.players.browser.site import Site
from tests.players.services.world import VOTE
from voteapp.services.trustees import planning

Look = Callable[[str, Browser], None]


def walk_decryption(people: People, site: Site, look: Look) -> None:
    """2 of 3 trustees, from the fixed set-up to the published result."""
    stage = SeveralTrustees(site, VOTE)
    stage.begin()
    stage.make_keys()
    keys = stage.save_keys(people.downloads)
    opening(stage, people, keys[2], look)
    stage.vote(range(10))
    stage.seal()
    home = f"/trustee/{stage.code}"
    ana = stage.admit(people, 1)
    while_open(ana, home, look)
    stage.finish()
    lost_keys(stage, ana, home, look)
    check(ana, home, look)
    sign(ana, keys[0])
    ana.heading("Signed", timeout=60_000)
    look("decrypt-signed", ana.browser)
    ana.open("/privacy")
    ben, cleo = stage.admit(people, 2), stage.admit(people, 3)
    check(cleo, home, lambda name, browser: None)
    sign(cleo, keys[2])
    cleo.heading("Signed", timeout=60_000)
    cleo.open("/privacy")
    check(ben, home, lambda name, browser: None)
    sign(ben, keys[1])
    ben.heading("Your part is done", timeout=60_000)
    look("decrypt-part-done", ben.browser)
    check(ana, home, lambda name, browser: None)
    sign(ana, keys[0])
    ana.heading("The totals are open", timeout=60_000)
    look("decrypt-done", ana.browser)
    ana.open(home)
    look("home-published", ana.browser)


def opening(stage: SeveralTrustees, people: People, key: Path, look: Look) -> None:
    """Cleo looks at the set-up and signs; the others do the same behind the scenes."""
    stage.make_slips()
    stage.fix_alone()
    stage.print_slips()
    home = f"/trustee/{stage.code}"
    cleo = stage.admit(people, 3)
    cleo.open(home)
    look("home-ready", cleo.browser)
    cleo.open(f"{home}/decrypt")
    sign_opening(cleo, key, lambda name: look(name, cleo.browser))
    cleo.unfold("I will be away")
    cleo.press("Sign that I take no part")
    cleo.browser.see(spot(".error-summary"))
    look("out-errors", cleo.browser)
    cleo.browser.close()
    stage.sign_openings()
    stage.open_fixed()
    stage.site.advance(minutes=2)


def while_open(ana: Person, home: str, look: Look) -> None:
    ana.open(home)
    look("home-open", ana.browser)
    ana.open(f"{home}/decrypt")
    ana.heading("Voting is still open")
    look("decrypt-open", ana.browser)
    ana.press("Verify now")
    ana.heading("Verified so far", timeout=60_000)
    look("decrypt-so-far", ana.browser)


def lost_keys(stage: SeveralTrustees, ana: Person, home: str, look: Look) -> None:
    """Two are lost, and found again."""
    for number in (1, 3):
        planning.report_lost_key(stage.context, stage.code, number)
    ana.open(f"{home}/decrypt")
    ana.heading("This vote cannot be counted any more")
    look("decrypt-impossible", ana.browser)
    ana.follow("The page of your key")
    ana.heading("You reported your key as lost")
    ana.press("I found it: my key is not lost")
    ana.heading("Your key works")
    look("found-again", ana.browser)
    planning.withdraw_lost_key(stage.context, stage.code, 3)
    ana.follow("Open the totals")
    ana.heading("Check what was cast")


def check(person: Person, home: str, look: Look) -> None:
    """Verify the record; first the ways to go wrong."""
    person.open(f"{home}/decrypt")
    person.heading("Check what was cast")
    person.unfold("Work without this browser")
    look("decrypt-check", person.browser)
    person.press("Download and check")
    person.heading("Open the totals", timeout=60_000)
    look("decrypt-found", person.browser)
    person.press("Sign and open the totals")
    person.browser.see(spot(".error-summary"))
    look("decrypt-errors", person.browser)


def sign(person: Person, key: Path) -> None:
    person.tick("We compared the words", exact=False)
    person.use_key(key, "Sign and open the totals")
