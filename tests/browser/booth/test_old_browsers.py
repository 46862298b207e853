"""Browsers of 2020, and pages of which a part does not arrive: the booth works, or says what to do,
keeps the slip's code, and never hangs at "loading"."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.players.browser.box import Box, cast
from tests.players.browser.browser import labelled
from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.people import Member
from voteapp.campaign.board.receipt_addresses import read_receipts
from voteapp.campaign.slips.pins import format_slip_code, read_slip_code
from voteapp.web.frame.booth_files import list_booth_modules

OLD = """
for (const [place, names] of [
  [Object, ["hasOwn", "groupBy", "fromEntries"]],
  [Array, ["fromAsync"]],
  [Array.prototype, ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "with"]],
  [Uint8Array.prototype.__proto__, ["at", "findLast", "findLastIndex", "toSorted", "with"]],
  [Uint8Array, ["fromHex", "fromBase64"]],
  [Uint8Array.prototype, ["toHex", "toBase64"]],
  [String.prototype, ["at", "replaceAll", "isWellFormed"]],
  [Promise, ["any", "withResolvers", "try"]],
  [Element.prototype, ["replaceChildren", "checkVisibility", "setHTMLUnsafe"]],
  [DocumentFragment.prototype, ["replaceChildren"]],
  [Document.prototype, ["replaceChildren"]],
  [DataView.prototype, ["getBigInt64", "getBigUint64", "setBigInt64", "setBigUint64"]],
  [AbortSignal, ["timeout", "any"]],
  [Crypto.prototype, ["randomUUID"]],
  [Intl, ["ListFormat", "DisplayNames", "Segmenter"]],
  [window, ["structuredClone", "createImageBitmap", "requestIdleCallback", "WeakRef"]],
  [window, ["AggregateError", "reportError"]],
]) for (const name of names) delete place[name];
const { resolvedOptions } = Intl.DateTimeFormat.prototype;
Intl.DateTimeFormat.prototype.resolvedOptions = function () {
  const { dateStyle, timeStyle, ...known } = resolvedOptions.call(this);
  return known;
};
"""
WORKERS = {
    "every worker": "",
    "no worker": "delete window.Worker;",
    # Safari 14 takes a worker's module for a classic script, and fails at its first import.
    "no worker of modules": "window.Worker = class extends Worker { constructor(a) { super(a) } };",
}


@pytest.mark.parametrize("workers", WORKERS)
def test_a_browser_of_2020_votes(box: Box, member: Member, workers: str) -> None:
    member.page.add_init_script(OLD + WORKERS[workers])
    member.scan(box.draw().address)
    cast(member)
    if workers == "no worker of modules":
        (line,) = member.recorder.console
        assert line == "error: Cannot use import statement outside a module"
        member.recorder.console.clear()


def assert_says_what_to_do(box: Box, member: Member, token: str) -> None:
    panel = member.page.locator("#stuck")
    expect(panel).to_be_visible(timeout=5_000)
    expect(panel).to_contain_text("This page does not start.")
    expect(panel).to_contain_text("Nothing was sent, and your slip is still good.")
    expect(panel).to_contain_text(box.address)
    expect(panel).to_contain_text(format_slip_code(read_slip_code(token)))
    expect(member.page.get_by_text("The page is loading")).to_be_hidden()
    assert "#" not in member.browser.address


def test_without_large_numbers(box: Box, member: Member) -> None:
    token = box.draw().token
    member.page.add_init_script("delete window.BigInt;")
    member.browser.open(f"{box.address}#{token}")
    assert_says_what_to_do(box, member, token)
    inspection = Inspection()
    inspection.look("booth-stuck", member.browser)
    inspection.finish(1)
    member.press("Try again")
    assert_says_what_to_do(box, member, token)
    member.recorder.console.clear()


def test_without_modules(box: Box, member: Member) -> None:
    token = box.draw().token

    def age(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace('type="module"', 'type="unknown"')
        )

    member.page.add_init_script("delete HTMLScriptElement.prototype.noModule;")
    member.page.route("**/b/*", age)
    member.browser.open(f"{box.address}#{token}")
    assert_says_what_to_do(box, member, token)


def test_without_gaps_in_rows_of_buttons(box: Box, member: Member) -> None:
    """A browser that knows neither: what is pressed stands no closer than a finger's slip."""

    def age(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace("gap:", "no-gap:").replace("aspect-ratio:", "no-ratio:")
        route.fulfill(response=answer, body=text)

    member.page.route("**/voteapp.css", age)
    member.scan(box.draw().address)
    cast(member)
    for width in (360, 1280):
        member.browser.resize(width, 800)
        places = [
            member.page.get_by_role("button", name=name, exact=True).bounding_box()
            for name in ("Save the receipt", "Print")
        ]
        first, second = (place for place in places if place is not None)
        beside = second["x"] - first["x"] - first["width"]
        below = second["y"] - first["y"] - first["height"]
        assert max(beside, below) >= 8, width
        assert member.page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_part_that_does_not_arrive(
    box: Box, member: Member, length: Callable[[int, int], int]
) -> None:
    """Each in turn (here every fourth); with all of them "Try again" goes on with the slip."""
    token = box.draw().token
    for name in list_booth_modules()[:: length(4, 1)]:
        member.page.route(f"**/static/{name}", lambda route: route.abort())
        member.browser.open("about:blank")
        member.browser.open(f"{box.address}#{token}")
        assert_says_what_to_do(box, member, token)
        member.page.unroute(f"**/static/{name}")
    member.press("Try again")
    cast(member)
    member.recorder.console.clear()


def test_a_page_that_takes_very_long(box: Box, member: Member) -> None:
    """A part that neither comes nor fails: after half a minute the page says that one can wait."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    member.page.clock.install()
    member.page.route("**/static/lean/booth/ballot.js", hold)
    member.page.goto(f"{box.address}#{box.draw().token}", wait_until="commit")
    # By then the watchdog has begun to wait.
    while member.page.evaluate("document.readyState") == "loading":
        pass
    member.page.clock.fast_forward(29_000)
    expect(member.page.locator("#stuck")).to_be_hidden()
    member.page.clock.fast_forward(2_000)
    member.see("You can wait, or try again.")
    member.page.clock.resume()
    for route in waiting:
        route.continue_()
    cast(member)


SAVES_NOTHING = """
const { setAttribute } = Element.prototype;
Element.prototype.setAttribute = function (name, value) {
  if (name !== "download") setAttribute.call(this, name, value);
};
"""


def test_where_no_file_is_saved_its_text_is_copied(box: Box, member: Member) -> None:
    """In another app's window a link to a file leads to the file: the page must not go for it."""
    member.page.add_init_script(SAVES_NOTHING)
    member.scan(box.draw().address)
    tracker = cast(member)
    member.press("Save the receipt")
    member.unfold("No file came?")
    copied = member.browser.read_choice(labelled("The file’s text"))
    (receipt,) = read_receipts(copied.encode())
    assert receipt.tracker == tracker
    assert member.browser.address == box.address
