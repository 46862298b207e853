"""A secretary adds a passkey and signs in with it, by clicks, in the browser's own way."""

from __future__ import annotations

import pytest

from tests.players.browser.browser import button
from tests.players.browser.people import PASSWORD, Committee, People

NAMED = "localhost"
"""An address with a name is needed: passkeys do not exist for 127.0.0.1."""


@pytest.fixture
def secretary(people: People) -> Committee:
    person = people.committee()
    person.set_up()
    person.browser.plug_in_authenticator()
    return person


def test_added_and_used(secretary: Committee) -> None:
    secretary.open("/committee/passkeys")
    secretary.see("Passkeys need a server with a name and HTTPS.")
    named = secretary.browser.address.replace("127.0.0.1", NAMED).rsplit("/", 1)[0]
    secretary.browser.open(f"{named}/login")
    secretary.fill("Your name", secretary.name)
    secretary.fill("Password", PASSWORD)
    secretary.press("Sign in")
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
    secretary.press("Sign out")
    secretary.browser.open(f"{named}/login?next=/committee/passkeys")
    secretary.press("Sign in with a passkey")
    secretary.heading("My passkeys")
    secretary.see("Used for the last time:")
    secretary.browser.tap(button("Remove", exact=False))
    secretary.see("You have none yet.")
    secretary.press("Sign out")
    secretary.browser.open(f"{named}/login")
    secretary.press("Sign in with a passkey")
    secretary.see_in(".error-summary", "This passkey was not accepted.")
