"""Several trustees make a key: each page that a trustee may see, for pictures and for axe."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.players.browser.people import Committee, People
from tests.players.browser.trustees import LONG, Trustee, name_trustees

Look = Callable[[str, Page], None]
NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin", "Dai Evans"]


def walk_ceremony(people: People, committee: Committee, look: Look) -> None:
    """Two of three and one who must always take part; in the end the committee starts over.

    ``committee`` has a locked campaign without a key.
    """
    links = name_trustees(committee, NAMES[:3], 2, NAMES[3:])
    trustees = [Trustee(people, name, i + 1) for i, name in enumerate(NAMES)]
    make_keys(trustees, links, look)
    keep_keys(trustees, look)
    start_over(committee, trustees, links, look)


def make_keys(trustees: list[Trustee], links: list[str], look: Look) -> None:
    """From the link to the last message."""
    ana, ben, _chloe, dai = trustees
    ana.page.goto(links[0])
    ana.heading("You are a trustee")
    look("begin", ana.page)
    ana.press("Go on with this passphrase")
    look("begin-errors", ana.page)
    # The same link in the same tab would only be a change of the fragment.
    ana.page.goto("about:blank")
    for trustee, link in zip(trustees, links, strict=True):
        trustee.begin(link)
    look("make", ana.page)
    ana.make_key()
    look("wait", ana.page)
    for trustee in trustees[1:]:
        trustee.make_key()
    ana.words()
    look("words", ana.page)
    ana.press("The words are the same: go on")
    look("words-errors", ana.page)
    for trustee in trustees[:3]:
        trustee.say_same()
    look("work", ana.page)
    waiting = ben.page.get_by_text(f"Waiting for {NAMES[3]} to compare the words.")
    waiting.wait_for(timeout=LONG)
    address = ana.page.url
    ana.page.goto("about:blank")
    ana.page.goto(address)
    ana.heading("Go on with your key")
    look("unlock", ana.page)
    ana.fill("Your key’s passphrase", ana.passphrase)
    ana.press("Go on")
    dai.say_same()


def keep_keys(trustees: list[Trustee], look: Look) -> None:
    """Save, print, rehearse; one loses the key."""
    ana, ben, _chloe, dai = trustees
    ana.heading("Save and print your key", timeout=LONG)
    look("save", ana.page)
    ana.page.get_by_text("No printer here?").click()
    look("save-by-hand", ana.page)
    path = ana.save_and_print("Letter")
    look("rehearsal", ana.page)
    ana.press("Try the key")
    look("rehearsal-errors", ana.page)
    ana.page.get_by_label("The printed page", exact=True).check()
    ana.press("Use the camera")
    ana.page.get_by_text("The camera cannot be used here.").wait_for()
    look("rehearsal-paper", ana.page)
    ana.page.get_by_label("The saved file and its passphrase").check()
    ana.rehearse_from_file(path)
    look("done", ana.page)
    dai.save_and_print()
    dai.rehearse_from_paper(typed=dai.restore_code, stop=lambda: look("new-file", dai.page))
    ben.save_and_print()
    ben.page.get_by_text("I lost my key").click()
    look("losing", ben.page)
    ben.page.get_by_label("I have neither the file").check()
    ben.press("Tell the committee that my key is lost")
    ben.heading("You reported your key as lost")
    look("lost", ben.page)


def start_over(committee: Committee, trustees: list[Trustee], links: list[str], look: Look) -> None:
    """The committee starts over; sessions end, devices change."""
    ana, _ben, chloe, _dai = trustees
    committee.open(f"/committee/campaigns/{committee.code}/trustees/restart")
    committee.press("Start over")
    committee.heading("Trustees")
    ana.heading("The key is made anew")
    look("anew", ana.page)
    ana.press("Go on to the new key")
    ana.heading("Make your key")
    ana.page.get_by_text("Work without this browser").click()
    look("make-again", ana.page)
    chloe.heading("The key is made anew")
    chloe.press("Go on to the new key")
    chloe.heading("Make your key")
    chloe.make_key()
    chloe.context.clear_cookies()
    chloe.heading("You are signed out")
    look("signed-out", chloe.page)
    phone = Trustee(chloe.people, "on another device", chloe.number)
    phone.open(f"/trustee/{committee.code}")
    phone.heading("Sign in as a trustee")
    look("sign-in", phone.page)
    phone.press("Sign in")
    look("sign-in-errors", phone.page)
    phone.sign_in()
    phone.heading("Your key is not on this device", timeout=LONG)
    look("absent", phone.page)
    phone.page.goto(links[0])
    phone.heading("This link does not work")
    look("link-used", phone.page)
