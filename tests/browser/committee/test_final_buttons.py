"""A page that asks once more is not answered by the second tap of two."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser as Engine
from playwright.sync_api import Locator, Page, expect

from tests.players.browser.people import Committee, People

LINK, BUTTON = "Throw the draft away", "Throw it away"


@pytest.fixture
def committee(people: People) -> Committee:
    person = people.committee()
    person.set_up()
    person.draft("A survey of your own", "Our shifts", slips=20, roster=20)
    return person


def middle(thing: Locator) -> tuple[float, float]:
    thing.scroll_into_view_if_needed()
    box: Any = thing.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def final_button(page: Page) -> Locator:
    return page.get_by_role("button", name=BUTTON)


@pytest.mark.parametrize("pause", [1, 150, 600])
def test_two_taps_on_the_link(committee: Committee, pause: int) -> None:
    page = committee.page
    page.set_viewport_size({"width": 360, "height": 640})
    committee.open(f"/committee/campaigns/{committee.code}")
    x, y = middle(page.get_by_role("link", name=LINK))
    page.mouse.click(x, y)
    page.wait_for_timeout(pause)
    page.mouse.click(x, y)
    committee.heading("Throw the draft away?")
    expect(final_button(page)).to_be_enabled()
    page.mouse.click(x, y)  # and a third one, once it is live
    page.wait_for_timeout(100)
    committee.heading("Throw the draft away?")
    assert committee.posts("/delete") == []
    committee.press(BUTTON)
    committee.heading("Campaigns")


def test_two_taps_where_the_button_comes_to_stand(committee: Committee) -> None:
    """A link at the very place of the button: the button makes room."""
    page = committee.page
    committee.open(f"/committee/campaigns/{committee.code}/delete")
    expect(final_button(page)).to_be_enabled()
    x, y = middle(final_button(page))
    committee.open(f"/committee/campaigns/{committee.code}")
    page.evaluate(
        """([x, y, href]) => {
          const link = document.createElement("a");
          link.href = href;
          link.textContent = "here";
          link.style.cssText = `position: fixed; left: ${x - 20}px; top: ${y - 20}px;
            width: 40px; height: 40px; background: white`;
          document.body.append(link);
        }""",
        [x, y, f"{committee.site.address}/committee/campaigns/{committee.code}/delete"],
    )
    page.mouse.click(x, y)
    committee.heading("Throw the draft away?")
    expect(final_button(page)).to_be_enabled()
    box: Any = final_button(page).bounding_box()
    assert box["y"] >= y + 20
    page.mouse.click(x, y)
    page.wait_for_timeout(100)
    assert committee.posts("/delete") == []


def test_enter_held_down(committee: Committee) -> None:
    page = committee.page
    committee.open(f"/committee/campaigns/{committee.code}")
    page.get_by_role("link", name=LINK).focus()
    page.keyboard.down("Enter")
    committee.heading("Throw the draft away?")
    final_button(page).focus()
    for _ in range(40):
        page.keyboard.down("Enter")
        page.wait_for_timeout(33)
    page.keyboard.up("Enter")
    assert committee.posts("/delete") == []
    page.keyboard.press("Enter")
    committee.heading("Campaigns")


def test_without_scripts(committee: Committee, browser: Engine) -> None:
    """A plain form, whose button is dead at first by its style."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    context.add_cookies(committee.context.cookies())
    page = context.new_page()
    page.goto(f"{committee.site.address}/committee/campaigns/{committee.code}/delete")
    x, y = middle(final_button(page))
    page.reload(wait_until="commit")
    page.mouse.click(x, y)
    page.wait_for_timeout(100)
    assert page.url.endswith("/delete")
    final_button(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Campaigns")
    context.close()
