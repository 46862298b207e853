"""A survey's sealed answers on the second phone: both codes by camera; and a second code that is
too long for any square code goes over as a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.test_story import USUAL
from tests.players.browser.box import BOTH, Box, open_box
from tests.players.browser.browser import PATIENCE, spot
from tests.players.browser.checking import (
    CAMERA,
    SecondPhone,
    exchange,
    open_ballot,
    read_sealed_words,
)
from tests.players.browser.people import Member

SURVEY = "Safe staffing shift survey"
CHECKING = "**/static/lean/booth/checking.js"


@pytest.fixture(scope="module")
def box(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    yield from open_box(browser, tmp_path_factory.mktemp("surveys"), BOTH)


@pytest.fixture
def second(box: Box, tmp_path: Path) -> Iterator[SecondPhone]:
    phone = SecondPhone(box, tmp_path)
    phone.member.page.add_init_script(CAMERA)
    phone.open()
    yield phone
    assert [one for one in phone.member.recorder.console if one.startswith("error:")] == []
    assert phone.member.posts("") == []


def seal(box: Box, member: Member) -> str:
    """A whole survey, answered and sealed; its sixteen words."""
    member.scan(box.draw().address)
    member.answer(SURVEY, USUAL)
    member.seal("answers")
    return read_sealed_words(member)


def point(second: SecondPhone, member: Member) -> None:
    """The camera is held before whatever square code stands on the first phone."""
    second.member.press("Use the camera")
    second.point_at(member)


def read_answers(second: SecondPhone) -> str:
    second.member.browser.see(spot("#ballot-says"), timeout=PATIENCE)
    return second.member.browser.read(spot("#ballot-says"))


def list_given() -> list[str]:
    given = [(one,) if isinstance(one, str) else one for one in USUAL.values()]
    return [answer for answers in given for answer in answers]


def test_a_survey_by_the_camera(box: Box, member: Member, second: SecondPhone) -> None:
    words = seal(box, member)
    point(second, member)
    second.member.see_in("#commitment-words", words, timeout=PATIENCE)
    open_ballot(member)
    point(second, member)
    said = read_answers(second)
    assert [answer for answer in list_given() if answer not in said] == []
    assert member.posts("/ballots") == []


def test_another_answer_in_a_survey_is_read_in_words(
    box: Box, member: Member, second: SecondPhone
) -> None:
    """The page changes the answer to the first question before it seals, and says so in its code:
    both codes fit, and only the member can see that it is another."""
    change = "answers: given }, report) {\n const answers = given.map((row, i) => "
    turned = "(i === 0 ? [...row].reverse() : row));"
    exchange(member.page, ("answers }, report) {", change + turned))
    words = seal(box, member)
    point(second, member)
    second.member.see_in("#commitment-words", words, timeout=PATIENCE)
    open_ballot(member)
    point(second, member)
    role = list_given()[0]
    assert role not in read_answers(second)


def test_a_code_that_is_too_long_for_a_square_code(
    box: Box, member: Member, second: SecondPhone, tmp_path: Path
) -> None:
    """No survey of ours has so many answers: the page's limit is lowered instead."""
    exchange(member.page, ("MOST_BYTES = 2900", "MOST_BYTES = 100"), script=CHECKING)
    words = seal(box, member)
    point(second, member)
    second.member.see_in("#commitment-words", words, timeout=PATIENCE)
    open_ballot(member)
    member.see("It is too long for a square code. Save it as a file for the second phone.")
    assert member.browser.count(spot("main .qr")) == 0
    code = tmp_path / "second-code.txt"
    member.save("Save the code as a file", code)
    second.member.file("Or a picture of the code", code)
    second.member.press("Use this code")
    said = read_answers(second)
    assert [answer for answer in list_given() if answer not in said] == []
