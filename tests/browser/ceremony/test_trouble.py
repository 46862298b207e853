"""What goes wrong while trustees make the key: links, sessions, devices, starting over."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.players.browser.browser import button, labelled, spot
from tests.players.browser.people import Committee, People
from tests.players.browser.signers.trustees import (
    LONG,
    Trustee,
    committee_words,
    gather,
    make_link,
    name_trustees,
)

NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin"]


def test_links_sign_in_devices_and_starting_over(people: People, committee: Committee) -> None:
    links = name_trustees(committee, NAMES, 2)
    ana, ben, chloe = gather(people, NAMES, links)
    # A link that was used shows nothing, and so does one that never was or lacks its end.
    stranger = people.member("stranger")
    for address in (links[0], links[0][:-3] + "abc", links[0].split("#")[0]):
        stranger.browser.open("about:blank")
        stranger.browser.open(address)
        stranger.heading("This link does not work")
        expect(stranger.page.locator("main")).not_to_contain_text(NAMES[0])
    ana.make_key()
    # The session ends; the key waits in the browser.
    ana.browser.forget_cookies()
    ana.heading("You are signed out")
    ana.follow("Sign in again")
    right, ana.passphrase = ana.passphrase, "not this passphrase"
    ana.sign_in()
    ana.browser.see(spot(".error-summary"), timeout=LONG)
    ana.passphrase = right
    ana.sign_in()
    ana.heading("Go on with your key", timeout=LONG)
    ana.fill("Your key’s passphrase", "not this passphrase")
    ana.press("Go on")
    ana.see_in(".error-summary", "not the passphrase", timeout=LONG)
    ana.fill("Your key’s passphrase", ana.passphrase)
    ana.press("Go on")
    ana.heading("Your key is made", timeout=LONG)
    # Another device has nothing to go on with.
    phone = Trustee(people, "Ana's phone", 1)
    phone.open(f"/trustee/{committee.code}")
    phone.sign_in()
    phone.heading("Your key is not on this device", timeout=LONG)
    # A second tab of the same browser keeps its hands off.
    second = ana.context.new_page()
    second.goto(ana.browser.address)
    expect(second.get_by_role("heading", level=1)).to_contain_text("This page is open twice")
    second.close()
    # The committee starts over in the middle.
    committee.open(f"/committee/campaigns/{committee.code}/trustees/restart")
    committee.press("Start over")
    committee.heading("Trustees")
    for trustee in (ana, ben, chloe):
        trustee.heading("The key is made anew")
        trustee.press("Go on to the new key")
        trustee.heading("Make your key")
        trustee.see_in("main", "attempt number 2")
        trustee.make_key()
    assert ana.words() == ben.words() == chloe.words() == committee_words(committee)
    # A link that is made again ends what was bound to the earlier one.
    again = make_link(committee, 3)
    assert again != links[2]
    chloe.heading("You are signed out")


def test_a_passkey_signs_in(people: People, committee: Committee) -> None:
    """An address with a name is needed: passkeys do not exist for 127.0.0.1."""
    links = name_trustees(committee, NAMES[:2], 2)
    ana = Trustee(people, NAMES[0], 1)
    ana.browser.plug_in_authenticator()
    ana.browser.open(links[0])
    ana.heading("You are a trustee")
    ana.browser.see_none(button("Go on with a passkey", exact=False))
    ana.browser.open(links[0].replace("127.0.0.1", "localhost"))
    ana.heading("You are a trustee")
    ana.press("Go on with a passkey")
    ana.heading("Make your key")
    ana.fill("New passphrase for your key", ana.passphrase)
    ana.fill("The same passphrase again", ana.passphrase)
    ana.press("Make my key")
    ana.heading("Your key is made", timeout=LONG)
    ana.press("Sign out")
    ana.heading("Sign in as a trustee")
    ana.browser.pick(labelled("Which trustee are you?", exact=False), "1")
    ana.press("Sign in with a passkey")
    ana.heading("Go on with your key")
    assert not any(ana.passphrase.encode() in sent.body for sent in ana.recorder.requests)
