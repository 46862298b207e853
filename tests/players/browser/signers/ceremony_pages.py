"""Several trustees make a key: each page that they and the committee may see, for pictures and for
axe."""

from __future__ import annotations

from collections.abc import Callable

from tests.players.browser.browser import PATIENCE, Browser, spot
from tests.players.browser.people import Committee, People
from tests.players.browser.signers.trustees import LONG, Trustee, name_trustees

Look = Callable[[str, Browser], None]
NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin", "Dai Evans"]


def walk_ceremony(people: People, committee: Committee, look: Look) -> None:
    """Two of three and one who must always take part; in the end the committee starts over, and
    removes them.

    ``committee`` has a locked campaign without a key.
    """
    links = name_everybody(committee, look)
    trustees = [Trustee(people, name, i + 1) for i, name in enumerate(NAMES)]
    make_keys(committee, trustees, links, look)
    keep_keys(trustees, look)
    committee.open(path(committee))
    look("committee-done", committee.browser)
    start_over(committee, trustees, links, look)
    committee.open(f"{path(committee)}/remove")
    look("committee-remove", committee.browser)
    committee.press("Remove them")
    committee.see("The trustees are removed")


def path(committee: Committee) -> str:
    """The committee's page of trustees."""
    return f"/committee/campaigns/{committee.code}/trustees"


def name_everybody(committee: Committee, look: Look) -> list[str]:
    """Name the trustees and make their links, with what can go wrong."""
    browser = committee.browser
    committee.open(path(committee))
    committee.heading("Who holds the keys?")
    look("committee-name", browser)
    committee.press("Name these trustees")
    browser.see(spot(".error-summary"))
    look("committee-name-errors", browser)
    links = name_trustees(
        committee, NAMES[:3], 2, NAMES[3:], stop=lambda: look("committee-named", browser)
    )
    look("committee-link", browser)
    committee.open(path(committee))
    browser.tap(spot("#link-1"))
    committee.heading("Make the link again?")
    look("committee-link-again", browser)
    committee.open(f"{path(committee)}/1/replace")
    look("committee-replace", browser)
    return links


def make_keys(committee: Committee, trustees: list[Trustee], links: list[str], look: Look) -> None:
    """From the link to the last message."""
    ana, ben, _chloe, dai = trustees
    ana.browser.open(links[0])
    ana.heading("You are a trustee")
    look("begin", ana.browser)
    ana.press("Go on with this passphrase")
    look("begin-errors", ana.browser)
    # The same link in the same tab would only be a change of the fragment.
    ana.browser.open("about:blank")
    for trustee, link in zip(trustees, links, strict=True):
        trustee.begin(link)
    look("make", ana.browser)
    ana.make_key()
    look("wait", ana.browser)
    for trustee in trustees[1:]:
        trustee.make_key()
    ana.words()
    look("words", ana.browser)
    committee.open(path(committee))
    look("committee-words", committee.browser)
    ana.press("The words are the same: go on")
    look("words-errors", ana.browser)
    for trustee in trustees[:3]:
        trustee.say_same()
    look("work", ana.browser)
    ben.see(f"Waiting for {NAMES[3]} to compare the words.", timeout=LONG)
    address = ana.browser.address
    ana.browser.open("about:blank")
    ana.browser.open(address)
    ana.heading("Go on with your key")
    look("unlock", ana.browser)
    ana.fill("Your key’s passphrase", ana.passphrase)
    ana.press("Go on")
    dai.say_same()


def keep_keys(trustees: list[Trustee], look: Look) -> None:
    """Save, print, rehearse; one loses the key."""
    ana, ben, _chloe, dai = trustees
    ana.heading("Save and print your key", timeout=LONG)
    look("save", ana.browser)
    ana.unfold("No printer here?")
    look("save-by-hand", ana.browser)
    path = ana.save_and_print("Letter")
    look("rehearsal", ana.browser)
    ana.press("Try the key")
    look("rehearsal-errors", ana.browser)
    ana.tick("The printed page")
    ana.press("Use the camera")
    ana.see("The camera cannot be used here.", timeout=PATIENCE)
    look("rehearsal-paper", ana.browser)
    ana.tick("The saved file and its passphrase", exact=False)
    ana.rehearse_from_file(path)
    look("done", ana.browser)
    dai.save_and_print()
    dai.rehearse_from_paper(typed=dai.restore_code, stop=lambda: look("new-file", dai.browser))
    ben.save_and_print()
    ben.unfold("I lost my key")
    look("losing", ben.browser)
    ben.tick("I have neither the file", exact=False)
    ben.press("Tell the committee that my key is lost")
    ben.heading("You reported your key as lost")
    look("lost", ben.browser)


def start_over(committee: Committee, trustees: list[Trustee], links: list[str], look: Look) -> None:
    """The committee starts over; sessions end, devices change."""
    ana, _ben, chloe, _dai = trustees
    committee.open(f"{path(committee)}/restart")
    look("committee-restart", committee.browser)
    committee.press("Start over")
    committee.heading("Trustees")
    ana.heading("The key is made anew")
    look("anew", ana.browser)
    ana.press("Go on to the new key")
    ana.heading("Make your key")
    ana.unfold("Work without this browser")
    look("make-again", ana.browser)
    chloe.heading("The key is made anew")
    chloe.press("Go on to the new key")
    chloe.heading("Make your key")
    chloe.make_key()
    chloe.see("key begun")  # and the server knows of it
    chloe.browser.forget_cookies()
    chloe.heading("You are signed out")
    look("signed-out", chloe.browser)
    phone = Trustee(chloe.people, "on another device", chloe.number)
    phone.open(f"/trustee/{committee.code}")
    phone.heading("Sign in as a trustee")
    look("sign-in", phone.browser)
    phone.press("Sign in")
    look("sign-in-errors", phone.browser)
    phone.sign_in()
    phone.heading("Your key is not on this device", timeout=LONG)
    look("absent", phone.browser)
    phone.browser.open(links[0])
    phone.heading("This link does not work")
    look("link-used", phone.browser)
