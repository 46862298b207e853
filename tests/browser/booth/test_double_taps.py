"""Nothing final by accident: two taps, or a key held down, send no ballot that nobody has seen.

A ballot may leave only once the page with the sealed ballot was shown for 700 ms.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.players.browser.site import run_site
from tests.players.browser.taps import Thumb
from voteapp.cli.server.fill_demo import create_campaign
from voteapp.cli.server.fill_demo_play import Play
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import ElectionDraft, RuleDraft

SHOWN_MS = 700
WIDTHS = (320, 344, 360, 390, 412)
PAUSES = (1, 20, 50, 100, 150, 200, 250, 300, 400, 500, 600)
CHOICES = ("Yes", "No", "Only if two units agree", "Later", "Not in this unit", "Never")
LONG = (
    "Do you authorize the bargaining committee to call a strike of up to five days at North "
    "Hospital, with ten days' notice to the employer, if no agreement on staffing is reached?"
)
SURVEY = "The last shift"


class Case(NamedTuple):
    """One walk: which part of the slip, how wide the phone is, how quick the second tap."""

    title: str
    width: int
    pause: int


def draft_votes(name: str, question: str) -> list[ElectionDraft]:
    """Votes with two to six answers."""
    parts = []
    for count in range(2, 7):
        asked = ask(question, CHOICES[:count], blank=count % 2 == 0)
        title = f"{count} answers, {name}"
        parts.append(write_election("vote", title, (asked,), secrets.token_bytes, rule=RuleDraft()))
    return parts


def draft_survey() -> ElectionDraft:
    questions = [
        ask(f"{text}?", CHOICES[:count], blank=True)
        for text, count in (("Were you short", 2), (LONG[:-1], 4), ("Did you rest", 3))
    ]
    return write_election("survey", SURVEY, questions, secrets.token_bytes)


CAMPAIGNS = (
    [*draft_votes("short", "Shall we strike?"), draft_survey()],
    draft_votes("long", LONG),
)
TITLES = [part.title for parts in CAMPAIGNS for part in parts]
CASES = [Case(*case) for case in product(TITLES, WIDTHS, PAUSES)]


@pytest.fixture(scope="module")
def slips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the slip that opens a part, by its title."""
    with run_site(tmp_path_factory.mktemp("taps")) as site:
        addresses = {}
        for parts in CAMPAIGNS:
            soon = site.now() + timedelta(minutes=1)
            play = Play(site.context, create_campaign("Taps", soon, 1, parts, 5), 5)
            play.prepare()
            site.advance(minutes=2)
            address = f"{site.address}/b/{play.code}#{play.slip_codes[0]}"
            addresses |= {part.title: address for part in parts}
        yield addresses


def find(thumb: Thumb, name: str) -> Locator:
    return thumb.page.get_by_role("button", name=name, exact=True)


def start(thumb: Thumb, title: str) -> Locator:
    """The button that begins a part of the slip."""
    card = thumb.page.locator("section.card", has=thumb.page.get_by_role("heading", name=title))
    return card.get_by_role("button")


def read_title(thumb: Thumb) -> str:
    return thumb.page.locator("h1").inner_text()


def walk(thumb: Thumb, case: Case, slips: dict[str, str], press: Callable[[Locator], None]) -> None:
    """From the scan to the sealed ballot; whatever is pressed is pressed as ``press`` does it."""
    thumb.scan(slips[case.title])
    what = "answers" if case.title == SURVEY else "vote"
    press(start(thumb, case.title))
    for _ in range(12):
        thumb.page.wait_for_timeout(120)
        title = read_title(thumb)
        if "sealed" in title:
            break
        if "Sealing" in title:
            continue
        if "Check your" in title:
            press(find(thumb, f"Seal my {what}"))
            continue
        radio = thumb.page.locator("input[type=radio]").first
        if not radio.is_checked():
            radio.tap()
        press(find(thumb, "Continue"))
    expect(thumb.page.locator("h1")).to_contain_text("sealed")


def read_seen(thumb: Thumb) -> dict[str, Any]:
    seen: dict[str, Any] = thumb.page.evaluate("window.seen")
    return seen


def find_button_at(thumb: Thumb, place: dict[str, float]) -> bool:
    """Whether the middle of what was pressed last is now within the last button."""
    name = "answers" if find(thumb, "Send my answers").count() else "vote"
    box: Any = find(thumb, f"Send my {name}").bounding_box()
    return bool(box["y"] < place["y"] + place["height"] and place["y"] < box["y"] + box["height"])


def double_tap(thumb: Thumb, case: Case, slips: dict[str, str]) -> None:
    places: list[Any] = []

    def press(thing: Locator) -> None:
        thing.scroll_into_view_if_needed()
        places.append(thing.bounding_box())
        thumb.tap_twice(thing, case.pause)

    walk(thumb, case, slips, press)
    assert not find_button_at(thumb, places[-1]), case
    # A third tap, a little later, where the last ones were.
    last = places[-1]
    thumb.page.touchscreen.tap(last["x"] + last["width"] / 2, last["y"] + last["height"] / 2)
    seen = read_seen(thumb)
    assert seen["posts"] == [], case


@pytest.mark.parametrize("width", WIDTHS)
def test_two_taps_send_nothing(
    browser: Browser, slips: dict[str, str], length: Callable[[int, int], int], width: int
) -> None:
    """Every length of a page, second taps after 1 to 600 ms; a sample of them."""
    cases = [case for case in CASES if case.width == width]
    count = length(2, len(cases))
    thumb = Thumb(browser, width)
    for case in random.Random(width).sample(cases, count):
        double_tap(thumb, case, slips)
    thumb.leave()


def test_the_last_button_is_dead_at_first(browser: Browser, slips: dict[str, str]) -> None:
    """Taps on it from the first moment on; none is sent before it was shown for 700 ms."""
    thumb = Thumb(browser, 360)
    thumb.page.route("**/ballots", lambda route: route.abort())
    case = Case("2 answers, short", 360, 0)
    walk(thumb, case, slips, lambda thing: thing.tap())
    send = find(thumb, "Send my vote")
    send.scroll_into_view_if_needed()
    box = send.bounding_box()
    assert box is not None
    assert send.get_attribute("aria-disabled") == "true"
    posts: Sequence[dict[str, float]] = []
    for _ in range(60):
        thumb.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        posts = read_seen(thumb)["posts"]
        if posts:
            break
        thumb.page.wait_for_timeout(30)
    first, *others = posts
    assert first["at"] - first["sealed"] >= SHOWN_MS
    assert others == []
    thumb.leave()


def test_a_press_that_began_before_does_not_count(browser: Browser, slips: dict[str, str]) -> None:
    """The finger that rests on the dead button, and comes up once it is live."""
    thumb = Thumb(browser, 360)
    walk(thumb, Case("3 answers, long", 360, 0), slips, lambda thing: thing.tap())
    send = find(thumb, "Send my vote")
    send.scroll_into_view_if_needed()
    box = send.bounding_box()
    assert box is not None
    thumb.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    thumb.page.mouse.down()
    expect(send).to_be_enabled()
    thumb.page.mouse.up()
    # The mouse comes down beside it and up on it.
    thumb.page.mouse.move(5, box["y"] + box["height"] / 2)
    thumb.page.mouse.down()
    thumb.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    thumb.page.mouse.up()
    thumb.page.wait_for_timeout(100)
    assert read_seen(thumb)["posts"] == []
    expect(thumb.page.locator("h1")).to_contain_text("Your vote is sealed")
    thumb.leave()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_held_down_sends_nothing(browser: Browser, slips: dict[str, str], key: str) -> None:
    """Held from page to page, wherever the focus is put meanwhile, and let go on the button."""
    thumb = Thumb(browser, 360)
    walk(thumb, Case("3 answers, short", 360, 0), slips, lambda thing: thing.tap())
    thumb.page.go_back()
    thumb.hold(find(thumb, "Seal my vote"), key)
    if key == "Space":
        thumb.page.keyboard.up(key)  # what a space bar presses is pressed when it comes up
        expect(thumb.page.locator("h1")).to_contain_text("sealed")
        thumb.page.keyboard.down(key)
    send = find(thumb, "Send my vote")
    expect(send).to_be_enabled()
    thumb.hold(send, key)
    thumb.page.keyboard.up(key)
    thumb.page.wait_for_timeout(100)
    assert read_seen(thumb)["posts"] == []
    expect(thumb.page.locator("h1")).to_contain_text("Your vote is sealed")
    thumb.leave()


def test_a_press_of_a_screen_reader_counts_once_it_is_live(
    browser: Browser, slips: dict[str, str]
) -> None:
    """It comes as a click without a finger and without a key."""
    thumb = Thumb(browser, 360)
    thumb.page.route("**/ballots", lambda route: route.abort())
    walk(thumb, Case("2 answers, long", 360, 0), slips, lambda thing: thing.tap())
    send = find(thumb, "Send my vote")
    click = "button => button.click()"
    send.evaluate(click)
    assert read_seen(thumb)["posts"] == []
    expect(send).to_be_enabled()
    send.evaluate(click)
    thumb.page.wait_for_function("window.seen.posts.length > 0")
    (post,) = read_seen(thumb)["posts"]
    assert post["at"] - post["sealed"] >= SHOWN_MS
    thumb.leave()
