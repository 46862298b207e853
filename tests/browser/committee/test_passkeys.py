"""A secretary adds a passkey and signs in with it, by clicks, in the browser's own way."""

from __future__ import annotations

import pytest

from tests.players.browser.browser import button
from tests.players.browser.people import PASSWORD, Committee, People


@pytest.fixture
def secretary(people: People) -> Committee:
    person = people.committee()
    person.set_up()
    person.browser.plug_in_authenticator()
    return person


def sign_in_by_name(secretary: Committee) -> str:
    """At an address with a name; the committee's pages there."""
    named = f"{secretary.people.site.named_address}/committee"
    secretary.browser.open(f"{named}/login")
    secretary.fill("Your name", secretary.name)
    secretary.fill("Password", PASSWORD)
    secretary.press("Sign in")
    secretary.heading("Campaigns")
    return named


def test_added_and_used(secretary: Committee) -> None:
    secretary.open("/committee/passkeys")
    secretary.see("Passkeys need a server with a name and HTTPS.")
    named = sign_in_by_name(secretary)
    secretary.browser.open(f"{named}/accounts")
    secretary.follow("My passkeys")
    secretary.see("You have none yet.")
    secretary.press("Make a passkey")
    secretary.see_in(".error-summary", "Give the device a name.")
    secretary.fill("What do you call this device?", "my telephone")
    secretary.fill("Present password", "not the right one")
    secretary.press("Make a passkey")
    secretary.see_in(".error-summary", "This is not your present password.")
    secretary.fill("Present password", PASSWORD)
    secretary.press("Make a passkey")
    secretary.see_in(".card", "my telephone")
    secretary.sign_out()
    secretary.browser.open(f"{named}/login?next=/committee/passkeys")
    secretary.press("Sign in with a passkey")
    secretary.heading("My passkeys")
    secretary.see("Used for the last time:")
    secretary.browser.tap(button("Remove", exact=False))
    secretary.see("You have none yet.")
    secretary.sign_out()
    secretary.browser.open(f"{named}/login")
    secretary.press("Sign in with a passkey")
    secretary.see_in(".error-summary", "This passkey was not accepted.")


def test_a_form_goes_on_after_signing_in_again(secretary: Committee) -> None:
    secretary.draft("A vote", "Strike?", slips=9, roster=9)
    named = sign_in_by_name(secretary)
    secretary.browser.open(f"{named}/passkeys")
    secretary.fill("What do you call this device?", "my telephone")
    secretary.fill("Present password", PASSWORD)
    secretary.press("Make a passkey")
    secretary.see_in(".card", "my telephone")
    secretary.browser.open(f"{named}/campaigns/{secretary.code}/details")
    secretary.fill("Who calls it", "Local 77, night shift")
    secretary.browser.forget_cookies()
    secretary.press("Save")
    secretary.heading("Sign in again")
    secretary.press("Sign in with a passkey")
    secretary.heading("You are signed in again")
    secretary.press("Go on")
    secretary.see("Saved.")
    secretary.see_in("main", "Local 77, night shift")
