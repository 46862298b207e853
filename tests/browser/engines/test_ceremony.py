"""2 of 3 trustees on three engines make one key and open the totals; clicks alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.ceremony.test_ceremony import check_result, decrypt, vote
from tests.browser.engines.conftest import KINDS
from tests.players.browser.engines.kinds import Engine
from tests.players.browser.people import People
from tests.players.browser.signers.trustees import (
    LONG,
    Trustee,
    committee_words,
    lock_vote,
    name_trustees,
)
from tests.players.browser.site import Site
from tests.support import tools

TITLE = "Do you authorize a strike?"
NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin"]


@pytest.fixture
def engines(people: People, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    opened = [kind(tmp_path_factory.mktemp(name)) for name, kind in KINDS.items()]
    yield [*opened, people.engine]
    for engine in opened:
        engine.stop()


def test_two_of_three(people: People, site: Site, engines: list[Engine]) -> None:
    committee = lock_vote(people, TITLE)
    links = name_trustees(committee, NAMES, 2)
    trustees = [
        Trustee(people, name, number, engine)
        for number, (name, engine) in enumerate(zip(NAMES, engines, strict=True), 1)
    ]
    for trustee, link in zip(trustees, links, strict=True):
        trustee.begin(link)
        trustee.make_key()
    words = {trustee.words() for trustee in trustees} | {committee_words(committee)}
    assert len(words) == 1
    assert len(words.pop().split()) == 16
    first, second, third = trustees
    first.say_same()
    second.say_same()
    # What was said has left the browser: now its tab may close.
    first.see(f"Waiting for {third.name} to compare the words.", timeout=LONG)
    second.come_back()
    third.say_same()
    files = [trustee.save_and_print() for trustee in trustees]
    files[0] = first.rehearse_from_paper(picture=people.downloads / "trustee-1.png")
    second.rehearse_from_file(files[1])
    third.rehearse_from_file(files[2])
    # Two open the totals, and all three say what opened and that voting is over (PAPER, "Closing").
    looking = list(zip(trustees, files, strict=True))
    uuid = vote(people, site, committee, "2 of 3 trustees together", looking)
    decrypt(committee, trustees, files)
    check_result(committee, uuid, tools.find_program("belenios-tool"))
    for trustee in trustees:
        assert [line for line in trustee.recorder.console if line.startswith("error:")] == []
