"""Edits by identity: references follow what they name, and no edit lands on what nobody saw."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft
from voteapp.campaign.questionnaire.edits_of_rules import list_changed_rules
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.services import overview
from voteapp.services.drafting import drafting, editing, editing_questions
from voteapp.services.drafting.deciding import create_rule, find_deciding_answer, is_confirmed
from voteapp.services.drafting.shift_survey import default_survey
from voteapp.services.drafting.versions import (
    Piece,
    compute_version,
    compute_versions,
    list_pieces,
)
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import (
    InvalidDraftError,
    RulesChangeError,
    StaleDraftError,
    WrongStateError,
)
from voteapp.services.slips import slips
from voteapp.services.values.drafts import AnswerDraft, CampaignDraft, QuestionDraft, RuleDraft

BEA = "Bea"


@pytest.fixture
def drafted(world: World) -> World:
    """A vote and a survey of two questions."""
    world.draft(create_draft(VOTE, SURVEY))
    return world


def read(world: World) -> CampaignDraft:
    return overview.get_campaign(world.context, world.code).draft


def see(world: World, kind: str, part: str = "", question: str = "") -> str:
    return compute_version(read(world), Piece(kind, part, question))  # type: ignore[arg-type]


def save(world: World, place: tuple[int, int], typed: QuestionDraft, seen: str = "") -> None:
    election = read(world).elections[place[0]]
    question = election.questions[place[1]].id
    seen = seen or see(world, "question", election.id, question)
    editing_questions.save_question(
        world.context, ADA, world.code, election.id, question, seen, typed
    )


def vote(world: World) -> QuestionDraft:
    return read(world).elections[0].questions[0]


def test_the_rule_follows_its_answer_down(drafted: World) -> None:
    world = drafted
    yes, no = vote(world).answers
    save(world, (0, 0), replace(vote(world), answers=(no, yes)))
    election = read(world).elections[0]
    assert find_deciding_answer(election) == yes
    assert is_confirmed(election)
    rule = create_rule(election)
    assert rule is not None and (rule.question, rule.answer) == (0, 1)
    world.lock()
    world.make_key()
    world.make_slips()
    world.start()
    manifest = json.loads(world.get_row(world.uuids[0]).manifest or b"")
    assert manifest["rule"]["answer"] == 1
    assert world.election(world.uuids[0]).election.questions[0].answers == ["No", "Yes"]


def test_an_answer_above_it_goes_and_the_rule_stays(drafted: World) -> None:
    world = drafted
    yes, no = vote(world).answers
    editing.save_rule(
        world.context,
        ADA,
        world.code,
        VOTE.id,
        see(world, "rule", VOTE.id),
        RuleDraft(answer=no.id),
    )
    save(world, (0, 0), replace(vote(world), answers=(no,)))
    rule = create_rule(read(world).elections[0])
    assert rule is not None and rule.answer == 0
    assert find_deciding_answer(read(world).elections[0]) == no
    save(world, (0, 0), replace(vote(world), answers=(AnswerDraft("Yes"), no)))
    assert vote(world).answers[0].id != yes.id
    assert find_deciding_answer(read(world).elections[0]) == no


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda yes, no: (replace(yes, text="Yes, strike"), no),
        lambda yes, no: (no,),
        lambda yes, no: (AnswerDraft("Yes"), no),
    ],
)
def test_a_rule_whose_answer_is_another_must_be_said_again(
    drafted: World, change: Callable[[AnswerDraft, AnswerDraft], tuple[AnswerDraft, ...]]
) -> None:
    world = drafted
    save(world, (0, 0), replace(vote(world), answers=change(*vote(world).answers)))
    assert not is_confirmed(read(world).elections[0])
    with pytest.raises(InvalidDraftError) as caught:
        world.lock()
    (error,) = caught.value.errors
    assert error.field == "elections.0.rule"
    assert "“Strike vote” was about the answer “Yes”" in str(error)
    chosen = vote(world).answers[0]
    seen = see(world, "rule", VOTE.id)
    rule = RuleDraft(answer=chosen.id)
    editing.save_rule(world.context, ADA, world.code, VOTE.id, seen, rule)
    assert read(world).elections[0].rule == replace(rule, question=vote(world).id, text=chosen.text)
    world.lock()


def test_a_word_that_is_taken_back_needs_no_new_word(drafted: World) -> None:
    world = drafted
    before = vote(world)
    save(world, (0, 0), replace(before, answers=(replace(before.answers[0], text="Aye"),)))
    save(world, (0, 0), before)
    assert is_confirmed(read(world).elections[0])
    yes, no = vote(world).answers
    assert yes == before.answers[0]
    assert no.id != before.answers[1].id


def test_a_rule_is_about_an_answer_of_its_question(drafted: World) -> None:
    world = drafted
    seen = see(world, "rule", VOTE.id)
    other = SURVEY.questions[0].answers[0].id
    for answer in ("", other):
        rule = RuleDraft(answer=answer)
        with pytest.raises(InvalidDraftError) as caught:
            editing.save_rule(world.context, ADA, world.code, VOTE.id, seen, rule)
        assert caught.value.errors[0].field == "answer"


def test_edits_keep_what_no_form_shows(world: World) -> None:
    main = default_survey(world.random, limit=4)[0]
    world.draft(create_draft(main))
    place = [question.code for question in main.questions].index("9")
    typed = replace(main.questions[place], text="What was left undone?")
    save(world, (0, place), typed)
    kept = read(world).elections[0].questionnaire
    before = main.questionnaire
    assert [a.alone for a in kept.questions[place].answers] == [False] * 8 + [True]
    assert kept.questions[place].code == "9"
    assert kept.rules == before.rules
    others = [q for n, q in enumerate(kept.questions) if n != place]
    assert others == [q for n, q in enumerate(before.questions) if n != place]


def test_a_question_moved_before_what_it_is_derived_from_asks_its_author(world: World) -> None:
    main = default_survey(world.random, limit=4)[0]
    world.draft(create_draft(main))
    code = world.code
    derived = next(question for question in main.questions if question.code == "2d")
    seen = see(world, "order", main.id)
    with pytest.raises(RulesChangeError) as caught:
        editing_questions.move_question(world.context, ADA, code, main.id, derived.id, seen, -1)
    assert read(world).elections[0] == main
    error = caught.value
    change, *_others = list_changed_rules(error.before, error.after)
    assert isinstance(change.before, Derive) and change.after is None
    with pytest.raises(RulesChangeError):
        editing_questions.move_question(
            world.context, ADA, code, main.id, derived.id, seen, -1, "0" * 64
        )
    editing_questions.move_question(
        world.context, ADA, code, main.id, derived.id, seen, -1, error.agreement
    )
    kept = read(world).elections[0].questionnaire
    assert change.before not in kept.rules and kept == error.after


def test_swapped_words_of_a_rules_answers_ask_the_author(world: World) -> None:
    main = default_survey(world.random, limit=4)[0]
    world.draft(create_draft(main))
    derived = next(question for question in main.questions if question.code == "2d")
    first, second, *rest = derived.answers
    swapped = (replace(first, text=second.text), replace(second, text=first.text), *rest)
    typed = replace(derived, answers=swapped)
    seen = see(world, "question", main.id, derived.id)
    arguments = (world.context, ADA, world.code, main.id, derived.id, seen, typed)
    with pytest.raises(RulesChangeError) as caught:
        editing_questions.save_question(*arguments)
    assert read(world).elections[0] == main
    editing_questions.save_question(*arguments, caught.value.agreement)
    kept = next(q for q in read(world).elections[0].questions if q.id == derived.id)
    assert kept.answers[0].text == second.text


def test_two_people_at_different_questions_do_not_disturb_each_other(drafted: World) -> None:
    world = drafted
    first, second = SURVEY.questions
    seen = see(world, "question", SURVEY.id, first.id)
    save(world, (1, 1), replace(second, text="Second, by Bea"))
    save(world, (0, 0), replace(vote(world), text="A vote, by Bea"))
    save(world, (1, 0), replace(first, text="First, by Ada"), seen)
    texts = [question.text for e in read(world).elections for question in e.questions]
    assert texts == ["A vote, by Bea", "First, by Ada", "Second, by Bea"]


def test_two_people_at_one_question(drafted: World) -> None:
    world = drafted
    first = SURVEY.questions[0]
    seen = see(world, "question", SURVEY.id, first.id)
    save(world, (1, 0), replace(first, text="By Bea"))
    with pytest.raises(StaleDraftError):
        save(world, (1, 0), replace(first, text="By Ada"), seen)
    assert read(world).elections[1].questions[0].text == "By Bea"
    save(world, (1, 0), replace(first, text="By Ada"))
    assert read(world).elections[1].questions[0].text == "By Ada"


def test_a_removed_question_is_neither_saved_nor_removed_again(drafted: World) -> None:
    world = drafted
    first, second = SURVEY.questions
    shown = see(world, "removal", SURVEY.id, first.id)
    seen = see(world, "question", SURVEY.id, first.id)
    order = see(world, "order", SURVEY.id)
    remove = editing_questions.remove_question
    remove(world.context, BEA, world.code, SURVEY.id, first.id, shown)
    with pytest.raises(StaleDraftError):
        remove(world.context, ADA, world.code, SURVEY.id, first.id, shown)
    with pytest.raises(StaleDraftError):
        editing_questions.save_question(
            world.context, ADA, world.code, SURVEY.id, first.id, seen, first
        )
    with pytest.raises(StaleDraftError):
        editing_questions.move_question(
            world.context, ADA, world.code, SURVEY.id, second.id, order, 1
        )
    assert [q.id for q in read(world).elections[1].questions] == [second.id]


def test_nothing_is_removed_that_was_changed_meanwhile(drafted: World) -> None:
    world = drafted
    first = SURVEY.questions[0]
    question = see(world, "removal", SURVEY.id, first.id)
    part, whole = see(world, "part", SURVEY.id), world.version
    save(world, (1, 0), replace(first, text="By Bea"))
    actions: list[Callable[[], None]] = [
        lambda: editing_questions.remove_question(
            world.context, ADA, world.code, SURVEY.id, first.id, question
        ),
        lambda: editing.remove_part(world.context, ADA, world.code, SURVEY.id, part),
        lambda: drafting.delete_campaign(world.context, ADA, world.code, whole),
        lambda: drafting.submit_draft(world.context, ADA, world.code, whole),
    ]
    for action in actions:
        with pytest.raises(StaleDraftError):
            action()
    assert world.state == "draft"
    editing.remove_part(world.context, ADA, world.code, SURVEY.id, see(world, "part", SURVEY.id))
    with pytest.raises(StaleDraftError):
        editing_questions.add_question(
            world.context, ADA, world.code, SURVEY.id, ask("More?", ("Yes",))
        )
    assert [election.id for election in read(world).elections] == [VOTE.id]


def test_whoever_saw_nothing_changes_nothing(drafted: World) -> None:
    world = drafted
    for seen in ("", "0" * 64):
        with pytest.raises(StaleDraftError):
            editing.save_numbers(world.context, ADA, world.code, seen, slips=1, roster_size=1)
        with pytest.raises(StaleDraftError):
            editing.remove_part(world.context, ADA, world.code, "00000000", seen)


def test_a_problem_is_at_the_field_of_its_form(drafted: World) -> None:
    world = drafted
    with pytest.raises(InvalidDraftError) as caught:
        save(world, (1, 1), replace(SURVEY.questions[1], text=""))
    error = caught.value
    assert error.errors[0].field.removeprefix(error.within) == "text"
    with pytest.raises(InvalidDraftError) as caught:
        editing_questions.add_question(
            world.context, ADA, world.code, SURVEY.id, ask("Same?", ("a", "a"))
        )
    error = caught.value
    assert error.errors[0].field.removeprefix(error.within) == "answers.1"


def test_a_locked_draft_is_not_edited(drafted: World) -> None:
    world = drafted
    seen = see(world, "numbers")
    world.lock()
    with pytest.raises(WrongStateError):
        editing.save_numbers(world.context, ADA, world.code, seen, slips=1, roster_size=1)


def test_each_piece_has_a_version_of_its_own(drafted: World) -> None:
    world = drafted
    before = compute_versions(read(world))
    assert len(set(before.values())) == len(before) == len(list_pieces(read(world))) == 12
    editing.save_numbers(
        world.context, ADA, world.code, see(world, "numbers"), slips=9, roster_size=9
    )
    after = compute_versions(read(world))
    assert [name for name in before if before[name] != after[name]] == ["numbers"]


def test_a_corrected_title_is_corrected_wherever_it_is_the_title(world: World) -> None:
    vote = write_election(
        "vote",
        "Strik?",
        [ask("Strik?", ("Strik?", "No"))],
        world.random,
        description="Strik?",
        rule=RuleDraft(),
    )
    named = write_election("vote", "Own", [ask("Strik?", ("Yes",))], world.random, rule=RuleDraft())
    survey = write_election("survey", "Strik?", [ask("Strik?", ("Yes",))], world.random)
    world.draft(create_draft(vote, named, survey, title="Strik?"))

    def retitle(title: str) -> None:
        editing.save_details(
            world.context,
            ADA,
            world.code,
            see(world, "details"),
            title=title,
            organizer="O",
            facility="",
            unit="",
        )

    retitle("Strike?")
    draft = read(world)
    assert [e.title for e in draft.elections] == ["Strike?", "Own", "Strike?"]
    assert [e.questions[0].text for e in draft.elections] == ["Strike?", "Strik?", "Strik?"]
    first = draft.elections[0]
    assert (first.description, first.questions[0].answers[0].text) == ("Strik?", "Strik?")
    assert is_confirmed(first)
    seen = see(world, "head", vote.id)
    editing.save_head(
        world.context, ADA, world.code, vote.id, seen, title="Mine", description="", k=5
    )
    assert read(world).elections[0].questions[0].text == "Mine"
    retitle("Strike now?")
    assert [e.title for e in read(world).elections] == ["Mine", "Own", "Strike now?"]
    world.lock()
    assert slips.get_slip_task(world.context, world.code, ADA).title == "Strike now?"
    assert [e.title for e in overview.get_campaign(world.context, world.code).elections] == [
        "Mine",
        "Own",
        "Strike now?",
    ]
