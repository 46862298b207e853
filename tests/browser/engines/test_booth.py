"""The booth on Firefox and WebKit, with slips that the same engine printed; on Chromium it has a
folder of its own."""

from __future__ import annotations

import pytest

from tests.browser.test_story import USUAL
from tests.players.browser.box import SLIPS, TITLE, Box
from tests.players.browser.browser import Thing, labelled, text
from tests.players.browser.people import Member
from voteapp.campaign.board.receipt_addresses import read_receipts
from voteapp.campaign.slips.tokens import format_token
from voteapp.campaign.words import compute_words

pytestmark = pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True, scope="module")

SURVEY = "Safe staffing shift survey"
CARD = Thing("css", "main details", having=text(TITLE))
CODE = "The code on your slip"
OVER = """() => {
  const { scrollWidth, clientWidth } = document.getElementById("slip-code");
  return scrollWidth - clientWidth;
}"""
HINDI = str.maketrans("0123456789", "०१२३४५६७८९")


def test_every_slip_is_printed(box: Box) -> None:
    assert len({slip.token for slip in box.printed}) == SLIPS
    assert {slip.address.split("#")[0] for slip in box.printed} == {box.address}


def test_a_vote_and_a_survey_then_the_slip_is_used(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    assert member.browser.address == box.address
    member.vote(TITLE, "Yes")
    member.send()
    tracker = member.tracker()
    (receipt,) = read_receipts(member.save("Save the receipt"))
    assert receipt.tracker == tracker
    member.press("Go on with this slip")
    member.answer(SURVEY, USUAL)
    member.send("answers")
    assert member.tracker() != tracker
    member.browser.open("about:blank")
    member.scan(slip.address)
    member.browser.see_words(CARD, "Sent")
    # Until the next seal nobody else is told who does not send a second ballot.
    other = box.people.member("somebody else")
    other.scan(slip.address)
    other.vote(TITLE, "No")
    other.send()
    other.heading("Already sent")
    other.see_in(".panel", compute_words(tracker))
    other.browser.close()


def test_a_code_mistyped_then_typed(box: Box, member: Member) -> None:
    token = box.draw().token
    member.open(f"/b/{box.committee.code}")
    member.fill("The code on your slip", token[:29])
    member.press("Continue")
    member.heading("This code is mistyped")
    member.see_in(".error-summary", "Characters typed: 29 of 30.")
    member.fill("The code on your slip", token.lower())
    member.press("Continue")
    member.heading(TITLE)


def test_the_network_goes_and_comes_back(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    member.vote(TITLE, "No")
    box.site.cut = True
    try:
        member.send()
        member.see("No answer from the server")
    finally:
        box.site.cut = False
    member.tracker()


def test_a_part_of_the_page_does_not_arrive(box: Box, member: Member) -> None:
    slip = box.draw()
    box.site.lost.add(f"/b/{box.committee.code}/static/lean/booth/ballot.js")
    try:
        member.browser.open(slip.address)
        member.see("This page does not start.")
        member.see_in("#stuck", format_token(slip.token))
    finally:
        box.site.lost.clear()
    member.press("Try again")
    member.heading(TITLE)
    member.forgiven = len(member.recorder.console)


def test_nobody_comes_back_to_what_was_chosen(box: Box, member: Member) -> None:
    """WebKit keeps pages that say `no-store`, and shows them as they were."""
    member.scan(box.draw().address)
    member.vote(TITLE, "Yes")
    member.browser.leave_anyway()
    member.open("/privacy")
    member.browser.go_back()
    member.heading("Open your slip")


def open_field(box: Box, member: Member) -> None:
    member.browser.resize(360, 740)
    member.open(f"/b/{box.committee.code}")
    member.heading("Open your slip")


def test_a_whole_code_fits_its_field_with_and_without_an_error(box: Box, member: Member) -> None:
    wide = "W" * 30
    open_field(box, member)
    for _ in range(2):
        member.fill(CODE, wide)
        assert member.browser.read_choice(labelled(CODE)) == format_token(wide)
        assert member.browser.evaluate(OVER) <= 0
        member.press("Continue")
        member.heading("This code is mistyped")


def test_other_digits_and_the_whole_address(box: Box, member: Member) -> None:
    slip = box.draw()
    for typed in (
        f"“{slip.token[:5]}.{slip.token[5:10]}_{slip.token[10:].lower().translate(HINDI)}”",
        slip.address,
        slip.address.lower().replace("#", "%23"),
    ):
        open_field(box, member)
        member.fill(CODE, typed)
        assert member.browser.read_choice(labelled(CODE)) == format_token(slip.token)
        member.press("Continue")
        member.heading(TITLE)


def test_u_is_explained_and_never_read_as_v(box: Box, member: Member) -> None:
    open_field(box, member)
    member.fill(CODE, "2BF2M-998QC-G3B06-43SC8-Z4FFU")
    member.press("Continue")
    member.see_in(".error-summary", "“U” (group 5, place 5). Is it a V on your slip?")
