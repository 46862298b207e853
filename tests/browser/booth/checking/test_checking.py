"""Check this one instead: a second phone makes the sealed ballot again from what the first shows.

Two ballots are checked and a third is cast; booths that encrypt something else than was chosen are
caught, in whatever way they lie.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.players.browser.box import Box, choose
from tests.players.browser.browser import PATIENCE, spot
from tests.players.browser.checking import (
    CAMERA,
    SECOND,
    SecondPhone,
    exchange,
    open_ballot,
    read_sealed_words,
)
from tests.players.browser.looking.inspection import Inspection
from tests.players.browser.people import Member
from voteapp.campaign.checking.codes import read_commitment, read_opened
from voteapp.campaign.words import compute_commitment_words, compute_hash_words
from voteapp.services.voting.board import get_public_campaign

FAITHLESS = "The phone sealed something else than it says"
ENCRYPT = "createFromSeed(context, credential, answers, seed"
OTHER = "createFromSeed(context, credential, answers.map((row) => [...row].reverse()), seed"

ANOTHER = f"return {ENCRYPT.replace('seed', 'secureRandomBytes(SEED_BYTES)')}).hash;"


@pytest.fixture
def second(box: Box, tmp_path: Path) -> Iterator[SecondPhone]:
    phone = SecondPhone(box, tmp_path)
    yield phone
    assert [one for one in phone.member.recorder.console if one.startswith("error:")] == []
    assert phone.member.posts("") == []


def seal(box: Box, member: Member, answer: str = "Yes") -> None:
    """A slip's ballot, sealed."""
    member.scan(box.draw().address)
    choose(member, answer)
    member.seal()


def check(second: SecondPhone, member: Member) -> str:
    """Both codes of the ballot that the first phone shows sealed; gives the words."""
    words = read_sealed_words(member)
    first = second.scan(member)
    assert compute_commitment_words(read_commitment(first)) == words == second.read_words()
    open_ballot(member)
    second.scan(member)
    return words


def test_two_ballots_are_checked_and_a_third_is_cast(
    box: Box, member: Member, second: SecondPhone
) -> None:
    look = Inspection()
    second.open()
    look.look("public-check-ballot-first", second.member.browser)
    seal(box, member)
    look.look("booth-sealed", member.browser)
    words = [check(second, member)]
    second.member.see_in("#ballot-says", "Yes")
    look.look("booth-opened", member.browser)
    look.look("public-check-ballot-says", second.member.browser)
    seeds = [read_opened(second.last).seed]

    member.press("Back to my answers")
    member.heading("Check your vote")
    member.see_in("main", "Yes")
    member.press("Change Do you authorize a strike?", exact=False)
    member.choose("No")
    member.seal()
    second.member.press("Check another ballot")
    words.append(check(second, member))
    second.member.see_in("#ballot-says", "No")
    seeds.append(read_opened(second.last).seed)
    assert member.posts("/ballots") == []

    member.press("Back to my answers")
    member.seal()
    words.append(read_sealed_words(member))
    assert len(set(words)) == 3
    assert len(set(seeds)) == 2
    member.press("Send my vote")
    member.tracker()
    member.see_in("#receipt", words[2])
    (sent,) = member.posts("/ballots")
    signature = json.loads(sent.body)["signature"]
    assert compute_commitment_words(signature["hash"]) == words[2]
    look.finish(4)


def test_by_the_camera(box: Box, member: Member, second: SecondPhone) -> None:
    """It looks on while the first code is still before it, and takes the second when that comes."""
    second.member.page.add_init_script(CAMERA)
    second.open()
    seal(box, member, "No")
    words = read_sealed_words(member)
    second.member.press("Use the camera")
    second.point_at(member)
    second.member.see_in("#commitment-words", words, timeout=PATIENCE)
    second.member.press("Use the camera")
    second.member.see("This is the first code again.", timeout=PATIENCE)
    open_ballot(member)
    second.point_at(member)
    second.member.see_in("#ballot-says", "No", timeout=PATIENCE)


def test_the_second_phone_shows_the_words_of_the_poster(
    box: Box, member: Member, second: SecondPhone
) -> None:
    second.member.open(f"/campaigns/{box.committee.code}/poster")
    address = f"{box.site.address}/check-ballot/{box.committee.code}"
    second.member.see_in("main", address)
    set_up = get_public_campaign(box.site.context, box.committee.code).set_up
    words = compute_hash_words(set_up or "")
    second.member.see_in("main", words)
    second.member.open(f"/check-ballot/{box.committee.code}")
    second.member.see_in("#campaign-words", words, timeout=30_000)


@pytest.mark.parametrize(
    "changes",
    [
        # It encrypts the other answer, and says what was chosen.
        [(ENCRYPT, OTHER)],
        # It commits to one ballot and would sign another.
        [("return made.hash;", ANOTHER), ("!== hash", "=== 0")],
        # It shows another seed than the one that it drew from.
        [("seed: toHex(seed)", "seed: toHex(secureRandomBytes(SEED_BYTES))")],
    ],
    ids=["another answer", "another ballot", "another seed"],
)
def test_a_booth_that_encrypts_something_else_is_caught(
    box: Box, member: Member, second: SecondPhone, changes: list[tuple[str, str]]
) -> None:
    exchange(member.page, *changes)
    second.open()
    seal(box, member)
    second.scan(member)
    open_ballot(member)
    second.scan(member)
    second.member.see(FAITHLESS)
    second.member.see("tell your steward and a teller now")
    first, opened = second.member.save("Save both codes").decode().splitlines()
    assert read_commitment(first) and read_opened(opened)
    assert member.posts("/ballots") == []


def test_a_booth_that_says_what_it_encrypted_is_read_in_words(
    box: Box, member: Member, second: SecondPhone
) -> None:
    """Codes that fit, of another answer than the member gave: only she can see that."""
    exchange(
        member.page,
        (
            "answers }, report) {",
            "answers: given }, report) {\n const answers = [[0, 1]]; void given;",
        ),
    )
    second.open()
    seal(box, member)
    check(second, member)
    second.member.see_in("#ballot-says", "No")
    second.member.see("If one answer is another one than was chosen, the page on that phone lied")


def test_the_second_code_without_the_first_shows_nothing(
    box: Box, member: Member, second: SecondPhone
) -> None:
    second.open()
    seal(box, member)
    open_ballot(member)
    second.scan(member)
    second.member.see_in(
        ".error-summary", "This is the second code, and without the first it shows nothing"
    )
    assert second.member.browser.count(spot("#ballot-says")) == 0


def test_codes_that_are_no_codes_are_answered_in_words(
    box: Box, member: Member, second: SecondPhone
) -> None:
    second.open()
    second.paste("")
    second.member.see_in(".error-summary", "Scan the code, choose a picture, or paste its text.")
    slip = box.draw()
    second.paste(slip.address)
    second.member.see_in(".error-summary", "This code is something else.")
    member.scan(slip.address)
    choose(member)
    member.seal()
    first = second.scan(member)
    second.paste(first[:40])
    second.member.see_in(".error-summary", "This is only a part of the code.")
    second.paste(first)
    second.member.see_in(".error-summary", "This is the first code again.")
    open_ballot(member)
    code = second.scan(member)
    second.member.see_in("#ballot-says", "Yes")

    other = read_opened(code).uuid
    second.member.press("Check another ballot")
    second.paste(first)
    second.paste(code.replace(other, f"{other}2"))
    second.member.see("This ballot is of another vote")
    second.member.press("Check another ballot")
    second.paste(first)
    second.paste(code.replace(read_opened(code).credential, "0" * 64))
    second.member.see("a slip that is not on the list of this vote")
    second.member.press("Check another ballot")
    second.paste(first)
    second.paste(code[:-1] + "c")
    second.member.see("answers that the questions of this vote do not allow")


def test_a_member_may_change_her_mind_before_check(
    box: Box, member: Member, second: SecondPhone
) -> None:
    """Not scanned yet: the same ballot stands there as before, and can be sent."""
    seal(box, member)
    words = read_sealed_words(member)
    member.press("Check this one instead")
    look = Inspection()
    look.look("booth-check", member.browser)
    look.finish(1)
    member.press("Not scanned yet: go back")
    assert read_sealed_words(member) == words
    member.press("Send my vote")
    member.tracker()
    member.see_in("#receipt", words)


def test_what_was_opened_is_never_sent(box: Box, member: Member) -> None:
    """The phone's back button does not bring the Send button of an opened ballot back."""
    seal(box, member)
    words = read_sealed_words(member)
    open_ballot(member)
    member.browser.go_back()
    member.heading("Check your vote")
    member.browser.go_forward()
    member.heading("Check your vote")
    member.seal()
    assert read_sealed_words(member) != words
    assert member.posts("/ballots") == []


def test_the_check_without_a_network(box: Box, member: Member) -> None:
    """What it needs is not there yet: it says so, and the ballot can still be checked or sent."""
    seal(box, member)
    member.browser.offline(True)
    member.press("Check this one instead")
    member.see("This part did not arrive.")
    member.browser.offline(False)
    open_ballot(member)
    assert SECOND in member.browser.read(spot("h1"))
