"""A receipt is looked for on the phone, and found by its words: what is said, what is not sent."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.players.browser.box import TITLE, Box, cast
from tests.players.browser.browser import spot
from tests.players.browser.people import Member
from tests.players.services.cast_slips import read_sealed_words
from voteapp.campaign.board.receipt_addresses import read_receipts, write_fragment
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.words import compute_words


@pytest.fixture
def receipt(box: Box, member: Member) -> Receipt:
    """Of a ballot that was just cast."""
    member.scan(box.draw().address)
    cast(member)
    (saved,) = read_receipts(member.save("Save the receipt"))
    return saved


def open_receipt(box: Box, receipt: Receipt, fragment: str = "") -> Member:
    """Somebody scans the receipt's square code with another phone."""
    reader = box.people.member("reader")
    reader.open(f"/check#{fragment or write_fragment(receipt)}")
    reader.heading("Is my ballot in the count?")
    return reader


def test_missing_on_the_list(box: Box, receipt: Receipt) -> None:
    """The server's list is past the receipt's batch, and lacks the ballot."""

    def lose(route: Route) -> None:
        found = json.loads(route.fetch().text())
        found["batch"], found["trackers"] = receipt.batch, []
        route.fulfill(status=200, body=json.dumps(found), content_type="application/json")

    reader = box.people.member("reader")
    reader.page.route("**/sealed", lose)
    reader.open(f"/check#{write_fragment(receipt)}")
    reader.see("It is missing on the list.")
    reader.see("Keep the receipt: with the file for checking it proves this.")
    reader.browser.see(spot("#check a[href='/help']"))


def test_a_forged_receipt(box: Box, receipt: Receipt) -> None:
    fragment = write_fragment(receipt)
    forged = fragment[:-4] + ("AAAA" if not fragment.endswith("AAAA") else "BBBA")
    reader = open_receipt(box, receipt, forged)
    reader.see_in("#check", re.compile("did not sign this receipt|holds no whole receipt"))


def test_half_an_address(box: Box, receipt: Receipt) -> None:
    reader = open_receipt(box, receipt, write_fragment(receipt)[:100])
    reader.see("This address holds no whole receipt.")


def test_without_a_network(box: Box, receipt: Receipt) -> None:
    reader = box.people.member("reader")
    reader.page.route("**/sealed", lambda route: route.abort(), times=1)
    reader.open(f"/check#{write_fragment(receipt)}")
    reader.see("The server cannot be reached.")
    reader.press("Try again")
    reader.see_in("#check", compute_words(receipt.tracker))


def test_it_waits_and_is_in_the_count_when_voting_ends(box: Box, receipt: Receipt) -> None:
    """The last of these tests: it closes the campaign that they share."""
    reader = open_receipt(box, receipt)
    reader.see("It waits; it will be on the list at the latest when voting ends.")
    reader.see_in("#check", compute_words(receipt.tracker))
    assert "#" not in reader.browser.address
    box.committee.close("Everybody has voted.")
    again = open_receipt(box, receipt)
    again.see("It is in the count.")
    again.see_in("#check .panel", TITLE)
    for person in (reader, again):
        sent = " ".join(
            sent.address + sent.body.decode() + repr(sent.headers)
            for sent in person.recorder.requests
        )
        assert f"/api/elections/{receipt.uuid}/sealed" in sent
        for secret in (receipt.tracker[:8], receipt.credential[:8], receipt.signature[:8]):
            assert secret not in sent
    find_by_words(box, receipt)


def find_by_words(box: Box, receipt: Receipt) -> None:
    """The board takes the four words, however they are typed."""
    words = compute_words(receipt.tracker)
    reader = box.people.member("reader")
    reader.open("/check")
    reader.follow(TITLE)
    reader.fill("Find your ballot", words.upper().replace(" ", ", "))
    reader.press("Find")
    reader.see_in(".panel", "It is in the count.")
    expect(reader.page.locator("td.tracker")).to_contain_text([receipt.tracker])
    reader.see_in("#sealed-words", read_sealed_words(box.site.context, receipt.tracker))
    reader.fill("Find your ballot", "acorn album alley amber")
    reader.press("Find")
    reader.see("It is not on this list.")
    reader.see("This does not mean that your vote was lost.")
