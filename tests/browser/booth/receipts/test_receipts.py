"""Receipts that are saved: what stands in the file, and the same file again after a reload."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.booth.test_answering import answer_nothing, finish
from tests.players.browser.box import TITLE, Box, cast, read_code
from tests.players.browser.every_kind import TITLE as SURVEY
from tests.players.browser.every_kind import VOTE, VOTE_AR, Opened
from tests.players.browser.people import Member, People
from voteapp.campaign.board.receipt_addresses import read_receipt, read_receipts
from voteapp.campaign.words import compute_commitment_words, compute_words

LANGUAGE = "Language of the questions"


def test_the_receipt_is_checked_shown_and_saved(box: Box, member: Member, tmp_path: Path) -> None:
    member.scan(box.draw().address)
    tracker = cast(member)
    saved = member.save("Save the receipt")
    (receipt,) = read_receipts(saved)
    sent = json.loads(member.posts("/ballots")[-1].body)
    assert (receipt.tracker, receipt.credential) == (tracker, sent["credential"])
    title, words, sealed, *_rest = saved.decode().splitlines()
    assert (title, words) == (TITLE, compute_words(tracker))
    assert sealed == f"Sealed as: {compute_commitment_words(sent['signature']['hash'])}"
    expect(member.page.locator("#receipt .four-words")).to_have_text(compute_words(tracker))
    shown = member.page.get_by_role("img", name="The receipt as a square code").locator("..")
    picture = tmp_path / "receipt.png"
    shown.screenshot(path=picture)
    address = read_code(picture)
    assert address.startswith(f"{box.site.address}/check#1.")
    assert read_receipt(address.encode()) == receipt


def reload(member: Member) -> None:
    """A phone that was locked, a tab that the browser dropped."""
    member.browser.reload()
    member.heading("Already sent")
    member.unfold_all()


def test_the_same_receipt_after_a_reload(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    cast(member)
    saved = member.save("Save the receipt")
    assert b"Sealed as: " in saved
    for _ in range(2):
        reload(member)
        assert member.save("Save the receipt") == saved
    member.scan(slip.address)
    member.heading("Already sent")
    member.unfold_all()
    assert member.save("Save the receipt") == saved


def test_the_words_of_one_slip_are_not_those_of_the_next(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    cast(member)
    first = member.save("Save the receipt").decode().splitlines()
    member.scan(box.draw().address)
    cast(member)
    reload(member)
    second = member.save("Save the receipt").decode().splitlines()
    assert second[0] == first[0]
    assert not set(second[1:4]) & set(first[1:4])


def test_a_used_slip_has_its_words_while_this_tab_knows_them(box: Box, member: Member) -> None:
    """Once it is on the list the server answers with the receipt itself."""
    slip = box.draw()
    member.scan(slip.address)
    cast(member)
    saved = member.save("Save the receipt").decode().splitlines()
    told = json.loads(member.page.evaluate("Object.values(sessionStorage)[0]"))["receipt"]
    used = {"state": "used", "tracker": json.loads(told)["tracker"], "receipt": told}
    member.page.route("**/slip", lambda route: route.fulfill(json=used))
    member.scan(slip.address)
    member.heading("Already sent")
    member.unfold_all()
    assert member.save("Save the receipt").decode().splitlines() == saved
    other = box.people.member("another phone")
    other.page.route("**/slip", lambda route: route.fulfill(json=used))
    other.scan(slip.address)
    other.heading("Already sent")
    other.unfold_all()
    elsewhere = other.save("Save the receipt").decode().splitlines()
    assert elsewhere == [*saved[:2], *saved[3:]]


def read_titles(data: bytes) -> list[str]:
    return [part.splitlines()[0] for part in data.decode().split("\n\n")]


def test_all_receipts_of_a_slip_after_a_reload(opened: tuple[Opened, People]) -> None:
    """The survey is sent first, and the vote stands first in the campaign."""
    campaign, people = opened
    member = people.member("sends two")
    member.scan(campaign.draw())
    answer_nothing(member)
    finish(member, "answers")
    alone = member.save("Save the receipt")
    member.press("Go on with this slip")
    member.vote(VOTE, "Yes")
    finish(member, "vote")
    saved = member.save("Save all receipts")
    assert read_titles(saved) == [VOTE, SURVEY]
    assert saved.count(b"Sealed as: ") == 2
    reload(member)
    assert member.save("Save all receipts") == saved
    each = member.page.get_by_role("button", name="Save the receipt", exact=True)
    with member.page.expect_download() as one:
        each.nth(1).click()
    assert one.value.path().read_bytes() == alone


def test_a_receipt_stays_in_the_language_in_which_it_was_read_last(
    opened: tuple[Opened, People],
) -> None:
    campaign, people = opened
    member = people.member("reads Arabic")
    member.scan(campaign.draw())
    member.page.get_by_label(LANGUAGE).select_option("ar")
    member.vote(VOTE_AR, "نعم")
    finish(member, "vote")
    alone = member.save("Save the receipt")
    assert read_titles(alone) == [VOTE_AR]
    reload(member)
    assert member.save("Save the receipt") == alone

    member.scan(campaign.draw())
    member.page.get_by_label(LANGUAGE).select_option("ar")
    member.vote(VOTE_AR, "نعم")
    finish(member, "vote")
    member.press("Go on with this slip")
    member.page.get_by_label(LANGUAGE).select_option("en")
    answer_nothing(member)
    finish(member, "answers")
    both = member.save("Save all receipts")
    assert read_titles(both) == [VOTE, SURVEY]
    reload(member)
    assert member.save("Save all receipts") == both
