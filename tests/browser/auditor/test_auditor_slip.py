"""The auditor's page, opened from disk: a slip's thirty characters are typed, and it says what the
command says. Nothing is asked of any network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.auditor.test_auditor_page import AUDITOR, check
from tests.forgeries.campaign.stage import Joint, hold
from tests.players.browser.looking.inspection import find_faults
from tests.players.services.cast_slips import (
    CAST,
    SECOND,
    UNUSED,
    VOID,
    cast_some,
    list_sealed,
    read_sealed_words,
    write_files,
)
from tests.players.services.world import VOTE
from voteapp.campaign.slips.pins import compute_pin, format_slip_code, read_slip_code
from voteapp.campaign.words import compute_words


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(AUDITOR.as_uri())
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert (errors, asked) == ([], [AUDITOR.as_uri()])
    context.close()


def ask(page: Page, code: str) -> str:
    """Type the code as a person does, with hyphens, and read the answer."""
    page.get_by_label("The slip's code").fill("")
    page.get_by_label("The slip's code").press_sequentially(code)
    page.get_by_role("button", name="Check the slip").click()
    page.wait_for_selector("#slip [role=status] p")
    return page.inner_text("#slip [role=status]")


def test_what_slips_cast(page: Page, tmp_path: Path) -> None:
    world = cast_some(tmp_path, VOTE)
    _setup, (bundle,) = write_files(world, tmp_path)
    (uuid,) = world.uuids
    sealed = list_sealed(world)
    used = next(m for m in range(CAST) if world.credential(uuid, m) in sealed)
    waits = next(m for m in range(CAST) if world.credential(uuid, m) not in sealed)
    codes = [format_slip_code(read_slip_code(code)) for code in world.slip_codes]
    assert check(page, bundle) == "This election checks out"
    tracker = sealed[world.credential(uuid, used)]
    said = ask(page, codes[used])
    assert "The pin fits: the slip is for the unit ICU" in said
    assert f"cast the vote {tracker} ({compute_words(tracker)}), sealed in batch 1." in said
    words = read_sealed_words(world.context, tracker)
    assert f"The phone had sealed it with these sixteen words: {words}." in said
    assert find_faults(page) == []
    for member in (waits, UNUSED):
        assert "it has cast nothing as far as batch 1" in ask(page, codes[member].lower())
    assert "it was made void" in ask(page, codes[VOID])
    assert "NOT on the list" in ask(page, world.create_stray())
    other = codes[used][:-1] + ("0" if codes[used][-1] != "0" else "1")
    assert "The pin does NOT fit" in ask(page, other)
    assert "thirty characters" in ask(page, codes[used][:20])
    mistyped = ("0" if codes[used][0] != "0" else "1") + codes[used][1:]
    assert "mistyped" in ask(page, mistyped)


def test_a_campaign_of_several_elections(page: Page, tmp_path: Path) -> None:
    """The pin needs the set-up's file too; another campaign's is told."""
    world = cast_some(tmp_path / "one", VOTE, SECOND)
    setup, bundles = write_files(world, tmp_path)
    code = world.slip_codes[UNUSED]
    check(page, bundles[1])
    said = ask(page, code)
    assert "once you choose the campaign's set-up" in said and "cast nothing" in said
    page.get_by_label("The campaign's set-up").set_input_files(setup)
    assert "The pin fits" in ask(page, code)
    page.get_by_label("The campaign's set-up").set_input_files(bundles[0])
    assert "This set-up is not the one" in ask(page, code)


@pytest.mark.parametrize("seed", ["honest", "others"])
def test_a_set_up_whose_second_election_has_another_trustee(
    page: Page, tmp_path: Path, seed: str
) -> None:
    """The slip is printed for both as they are, and the first election is in order."""
    joint = Joint(keys=[hold(), hold(seed)])
    token = joint.tellers[0].tokens[0]
    code = token + compute_pin(token, joint.fingerprints, "er")
    bundle, set_up = tmp_path / "first.zip", tmp_path / "TEST-setup.zip"
    bundle.write_bytes(joint.pack()[0])
    set_up.write_bytes(joint.pack_set_up())
    assert check(page, bundle) == "This election checks out"
    page.get_by_label("The campaign's set-up").set_input_files(set_up)
    said = ask(page, code)
    assert ("The pin fits: the slip is for the unit ER (er)." in said) == (seed == "honest")
    apart = (
        "The elections of this set-up are not one campaign's, or have other trustees, witnesses, "
        "mirrors or servers than one another: somebody else could open one of them. Trust none of "
        "them, and show the file to somebody whom you trust."
    )
    assert (apart in said) == (seed == "others")
    assert find_faults(page) == []


def test_a_file_that_does_not_check_out(page: Page, tmp_path: Path) -> None:
    world = cast_some(tmp_path, VOTE)
    _setup, (bundle,) = write_files(world, tmp_path)
    body = bytearray(bundle.read_bytes())
    body[body.index(b'"signature":{"hash":"') + 30] ^= 1
    bundle.write_bytes(body)
    assert check(page, bundle) == "This election does not check out"
    assert ask(page, world.slip_codes[UNUSED]).startswith("This file does not check out")
