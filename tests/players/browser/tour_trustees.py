"""The part of the tour that is about several trustees: the committee's pages and their own."""

from __future__ import annotations

from collections.abc import Callable

from tests.players.browser.browser import PATIENCE, Browser, spot
from tests.players.browser.people import Committee, People
from tests.players.browser.trustees import LONG, Trustee, name_trustees

Look = Callable[[str, Browser], None]
NAMES = ["Ana Ruiz", "Ben Okafor"]


class Guide(Trustee):
    """A trustee on the tour: every heading that is waited for is a stop."""

    look: Look

    def heading(self, words: str, timeout: float = PATIENCE) -> None:
        super().heading(words, timeout)
        name = "".join(c if c.isalnum() else "-" for c in words.lower())
        self.look(f"linked-trustee-{name}", self.browser)


def walk_trustees(committee: Committee, people: People, look: Look) -> None:
    """A whole ceremony of two, looked at; in the end the trustees are removed again."""
    base = f"/committee/campaigns/{committee.code}/trustees"
    browser = committee.browser
    committee.open(base)
    committee.press("Name these trustees")
    look("committee-trustees-errors", browser)
    links = name_trustees(committee, NAMES, 2)
    look("committee-trustee-link", browser)
    committee.open(base)
    browser.tap(spot("#link-1"))
    look("committee-trustee-link-again", browser)
    for name in ("1/replace", "restart", "remove"):
        committee.open(f"{base}/{name}")
        look(f"committee-trustees-{name.replace('/', '-')}", browser)
    trustees = [Guide(people, name, number) for number, name in enumerate(NAMES, 1)]
    for trustee, link in zip(trustees, links, strict=True):
        trustee.look = look
        trustee.begin(link)
    make_keys(trustees)
    committee.open(base)
    look("committee-trustees-words", browser)
    for trustee in trustees:
        trustee.say_same()
    for trustee in trustees:
        trustee.rehearse_from_file(trustee.save_and_print())
    committee.open(base)
    look("committee-trustees-done", browser)
    sign_in_again(trustees[0])
    committee.open(f"{base}/remove")
    committee.press("Remove them")


def make_keys(trustees: list[Guide]) -> None:
    for trustee in trustees:
        trustee.make_key()
    for trustee in trustees:
        trustee.heading("Compare the words", timeout=LONG)


def sign_in_again(trustee: Guide) -> None:
    code = trustee.code
    trustee.press("Sign out")
    trustee.heading("Sign in as a trustee")
    trustee.press("Sign in")
    trustee.look("linked-trustee-sign-in-errors", trustee.browser)
    trustee.sign_in()
    trustee.browser.arrive(f"/trustee/{code}/ceremony")
