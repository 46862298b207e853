"""The auditor's page of a whole bundle: the answer first, what does not fit before it, what is
wrong instead of it; and the command says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.auditor.test_auditor_page import AUDITOR, check
from tests.forgeries.election.amendment_forgeries import BEFORE
from tests.forgeries.election.bench import open_voting, pack, play, replace, sign_again
from tests.forgeries.election.note_forgeries import noted
from tests.forgeries.election.people_forgeries import MISCOUNTS, more_ballots_than_members
from tests.players.browser.looking.inspection import find_faults
from tests.players.campaign.elections import RULE
from tests.players.cli.command import voteapp
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.setup.rules import Quorum

HALF = {"numerator": 1, "denominator": 2}
ANSWER = "“Yes” has enough votes on “Strike vote”: 4 of 7 ballots; 4 needed."


def audit(browser: Browser, folder: Path, data: bytes) -> tuple[str, str]:
    """The report on the page, and what the command prints."""
    path = folder / "bundle.zip"
    path.write_bytes(data)
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(AUDITOR.as_uri())
    check(page, path)
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    report = page.inner_text("#report")
    page.close()
    return report, voteapp("audit", path, expect=None).stdout


def test_the_answer_comes_first_then_the_numbers(browser: Browser, tmp_path: Path) -> None:
    page, said = audit(browser, tmp_path, pack(play()[1]))
    places = [page.index(words) for words in (ANSWER, "This election checks out", "Share", "57.1")]
    assert places == sorted(places)
    assert "“Yes” needed more than 1/2 of the votes counted: 4 of 7." in page
    assert "It got 4 of 7: exactly 4/7." in page
    assert said.startswith(ANSWER + "\nVERIFIED")
    assert re.search(r"Yes\W+4\W+57\.1 %", said)


def test_the_rule_is_about_the_members_as_amended(browser: Browser, tmp_path: Path) -> None:
    """22 members were fixed, two had been forgotten: 24 decide, wherever it is said."""
    rule = replace(RULE, of="entitled", quorum=Quorum(comparison="more-than", **HALF))
    election = play("members", manifest_fields={"rule": rule})[1]
    election.amend(Change("entitled", "14", "Two were forgotten.", leaf="icu"), BEFORE)
    page, said = audit(browser, tmp_path, pack(sign_again(election)))
    sentence = (
        "The vote “Strike vote” does not count, for too few took part: 7 ballots came; "
        "13 needed, 6 more."
    )
    assert sentence in page and said.startswith(sentence)
    assert "“Yes” needed more than 1/2 of the members who may vote: 13 of 24." in page
    assert "Votes counted: 7. The quorum is 13." in page and "29.2" in page


def test_what_does_not_fit_stands_above_the_answer(browser: Browser, tmp_path: Path) -> None:
    page, said = audit(browser, tmp_path, MISCOUNTS["slips-more-ballots"]())
    warning = "Slips were counted by hand: more votes came than slips that members kept."
    assert page.index(warning) < page.index(ANSWER) < page.index("This election checks out")
    assert "er: 4 ballots came, members kept 3 slips" in page
    assert said.index("VERIFIED") < said.index("members kept 3 slips") < said.index("Fingerprint")


def test_too_many_ballots_are_said_instead_of_an_answer(browser: Browser, tmp_path: Path) -> None:
    page, said = audit(browser, tmp_path, more_ballots_than_members())
    assert page.index("does not check out") < page.index("More ballots were cast than")
    assert "7 ballots were cast, 6 members are entitled" in page
    assert "has enough votes" not in page and "The rule is met" not in page
    assert said.startswith("NOT VERIFIED") and "ballots-exceed-entitled" in said


def test_notes_are_read_beside_the_report(browser: Browser, tmp_path: Path) -> None:
    page, _ = audit(browser, tmp_path, pack(noted()))
    assert "In the ER 5 slips were handed out, not 6." in page


@pytest.mark.parametrize("ended", [False, True])
def test_below_k_and_before_the_end(browser: Browser, tmp_path: Path, ended: bool) -> None:
    workshop, election = open_voting("few")
    if ended:
        election.close(workshop.slips())
    page, said = audit(browser, tmp_path, pack(election))
    sentence = "“Strike vote” has no result: 4 ballots came, and fewer than 5 are never opened"
    assert (sentence in page, said.startswith(sentence)) == (ended, ended)
