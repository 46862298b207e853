"""A session that ends while somebody works, and strangers at the door: nothing is lost, nobody is
shut out."""

from __future__ import annotations

from tests.players.browser.browser import spot
from tests.players.browser.people import PASSWORD, SLIPS_PASSPHRASE, Committee, People


def sign_in(person: Committee, password: str = PASSWORD) -> None:
    person.open("/committee/login")
    person.fill("Your name", person.name)
    person.fill("Password", password)
    person.press("Sign in")


def test_what_was_typed_is_kept_and_sent_after_signing_in_again(committee: Committee) -> None:
    committee.draft("A vote", "Strike?", slips=9, roster=9)
    committee.open(f"/committee/campaigns/{committee.code}/details")
    committee.fill("Who calls it", "Local 77, night shift")
    committee.browser.forget_cookies()
    committee.press("Save")
    committee.heading("Sign in again")
    committee.fill("Your name", committee.name)
    committee.fill("Password", "not the right one")
    committee.press("Sign in and go on")
    committee.heading("Sign in again")
    committee.see("The name or the password is wrong.")
    committee.fill("Password", PASSWORD)
    committee.press("Sign in and go on")
    committee.heading("You are signed in again")
    committee.press("Go on")
    committee.see("Saved.")
    committee.see_in("main", "Local 77, night shift")


def test_the_teller_goes_on_with_the_slips_that_were_made(committee: Committee) -> None:
    committee.draft("A vote", "Strike?", slips=9, roster=9)
    committee.lock()
    committee.make_key()
    committee.open(f"/committee/campaigns/{committee.code}/slips")
    committee.fill("New passphrase for the file", SLIPS_PASSPHRASE)
    committee.fill("The same passphrase again", SLIPS_PASSPHRASE)
    committee.press("Make 9 slips")
    committee.heading("Save the file", timeout=60_000)
    committee.save("Save the file", committee.slips_file)
    committee.press("I have the file: go on")
    committee.heading("Open the file again")
    committee.open_slips()
    committee.heading("Send the public half", timeout=60_000)
    committee.browser.forget_cookies()
    committee.press("Send the public half")
    committee.see("You were signed out meanwhile")
    committee.press("I am signed in: go on")
    committee.see("You are not signed in yet.")
    before = committee.browser.page
    with before.context.expect_page() as opened:
        committee.follow("Sign in in a new tab")
    committee.browser.turn_to(opened.value)
    committee.fill("Your name", committee.name)
    committee.fill("Password", PASSWORD)
    committee.press("Sign in")
    committee.heading("Campaigns")
    committee.browser.turn_to(before)
    committee.press("I am signed in: go on")
    committee.see("The slips are made: ", timeout=60_000)
    assert committee.browser.count(spot("#again")) == 0


def test_a_stranger_keeps_nobody_out(committee: Committee, people: People) -> None:
    stranger, colleague = people.committee(), people.committee()
    for _ in range(6):
        sign_in(stranger, "a guess of many words")
    stranger.see_in(".error-summary", "Somebody tried wrong passwords here.")
    committee.sign_out()
    sign_in(committee)
    committee.heading("Campaigns")
    sign_in(colleague)  # the right password, in a browser that is new here
    colleague.see_in(".error-summary", "Somebody tried wrong passwords here.")
    colleague.see("You can press again now.", timeout=20_000)
    colleague.fill("Password", PASSWORD)
    colleague.press("Sign in")
    colleague.heading("Campaigns")
