"""The languages of a part: added, translated, flagged, removed; every wrong press is answered."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from tests.web.committee.test_editor import add, survey
from tests.web.committee.test_parts import question_form
from tests.web.committee.test_stale import Tab, at, read
from tests.web.conftest import Committee, find_hidden, make_draft
from voteapp.campaign.questionnaire.document import read_text
from voteapp.services.context import Context
from voteapp.web.words.languages import direction_of

CHANGED = "The English text has changed since this was translated."


@pytest.fixture
def code(committee: Committee) -> str:
    return make_draft(committee, kind="own-survey")


@pytest.fixture
def spanish(committee: Committee, context: Context, code: str) -> str:
    """The address of the translation into Spanish."""
    path = at(context, code, "/parts/0") + "/languages"
    answer = committee.post(path, {"language": "es"})
    assert answer.status_code == 303 and answer.headers["Location"] == f"{path}/es"
    return f"{path}/es"


def send(committee: Committee, path: str, changed: dict[str, str]) -> tuple[int, str]:
    page = committee.get(path)
    answer = committee.client.post(path, data={**question_form(page), **changed})
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


def reword(committee: Committee, context: Context, code: str, text: str) -> None:
    path = at(context, code, "/parts/0/questions/0")
    fields = question_form(committee.get(path)) | {"text": text}
    assert committee.client.post(path, data=fields).status_code == 303


def translate_all(committee: Committee, path: str) -> None:
    page = committee.get(path)
    names = re.findall(r'<textarea id="([^"]+)"', page)
    assert len(names) > 4
    status, _page = send(committee, path, {name: f"texto {name}" for name in names})
    assert status == 303


def test_the_page_counts_and_says_who_can_choose(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    base = at(context, code, "/parts/0")
    assert f'href="{base}/languages"' in committee.get(base)
    page = committee.get(f"{base}/languages")
    assert re.search(r"0 of \d+ texts are translated", page)
    assert "Members cannot choose it yet." in page
    translate_all(committee, spanish)
    page = committee.get(f"{base}/languages?done=saved")
    assert "Members can choose it." in page and "Saved." in page
    total = re.search(r"(\d+) of (\d+) texts are translated", page)
    assert total and total[1] == total[2]
    assert "Spanish: " in committee.get(base)


def test_a_text_is_kept_in_its_language_and_taken_away(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    before = survey(context, code)
    name = f"text.{before.questions[0].id}"
    assert send(committee, spanish, {name: " ¿Cómo fue? "})[0] == 303
    after = survey(context, code).questions[0]
    assert (
        read_text(after.texts, "es") == "¿Cómo fue?"
        and after.texts["en"] == (before.questions[0].texts["en"])
    )
    assert question_form(committee.get(spanish))[name] == "¿Cómo fue?"
    assert send(committee, spanish, {name: ""})[0] == 303
    assert survey(context, code).questions == before.questions


def test_rewording_flags_every_page_until_somebody_looks(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    base = at(context, code, "/parts/0")
    translate_all(committee, spanish)
    review = f"/committee/campaigns/{code}/review"
    assert CHANGED not in committee.get(spanish)
    assert "has been reworded since it was translated" not in committee.get(review)
    earlier = survey(context, code).questions[0].texts["en"].text
    reword(committee, context, code, "Was it enough?")
    page = html.unescape(committee.get(spanish))
    assert page.count(CHANGED) == 1 and f">{earlier}</span>" in page
    assert "Spanish: look at 1 text" in committee.get(base)
    assert "1 English text has changed" in committee.get(f"{base}/languages")
    warned = html.unescape(committee.get(review))
    assert "has been reworded since it was translated into Español (es)" in warned
    assert f'href="{spanish}"' in warned
    assert send(committee, spanish, {})[0] == 303
    assert CHANGED in committee.get(spanish)
    name = f"text.{survey(context, code).questions[0].id}"
    assert send(committee, spanish, {"still": name})[0] == 303
    assert CHANGED not in committee.get(spanish)
    assert "look at" not in committee.get(base)
    undo = f"/committee/campaigns/{code}/undo"
    assert committee.post(undo, {}, page=base).status_code == 303
    assert CHANGED in committee.get(spanish)


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"language": ""}, "language"),
        ({"language": "xx"}, "language"),
        ({"language": "en"}, "language"),
        ({"language": "es"}, "language"),
        ({"language": "other", "other": ""}, "other"),
        ({"language": "other", "other": "no language at all"}, "other"),
        ({"language": "other", "other": "Español (es)"}, "other"),
    ],
)
def test_no_language_names_its_field(
    committee: Committee,
    context: Context,
    code: str,
    spanish: str,
    typed: dict[str, str],
    field: str,
) -> None:
    answer = committee.post(at(context, code, "/parts/0") + "/languages", typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.get_data(as_text=True)
    assert read(context, code).elections[0].languages == ["es"]


@pytest.mark.parametrize(
    "typed, kept, direction",
    [
        ("Somali", "so", "ltr"),
        ("pt-br", "pt-BR", "ltr"),
        ("ar", "ar", "rtl"),
        ("qqq", "qqq", "auto"),
    ],
)
def test_another_language_by_code_or_name(
    committee: Committee, context: Context, code: str, typed: str, kept: str, direction: str
) -> None:
    path = at(context, code, "/parts/0") + "/languages"
    answer = committee.post(path, {"language": "other", "other": typed})
    assert answer.headers["Location"] == f"{path}/{kept}"
    page = committee.get(f"{path}/{kept}")
    field = re.search(r'<textarea id="text.part"[^>]*>', page)
    assert field and f'lang="{kept}" dir="{direction}"' in field[0]
    assert '<span class="hint pre" id="text.part-hint" lang="en" dir="ltr">' in page


def test_directions() -> None:
    assert {direction_of(code) for code in ("ar", "fa-IR", "he", "ur", "pa-Arab", "ckb")} == {"rtl"}
    assert {direction_of(code) for code in ("en", "pa", "zh-Hant", "az", "uz-Latn")} == {"ltr"}


def test_what_is_too_long_names_its_field_and_is_not_lost(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    status, page = send(committee, spanish, {"text.part": "x" * 3000})
    assert status == 422 and 'href="#text.part"' in page and "x" * 3000 in page
    assert "es" not in survey(context, code).texts


def test_two_translators_meet(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    name = f"text.{survey(context, code).questions[0].id}"
    ada, bea = Tab(committee, spanish), Tab(committee, spanish)
    assert bea.send({name: "¿De Bea?"}) == 303
    assert ada.send({name: "¿De Ada?"}) == 409
    assert "¿De Bea?" in ada.page and "¿De Ada?" in ada.page
    assert ada.send({name: "¿De Ada?"}) == 303
    assert read_text(survey(context, code).questions[0].texts, "es") == "¿De Ada?"


def test_a_language_is_removed_after_asking_and_undone(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    base = at(context, code, "/parts/0")
    translate_all(committee, spanish)
    tab = Tab(committee, spanish)
    stale = find_hidden(committee.get(f"{spanish}/remove"))
    assert send(committee, spanish, {"text.part": "Turnos"})[0] == 303
    assert committee.client.post(f"{spanish}/remove", data=stale).status_code == 409
    assert "Remove this language?" in committee.get(f"{spanish}/remove")
    assert committee.post(f"{spanish}/remove", {}).status_code == 303
    assert read(context, code).elections[0].languages == []
    assert committee.client.get(spanish).status_code == 404
    assert tab.send({"text.part": "Mis turnos"}) == 409 and "Mis turnos" in tab.page
    assert committee.client.post(f"{spanish}/remove", data=stale).status_code == 409
    page = committee.get(base)
    assert "Undo: a translation was changed" in page
    undo = f"/committee/campaigns/{code}/undo"
    assert committee.post(undo, {}, page=base).status_code == 303
    assert read_text(survey(context, code).texts, "es") == "Turnos"


def test_numbers_are_filled_in_and_kept_when_the_form_is_saved(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    name = add(committee, context, code, "How many?", kind="number", bins="0, 1, 2-4, 5+")
    assert send(committee, spanish, {})[0] == 303
    (found,) = [q for q in survey(context, code).questions if q.id == name]
    assert [read_text(a.texts, "es") for a in found.answers] == ["0", "1", "2-4", "5+"]
    assert read_text(found.texts, "es") == ""


def test_scale_and_headings_are_grouped(
    committee: Committee, context: Context, code: str, spanish: str
) -> None:
    base = at(context, code, "/parts/0")
    scale = {"items.0": "We rest.", "items.1": "We eat.", "answers.0": "No", "answers.1": "Yes"}
    assert committee.post(f"{base}/scales/new", scale).status_code == 303
    second = survey(context, code).questions[1].id
    heading = {"title": "Breaks", "intro": ""}
    assert committee.post(f"{base}/questions/{second}/heading", heading).status_code == 303
    legends = re.findall("<legend>(.*?)</legend>", committee.get(spanish))
    assert legends == [
        "Title and introduction",
        "Question 1",
        "Heading above question 2",
        "Question 2",
        "Question 3",
        "Answers to questions 2 to 3",
        "Answers that every question may have",
    ]
    add(committee, context, code, "Anything else?")
    translate_all(committee, spanish)
    assert read_text(survey(context, code).sections[0].texts, "es")


def test_what_is_not_there_is_not_found_and_strangers_stay_out(
    committee: Committee, context: Context, code: str, client: FlaskClient
) -> None:
    base = at(context, code, "/parts/0")
    for path in ("/languages/es", "/languages/en", "/languages/es/remove", "/languages/<x>"):
        assert committee.client.get(base + path).status_code == 404
    assert committee.client.get(f"{base[:-8]}00000000/languages").status_code == 404
    stranger = client.application.test_client()
    for path in ("/languages", "/languages/es", "/languages/es/remove"):
        assert stranger.get(base + path).status_code in (302, 303)
