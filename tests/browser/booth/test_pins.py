"""The paper pins the vote: one phone is handed another set-up after the slips were printed, with
all hashes made right again. It refuses, scanned and typed, before it asks about the slip."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.players.browser.box import BOTH, TITLE, Box, open_box
from tests.players.browser.browser import PATIENCE, button
from tests.players.browser.people import Member, Slip
from tests.players.browser.swapped import Change, Part, swap
from voteapp.campaign.slips.pins import compute_pin
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.slips.slips import get_slip_task

CODE = "The code on your slip"
REFUSED = "Do not vote with this page"


@pytest.fixture(scope="module")
def box(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """A vote and the shift survey, which has a limit, under one slip."""
    yield from open_box(browser, tmp_path_factory.mktemp("pins"), BOTH)


def draw_element() -> str:
    group = get_group(GROUP_NAME)
    return group.encode(group.base_power(group.random_scalar(secrets.token_bytes)))


def joint_key(parts: list[Part]) -> None:
    """The operator's own key, with which it could open every vote."""
    parts[0].fields["public_key"] = draw_element()


def word(parts: list[Part]) -> None:
    question = parts[0].questionnaire["questions"][0]
    texts = next(iter(question["texts"].values()))
    texts["text"] = texts["text"].replace("strike", "stroke")


def limit(parts: list[Part]) -> None:
    limits: dict[str, Any] = parts[1].questionnaire["limits"]
    next(one for one in limits.values() if one)["limit"] = 8


def rule(parts: list[Part]) -> None:
    """A skip rule less: what it skipped is asked."""
    parts[1].questionnaire["rules"].pop(0)


def credential(parts: list[Part]) -> None:
    """Another list of slips: one was added, or exchanged."""
    parts[0].manifest["credentials"] = secrets.token_hex(32)


def server_key(parts: list[Part]) -> None:
    parts[0].manifest["server_key"] = bytes.fromhex(draw_element())[::-1].hex()


def hide(parts: list[Part]) -> list[Part]:
    return parts[:1]


def reorder(parts: list[Part]) -> list[Part]:
    return parts[::-1]


CHANGES = (joint_key, word, limit, rule, credential, server_key, hide, reorder)


def refuse(box: Box, member: Member) -> None:
    member.heading(REFUSED)
    assert member.posts("/slip") == []
    assert member.posts("/ballots") == []


@pytest.mark.parametrize("change", CHANGES)
def test_one_phone_is_handed_another_set_up(box: Box, member: Member, change: Change) -> None:
    slip = box.draw()
    swap(member.page, change)
    member.scan(slip.address)
    refuse(box, member)
    check_file(member, slip)

    member.press("Use another slip")
    member.fill(CODE, slip.token)
    member.press("Continue")
    member.see_in(".error-summary", "The sixth group does not fit")
    member.press("Continue")
    refuse(box, member)


def check_file(member: Member, slip: Slip) -> None:
    """What the phone keeps: the server's signed answer, and no token."""
    data = member.save("Save what this phone was shown")
    kept = json.loads(data)
    assert kept["type"] == "voteapp-foreign-slip"
    assert kept["pin"] == slip.token[25:]
    assert slip.token[:25] not in data.decode()
    answer = json.loads(kept["set_up"])
    assert (answer["type"], answer["code"]) == ("voteapp-setup", kept["code"])
    assert len(kept["credentials"]) == len(kept["fingerprints"])


def test_the_same_slip_votes_with_the_page_that_was_fixed(box: Box, member: Member) -> None:
    slip = box.draw()
    swap(member.page, joint_key)
    member.scan(slip.address)
    refuse(box, member)
    member.page.unroute("**/b/*")
    other = box.people.member("another phone")
    other.scan(slip.address)
    other.heading(TITLE)
    other.press("Vote now", exact=False)
    other.choose("Yes")
    other.send()
    other.tracker()


def test_elections_of_other_people_than_one_another(box: Box, member: Member) -> None:
    """The committee fixed them so, and the paper fits: no phone votes in them all the same."""
    key = draw_element()

    def give_another_key(parts: list[Part]) -> None:
        parts[0].fields["public_key"] = key

    fingerprints = swap(member.page, give_another_key)
    member.open(f"/b/{box.committee.code}")
    member.heading("Open your slip")
    token = box.draw().token[:25]
    leaf = get_slip_task(box.site.context, box.committee.code, "").leaves[0][0]
    member.fill(CODE, token + compute_pin(token, fingerprints, leaf))
    member.press("Continue")
    member.heading(REFUSED)
    member.see("This phone was given something else than what was fixed for this vote.")
    assert member.posts("/slip") == []


def test_a_mistyped_sixth_group_is_asked_for_again(box: Box, member: Member) -> None:
    slip = box.draw()
    wrong = slip.token[:-1] + ("A" if slip.token[-1] != "A" else "B")
    member.open(f"/b/{box.committee.code}")
    member.fill(CODE, wrong)
    member.press("Continue")
    member.see_in(".error-summary", "The sixth group does not fit")
    assert member.posts("/slip") == []
    member.fill(CODE, slip.token)
    member.press("Continue")
    member.browser.see(button("Vote now", exact=False), timeout=PATIENCE)


def test_a_slip_of_an_older_kind_is_not_taken(box: Box, member: Member) -> None:
    """Five groups: nothing says for which set-up it was printed."""
    slip = box.draw()
    member.scan(f"{box.address}#{slip.token[:25]}")
    member.heading("This code is mistyped")
    member.see_in(".error-summary", "Characters typed: 25 of 30.")
    assert member.posts("/slip") == []
