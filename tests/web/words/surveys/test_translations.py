"""Every text of the figures' pages and papers goes through gettext, charts and all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.players.services.surveyed import Surveyed
from tests.players.services.world import create_settings
from tests.web.words.test_translations import PSEUDO, make_pseudo_catalogs, untranslated
from voteapp import app as wiring
from voteapp.app import create_app
from voteapp.campaign.questionnaire.document import Questionnaire, read_text

pytestmark = pytest.mark.slow

NAMES = {"voteapp", "North", "4 West", ".zip", "CSV", "JSON", "SVG", "UTC", "America/Los Angeles"}


def list_texts(asked: Questionnaire) -> set[str]:
    """Whatever the committee wrote."""
    language = asked.language
    words = asked.words[language]
    texts = {read_text(asked.texts, language), words.not_applicable, words.prefer_not}
    for question in asked.questions:
        texts |= {read_text(question.texts, language)}
        texts |= {read_text(answer.texts, language) for answer in question.answers}
    return texts


def test_no_text_of_figures_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = Surveyed(create_settings(tmp_path / "instance"))
    world.play()
    make_pseudo_catalogs(tmp_path / "translations")
    monkeypatch.setattr(wiring, "TRANSLATIONS", tmp_path / "translations")
    client = create_app(world.settings, world.context).test_client()
    base = f"/campaigns/{world.code}"
    missed = next(q for q in world.asked.questions if q.code == "9")
    data = {*NAMES, *list_texts(world.asked), *world.uuids, "Spring campaign", "Local 1"}
    data |= {"Safe staffing shift survey: burnout", "Strike vote", "Shall we strike?", "Yes", "No"}
    data |= {f"{world.settings.base_url}{base}/{name}" for name in ("figures", "results")}
    escaped = []
    for path in ("figures", f"figures?question={missed.id}", "sheet", "filing", "wall"):
        answer = client.get(f"{base}/{path}", headers={"Accept-Language": PSEUDO})
        page = answer.get_data(as_text=True)
        assert "⟦" in page
        charts = re.findall(r"<svg class=\"chart.*?</svg>", page, re.S)
        assert all("⟦" in chart for chart in charts if "<desc" in chart)
        trackers = set(re.findall(r'class="tracker" translate="no">([^<]+)<', page))
        # Lines of a text in a chart are pieces of it.
        without = re.sub(r"<svg.*?</svg>", "", page, flags=re.S)
        escaped += [(path, text) for text in untranslated(without, data | trackers)]
    assert escaped == []
    world.context.board.close()
    world.context.roll.close()
