"""The booth where things go wrong: a page of its own for each, and nothing lost or left behind.

The tests share one open campaign and draw slips of their own from its box.
"""

from __future__ import annotations

import json

from msgspec.structs import fields
from playwright.sync_api import Page, Route, expect

from tests.players.browser.box import Box, cast, choose
from tests.players.browser.browser import PATIENCE, Thing, button, spot
from tests.players.browser.people import Member
from voteapp.campaign.board.signing import Receipt
from voteapp.campaign.slips.tokens import format_token
from voteapp.campaign.words import compute_words


def test_a_typed_code_is_grouped_and_checked(box: Box, member: Member) -> None:
    token = box.draw().token
    member.open(f"/b/{box.committee.code}")
    member.heading("Open your slip")
    field = member.page.get_by_label("The code on your slip")
    field.press_sequentially(token.lower())
    expect(field).to_have_value(format_token(token))
    member.see("30 of 30 characters")
    field.fill(token[:29])
    member.press("Continue")
    member.see_in(".error-summary", "Characters typed: 29 of 30.")
    expect(member.page.locator(".error-summary")).to_be_focused()
    kept = member.page.get_by_label("The code on your slip")
    expect(kept).to_have_value("-".join(token[i : i + 5] for i in range(0, 30, 5))[:34])
    assert member.posts("/slip") == []


def test_the_first_screen_says_what_protects_a_vote(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    member.see("There is no name on your slip.")
    member.see("but that person could open single votes.")  # the committee holds the only key
    member.follow("What stays secret, and what cannot")
    member.heading("What stays secret, and what cannot")


def test_a_mistyped_code_in_the_address(box: Box, member: Member) -> None:
    member.scan(f"{box.address}#{'A' * 12}!{'A' * 12}")
    member.heading("This code is mistyped")
    member.see_in(".error-summary", "group 3, place 3")
    assert "#" not in member.browser.address


def test_an_unknown_slip(box: Box, member: Member) -> None:
    member.scan(f"{box.address}#{box.create_stray()}")
    member.heading("This slip does not belong here")
    member.press("Use another slip")
    member.heading("Open your slip")


def test_a_used_slip_says_what_was_cast(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    tracker = cast(member)
    other = box.people.member("somebody else")
    other.scan(slip.address)
    other.see_in("main", "Whether this slip was used just now may show only when you send")
    choose(other, "No")  # nobody who cannot sign is told: the slip's state is that of the last seal
    other.send()
    other.heading("Already sent")
    other.see_in(".panel", compute_words(tracker))
    other.see_in("main", "If you sent this ballot, you do not need to do anything.")
    other.unfold("Show the receipt")
    other.unfold("Details for checking")
    other.see_in("main", tracker)
    other.follow("Check that it is in the count")
    other.see("It waits; it will be on the list at the latest when voting ends.")


def test_another_slip_scanned_in_the_same_tab(box: Box, member: Member) -> None:
    first, second = box.draw(), box.draw()
    member.scan(first.address)
    tracker = cast(member)
    member.page.evaluate("address => { window.location.href = address; }", second.address)
    member.browser.see(button("Start"), timeout=PATIENCE)
    assert "#" not in member.browser.address
    assert tracker not in member.browser.read(spot("main"))
    assert cast(member, "No") != tracker


def test_a_lost_response_then_a_reload(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().text())
        route.abort()

    member.page.route("**/ballots", lose)
    choose(member)
    member.send()
    member.see("it cannot count twice")
    member.page.unroute("**/ballots")
    member.browser.leave_anyway()
    member.browser.reload()
    member.heading("Open your slip")
    member.scan(slip.address)
    choose(member)
    member.send()
    member.heading("Already sent")
    member.see_in("main", compute_words(json.loads(lost[0])["tracker"]))
    member.unfold_all()
    assert b"Sealed as" not in member.save("Save the receipt")  # this phone sealed another one


def test_a_full_server(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    turned_away = []

    def refuse(route: Route) -> None:
        turned_away.append(route.request.post_data)
        body = json.dumps({"error": {"code": "busy", "message": "Try again."}})
        headers = {"Retry-After": "1"}
        route.fulfill(status=503, body=body, headers=headers, content_type="application/json")

    member.page.route("**/ballots", refuse, times=2)
    choose(member)
    member.send()
    member.see("The server is full")
    member.tracker()
    bodies = [sent.body.decode() for sent in member.posts("/ballots")]
    assert len(turned_away) == 2
    assert bodies == [turned_away[0]] * 3


def test_a_full_server_at_the_first_page(box: Box, member: Member) -> None:
    member.page.route(
        "**/slip", lambda route: route.fulfill(status=503, headers={"Retry-After": "7"}), times=1
    )
    member.scan(box.draw().address)
    member.heading("The server is full")
    member.see("Wait 7 seconds")
    member.press("Try again")
    member.browser.see(button("Start"), timeout=PATIENCE)


def test_no_network_at_the_first_page(box: Box, member: Member) -> None:
    member.page.route("**/slip", lambda route: route.abort(), times=1)
    member.scan(box.draw().address)
    member.heading("No network")
    member.see("Nothing was sent.")
    member.press("Try again")
    cast(member)


def test_two_tabs_with_one_slip(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    choose(member, "Yes")
    first = member.page
    member.browser.new_tab()
    member.scan(slip.address)
    tracker = cast(member, "No")
    member.browser.page = first
    member.send()
    member.heading("Already sent")
    expect(first.locator("main")).to_contain_text(compute_words(tracker))


def test_the_back_button(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    choose(member, "Yes")
    member.browser.go_back()
    expect(member.page.get_by_label("Yes", exact=True)).to_be_checked()
    member.browser.go_back()
    member.browser.see(button("Start"), timeout=PATIENCE)
    member.browser.go_forward()
    member.browser.see(button("Start"), timeout=PATIENCE)
    tracker = cast(member, "No")
    for _ in range(3):
        member.browser.go_back()
        assert member.tracker() == tracker
    assert len(member.posts("/ballots")) == 1


def test_nothing_stays_in_the_browser(box: Box, member: Member) -> None:
    slip = box.draw()
    member.scan(slip.address)
    tracker = cast(member)
    kept = member.page.evaluate(
        """async () => JSON.stringify({
          local: Object.assign({}, localStorage), session: Object.assign({}, sessionStorage),
          cookies: document.cookie, databases: await indexedDB.databases(),
          caches: window.caches ? await caches.keys() : [], state: history.state,
          address: location.href,
        })"""
    )
    values = json.loads(kept)
    state, address = values.pop("state"), values.pop("address")
    receipts = values.pop("session")
    assert not any(values.values()), values
    # What the page shows anyway, for a reload of this tab: that something was sent, never what.
    (entry,) = map(json.loads, receipts.values())
    receipt = json.loads(entry.pop("receipt"))
    assert set(receipt) == {field.encode_name for field in fields(Receipt)}
    assert receipt["tracker"] == tracker
    sent = json.loads(member.posts("/ballots")[-1].body)
    assert entry == {"commitment": sent["signature"]["hash"], "language": "en"}
    assert list(state) == ["id"]
    assert isinstance(state["id"], int)
    assert address == box.address
    assert member.context.cookies() == []
    member.browser.reload()
    member.heading("Already sent")
    member.see_in(".panel", compute_words(tracker))
    member.press("Use another slip")
    member.heading("Open your slip")
    assert member.page.evaluate("sessionStorage.length") == 0
    member.browser.reload()
    member.heading("Open your slip")


def test_by_keyboard_alone(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    press = member.browser.press
    expect(member.page.get_by_role("heading", level=1)).to_be_focused()
    press("Tab")
    press("Enter")  # Start
    expect(member.page.get_by_role("heading", level=1)).to_be_focused()
    press("Tab")
    press("Space")
    press("Enter")
    member.heading("Check your vote")
    tab_to(member, "Seal my vote")
    press("Enter")
    member.heading("Your vote is sealed")
    tab_to(member, "Send my vote")
    member.browser.see_disabled(button("Send my vote"))
    press("Enter")  # too early
    expect(member.page.get_by_role("button", name="Send my vote")).to_be_enabled()
    press("Enter")
    member.tracker()


def tab_to(member: Member, name: str) -> None:
    wanted = member.page.get_by_role("button", name=name)
    for _ in range(6):
        member.browser.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            return
    raise AssertionError(f"no way by Tab to {name}")


def test_an_answer_has_to_be_chosen(box: Box, member: Member) -> None:
    member.scan(box.draw().address)
    member.press("Start")
    member.press("Continue")
    member.see_in(".error-summary", "Choose one answer.")
    member.browser.tap(Thing("link", "", inside=spot(".error-summary")))
    expect(member.page.get_by_label("Yes", exact=True)).to_be_focused()


def test_targets_are_large_and_nothing_runs_over(box: Box, member: Member) -> None:
    member.browser.resize(320, 640)
    member.scan(box.draw().address)
    for step in (lambda: member.press("Start"), lambda: member.choose("Yes")):
        assert_fits(member.page)
        step()
    assert_fits(member.page)
    member.seal()
    assert_fits(member.page)


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for target in page.locator("main button, main input, main a").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.evaluate("e => e.outerHTML")


PRESSED = """addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed) (window.pressed = window.pressed || []).push(pressed.textContent.trim());
}, true)"""


def test_a_vote_is_an_answer_and_four_buttons(box: Box, member: Member) -> None:
    member.page.add_init_script(PRESSED)
    member.scan(box.draw().address)
    cast(member)
    pressed = member.page.evaluate("window.pressed")
    assert pressed == ["Start", "Continue", "Seal my vote", "Send my vote"]
