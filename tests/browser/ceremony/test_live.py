"""Pages that change by themselves while somebody uses them: no press is lost, nothing is let go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Response, Route, expect

from tests.players.browser.backstage import SeveralTrustees
from tests.players.browser.browser import Thing, spot, text, title
from tests.players.browser.people import Committee, People
from tests.players.browser.signers.trustees import LONG, Trustee
from tests.players.browser.site import Site
from tests.players.services.world import ADA, VOTE
from voteapp.services.people import trustee_access
from voteapp.services.trustees import planning

NAMES = ["Ana Ruiz", "Ben Okafor"]
MADE = text("Make the link again")


@pytest.fixture
def stage(site: Site) -> SeveralTrustees:
    """A locked vote whose trustees are named, and have no links yet."""
    made = SeveralTrustees(site, VOTE)
    made.begin()
    planning.plan_ceremony(made.context, ADA, made.code, NAMES, 2, [])
    return made


@pytest.fixture
def committee(people: People, stage: SeveralTrustees) -> Committee:
    """Looks at the page of trustees, which has asked for news once."""
    person = people.committee()
    person.set_up()
    with news(person):
        person.open(path(stage))
    return person


def path(stage: SeveralTrustees) -> str:
    return f"/committee/campaigns/{stage.code}/trustees"


@contextmanager
def news(person: Committee) -> Iterator[None]:
    """What happens within has come to the person's page, by its own asking, at the end."""

    def is_news(answer: Response) -> bool:
        return answer.request.resource_type == "fetch" and answer.url.endswith("/trustees")

    with person.page.expect_response(is_news) as answer:
        yield
    answer.value.finished()
    # Whatever the page does with an answer at once, it has done when the next one is there.
    person.page.evaluate("async () => { await (await fetch(location.href)).text(); }")


def make_a_link(stage: SeveralTrustees) -> None:
    trustee_access.create_link(stage.context, stage.code, 1)


@pytest.mark.parametrize(
    ("pressed", "heading"),
    [
        (spot("#link-2"), "Personal link for Ben Okafor"),
        (spot("#replace-1"), "Replace Ana Ruiz"),
    ],
)
def test_a_slow_press_lands(
    committee: Committee, stage: SeveralTrustees, pressed: Thing, heading: str
) -> None:
    committee.browser.hold(pressed)
    with news(committee):
        make_a_link(stage)
    committee.browser.let_go()
    committee.browser.see(title(heading))


def test_a_held_key_lands(committee: Committee, stage: SeveralTrustees) -> None:
    committee.page.focus("#link-2")
    committee.page.keyboard.down("Space")
    with news(committee):
        make_a_link(stage)
    committee.page.keyboard.up("Space")
    committee.browser.see(title("Personal link for Ben Okafor"))


def test_the_news_come_after_the_press(committee: Committee, stage: SeveralTrustees) -> None:
    committee.browser.hold(title("Trustees"))
    with news(committee):
        make_a_link(stage)
    committee.browser.see_none(MADE)
    committee.browser.let_go()
    committee.browser.see(MADE)


def unfoldable(route: Route) -> None:
    """The page with something to unfold and a link without a name of its own."""
    answer = route.fetch()
    more = "<details><summary>Unfold this</summary><p><a href='/'>Of all this</a></p></details>"
    route.fulfill(response=answer, body=answer.text().replace("<ol class=", more + "<ol class="))


def test_focus_selection_and_what_is_unfolded_stay(
    committee: Committee, stage: SeveralTrustees
) -> None:
    page = committee.page
    page.route(f"**{path(stage)}", unfoldable)
    with news(committee):
        committee.browser.reload()
    committee.unfold("Unfold this")
    page.get_by_text("Of all this").focus()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#live .code'))")
    selected = page.evaluate("String(getSelection())")
    assert selected.endswith(f"/trustee/{stage.code}")
    make_a_link(stage)
    committee.browser.see(MADE)
    expect(page.get_by_text("Of all this")).to_be_focused()
    assert page.evaluate("String(getSelection())") == selected
    # Where the element itself is another one, the focus is on that.
    page.focus("#link-2")
    trustee_access.create_link(stage.context, stage.code, 2)
    expect(page.locator("#link-2")).to_contain_text("Make the link again")
    expect(page.locator("#link-2")).to_be_focused()


def test_a_trustees_page_does_not_turn_under_a_press(
    people: People, stage: SeveralTrustees
) -> None:
    ana, ben = (Trustee(people, name, place + 1) for place, name in enumerate(NAMES))
    for trustee in (ana, ben):
        secret = trustee_access.create_link(stage.context, stage.code, trustee.number)
        trustee.begin(f"{stage.site.address}/trustee/begin#{secret}")
    ana.make_key()
    ana.browser.see(title("Your key is made"))
    ana.page.evaluate("addEventListener('click', ({ target }) => { window.hit = target.tagName; })")
    ana.browser.hold(text("Work without this browser"))
    with ana.page.expect_response("**/ceremony/task"):
        ben.make_key()
    ben.heading("Compare the words", timeout=LONG)
    ana.heading("Your key is made")
    ana.browser.let_go()
    assert ana.page.evaluate("window.hit") == "SUMMARY"
    ana.heading("Compare the words", timeout=LONG)
