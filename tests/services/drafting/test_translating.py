"""Translations in a draft: kept beside the first language, and flagged when that is reworded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Text, read_text
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.drafting import editing_questions, undoing
from voteapp.services.drafting.editing import save_head
from voteapp.services.drafting.editor import copying, structure
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.translating import editing
from voteapp.services.drafting.translating.texts import list_groups, measure
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
    ItemDraft,
    ScaleDraft,
)

PART = SURVEY.id


@pytest.fixture
def drafted(world: World) -> World:
    """A vote and a survey; the survey is to be translated into Spanish."""
    world.draft(create_draft(VOTE, SURVEY))
    editing.add_language(world.context, ADA, world.code, PART, "es")
    return world


def read(world: World) -> CampaignDraft:
    return overview.get_campaign(world.context, world.code).draft


def survey(world: World, part: str = PART) -> ElectionDraft:
    return next(election for election in read(world).elections if election.id == part)


def see(world: World, part: str = PART, language: str = "es") -> str:
    return compute_version(read(world), Piece("language", part, language=language))


def fill(election: ElectionDraft) -> dict[str, str]:
    """A translation of everything."""
    rows = [row for group in list_groups(election, "es") for row in group.rows]
    return {row.name: f"es {row.source}" for row in rows}


def translate(world: World, typed: dict[str, str], part: str = PART, still: str = "") -> None:
    editing.save_translation(
        world.context, ADA, world.code, part, "es", see(world, part), typed, [still]
    )


def reword(world: World, text: str) -> None:
    """The first question."""
    question = survey(world).questions[0]
    seen = compute_version(read(world), Piece("question", PART, question.id))
    typed = replace(question, text=text)
    editing_questions.save_question(world.context, ADA, world.code, PART, question.id, seen, typed)


def list_warned(world: World) -> list[tuple[str, str]]:
    return [
        (guard.code, guard.severity)
        for guard in list_before_locking(read(world))
        if guard.code.startswith("translation-")
    ]


def test_everything_is_translated_and_nothing_else_is_changed(drafted: World) -> None:
    world, before = drafted, survey(drafted)
    assert list_warned(world) == [("translation-missing", "confirm")]
    translate(world, fill(before))
    after = survey(world)
    progress = measure(after, "es")
    assert progress.complete and progress.done == progress.total and not progress.outdated
    assert list_warned(world) == []
    assert after.questions == before.questions
    assert read_text(after.questionnaire.texts, "es") == f"es {before.title}"
    assert after.questionnaire.words["es"].prefer_not.startswith("es ")
    seen = see(world)
    with pytest.raises(StaleDraftError):
        editing.drop_language(world.context, ADA, world.code, PART, "es", "0" * 64)
    editing.drop_language(world.context, ADA, world.code, PART, "es", seen)
    assert survey(world) == replace(before, earlier={})


@pytest.mark.slow
def test_rewording_flags_and_undo_and_redo_take_the_flag_along(drafted: World) -> None:
    world = drafted
    translate(world, fill(survey(world)))
    name = f"text.{survey(world).questions[0].id}"
    earlier = survey(world).questions[0].text
    reword(world, "Something else?")
    assert survey(world).earlier == {"es": {name: earlier}}
    assert list_warned(world) == [("translation-outdated", "confirm")]
    assert f'"{earlier}"'.encode() not in encode_questionnaire(survey(world).questionnaire)

    def turn(step) -> None:
        seen = compute_version(read(world), Piece("draft"))
        step(world.context, ADA, world.code, seen)

    turn(undoing.undo)
    assert measure(survey(world), "es").outdated == 0
    turn(undoing.redo)
    assert measure(survey(world), "es").outdated == 1
    translate(world, {})
    assert measure(survey(world), "es").outdated == 1
    translate(world, {name: "¿Otra cosa?"})
    assert measure(survey(world), "es").outdated == 0
    turn(undoing.undo)
    assert measure(survey(world), "es").outdated == 1
    translate(world, {}, still=name)
    assert measure(survey(world), "es").outdated == 0


@pytest.mark.slow
def test_copies_of_a_part_and_of_a_campaign_take_the_flag_along(drafted: World) -> None:
    world = drafted
    translate(world, fill(survey(world)))
    reword(world, "Something else?")
    structure.copy_part(world.context, ADA, world.code, PART)
    copied = read(world).elections[-1]
    assert copied.id != PART and measure(copied, "es").outdated == 1
    code = copying.copy_campaign(world.context, ADA, world.code, "Once more")
    again = overview.get_campaign(world.context, code).draft.elections[1]
    assert measure(again, "es").outdated == 1


@pytest.mark.slow
def test_whoever_translates_does_not_disturb_whoever_rewords_another_text(drafted: World) -> None:
    """But the translator sees that the source is another by now."""
    world = drafted
    question = survey(world).questions[0]
    piece = Piece("question", PART, question.id)
    seen_question, seen = compute_version(read(world), piece), see(world)
    translate(world, {"text.part": "Turnos"})
    assert compute_version(read(world), piece) == seen_question
    assert see(world) != seen
    seen = see(world)
    reword(world, "Something else?")
    assert see(world) != seen


@pytest.mark.slow
def test_a_vote_needs_no_words_of_its_own(drafted: World) -> None:
    world = drafted
    editing.add_language(world.context, ADA, world.code, VOTE.id, "es")
    election = survey(world, VOTE.id)
    assert [group.kind for group in list_groups(election, "es")] == ["part", "question"]
    translate(world, fill(election), VOTE.id)
    questionnaire = survey(world, VOTE.id).questionnaire
    assert questionnaire.words["es"] == questionnaire.words["en"]


@pytest.mark.slow
def test_a_new_statement_shares_the_translated_answers(drafted: World) -> None:
    world = drafted
    answers = (AnswerDraft("Agree"), AnswerDraft("Disagree"))
    typed = ScaleDraft((ItemDraft("We rest."), ItemDraft("We eat.")), answers)
    editing_questions.add_scale(world.context, ADA, world.code, PART, typed)
    *_others, one, two = survey(world).questions
    assert one.scale is not None
    groups = list_groups(survey(world), "es")
    (shared,) = [group for group in groups if group.kind == "answers"]
    assert [row.source for row in shared.rows] == ["Agree", "Disagree"]
    translate(world, fill(survey(world)))
    kept = tuple(replace(a, id=b.id) for a, b in zip(answers, one.answers, strict=True))
    items = (
        ItemDraft(one.text, one.id),
        ItemDraft(two.text, two.id),
        ItemDraft("We leave on time."),
    )
    piece = Piece("scale", PART, one.scale)
    seen = compute_version(read(world), piece)
    more = replace(typed, items=items, answers=kept)
    editing_questions.save_scale(world.context, ADA, world.code, PART, one.scale, seen, more)
    last = survey(world).questionnaire.questions[-1]
    assert [read_text(a.texts, "es") for a in last.answers] == ["es Agree", "es Disagree"]
    progress = measure(survey(world), "es")
    assert (progress.total - progress.done, progress.complete) == (1, False)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "e", "no language", "es-", "EN", "es", "Es"])
def test_a_language_that_is_none_or_is_there_names_its_field(drafted: World, language: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        editing.add_language(drafted.context, ADA, drafted.code, PART, language)
    assert caught.value.field == "language"


def test_codes_are_kept_as_people_expect_them(drafted: World) -> None:
    for typed in ("ZH-hans", "pt-br"):
        editing.add_language(drafted.context, ADA, drafted.code, PART, typed)
    assert survey(drafted).languages == ["es", "pt-BR", "zh-Hans"]


@pytest.mark.slow
def test_what_does_not_fit_names_its_field_and_changes_nothing(drafted: World) -> None:
    world = drafted
    question = survey(world).questions[0]
    one, two = (f"text.{answer.id}" for answer in question.answers[:2])
    for typed, field in (
        ({"text.part": "x" * 5000}, "text.part"),
        ({"text.part": "a\x07b"}, "text.part"),
        ({one: "Sí", two: "sí "}, two),
    ):
        with pytest.raises(InvalidDraftError) as caught:
            translate(world, typed)
        assert caught.value.errors[0].field == field
    assert measure(survey(world), "es").done == 0


def test_an_introduction_is_translated_before_its_title(drafted: World) -> None:
    world = drafted
    seen = compute_version(read(world), Piece("head", PART))
    head = {"title": SURVEY.title, "description": "Of last week.", "k": SURVEY.k}
    save_head(world.context, ADA, world.code, PART, seen, **head)
    translate(world, {"help.part": "De la semana pasada.", "text.part": ""})
    assert survey(world).questionnaire.texts["es"] == Text(text="", help="De la semana pasada.")
    assert not measure(survey(world), "es").complete
