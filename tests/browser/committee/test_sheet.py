"""The sheet for the table: five figures with their charts on one page, A4 or Letter."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser as Engine

from tests.browser.committee.test_wall import BASE, PAPERS
from tests.players.browser.browser import Browser
from tests.players.services.served import Server
from tests.players.services.world import World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.campaign.playing.members import draw_survey
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.services.drafting.shift_survey import LEAF_CODE, default_survey

LONG = "Shift survey of the nurses, therapists and technicians of the North Hospital "


def publish(world: World) -> None:
    """Ten of twenty members answer the shift survey of a campaign with a long name."""
    parts = default_survey(RandomStream("parts"), limit=4)[:1]
    world.open(create_draft(*parts, title=(LONG * 3)[:200], organizer=(LONG * 3)[:200]))
    (uuid,), chance = world.uuids, RandomStream("people")
    for member in range(10):
        chosen = draw_survey(parts[0].questionnaire, Leaf(LEAF_CODE), chance)
        world.cast(uuid, member, chosen)
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(uuid)


def test_five_figures_on_one_sheet(browser: Engine, tmp_path: Path) -> None:
    world = World(create_settings(tmp_path / "server"))
    publish(world)
    person = Browser(browser)
    with Server(world.settings.instance, workers=1, VOTEAPP_BASE_URL=BASE) as server:
        person.open(f"http://127.0.0.1:{server.port}/campaigns/{world.code}/sheet")
        person.page.wait_for_selector("#qr svg")
        sheet = "document.getElementById('sheet')"
        assert person.page.evaluate(f"{sheet}.querySelectorAll('.five svg').length") == 5
        assert person.page.evaluate(f"{sheet}.scrollHeight <= {sheet}.clientHeight")
        edges = person.page.evaluate(
            f"[{sheet}, ...{sheet}.querySelectorAll('.five *')].map(e => "
            "e.getBoundingClientRect().right).every((right, _n, all) => right <= all[0])"
        )
        assert edges
        for paper, size in PAPERS.items():
            document = pypdfium2.PdfDocument(person.print(paper))
            assert len(document) == 1, paper
            assert document[0].get_size() == pytest.approx(size, abs=2)
            words = "".join(document[0].get_textpage().get_text_bounded().split())
            assert "of20memberswereoverthelimit." in words
            assert "10of20membersanswered:50.0%." in words
            assert words.count("ifthosewhodidnotanswerresemblethosewhodid") >= 4
            assert world.uuids[0] in words
            (code,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
            assert code.text == f"{BASE}/campaigns/{world.code}/figures"
    person.context.close()
