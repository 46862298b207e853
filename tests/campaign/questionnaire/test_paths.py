"""Every path is played: what it finds is what going through each of them by itself finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations

import msgspec
import pytest

from tests.players.campaign.questionnaires import LEAF, Author, create_example
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from voteapp.campaign.questionnaire import paths
from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    find_fault,
    list_offered,
)
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.campaign.questionnaire.paths import PathFault, find_path_faults
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    Condition,
    Derive,
    Fill,
    Forbid,
    Skip,
    create_leaf_condition,
)

replace = msgspec.structs.replace
EXAMPLE = create_example()
CARE, LOAD, RATIO, HOW_LONG, MISSED, FIRST, SECOND = EXAMPLE.questions
SKIP, DERIVE, FILL, FORBID = EXAMPLE.rules
LEAVES = [Leaf(LEAF), Leaf("unit-2")]


def test_the_example_has_no_fault() -> None:
    assert find_path_faults(EXAMPLE, LEAVES) == []


def list_ways(question: Question) -> Iterator[Answers]:
    """Everything that may be answered to a question."""
    offered = list_offered(question)
    sizes = (combinations(offered, size) for size in range(len(offered) + 1))
    return (way for way in chain.from_iterable(sizes) if find_fault(question, way) is None)


def walk(interview: Interview, given: dict[str, Answers]) -> Iterator[tuple[str, object]]:
    """What happens on all paths after these answers: ("given", ...), ("asked", ...),
    ("applied", ...), ("dead", ...)."""
    questions = interview.questionnaire.questions
    if len(given) == len(questions):
        return
    question = questions[len(given)]
    step = interview.take_step(question.id, given)
    if step.rule is not None:
        yield "applied", step.rule
    allowed = False
    for way in [step.answers] if step.answers is not None else list_ways(question):
        after = {**given, question.id: way}
        broken = interview.find_contradictions(after)
        yield from (("applied", rule) for rule in broken)
        if not broken:
            allowed = True
            yield from (("given", (question.id, answer)) for answer in way)
            yield from walk(interview, after)
    if step.how == "asked" or not allowed:
        yield "asked" if allowed else "dead", question.id


def find_by_brute_force(questionnaire: Questionnaire, leaves: list[Leaf]) -> set[PathFault]:
    """As ``find_path_faults``, but for the rules that lead into a dead end."""
    seen = {fact for leaf in leaves for fact in walk(Interview(questionnaire, leaf), {})}
    dead = {PathFault("dead-end", fact) for kind, fact in seen if kind == "dead"}
    if dead:
        return dead
    derived = {rule.question for rule in questionnaire.rules if isinstance(rule, Derive)}
    seen |= {
        fact
        for leaf in leaves
        for limit in (range(10) if derived else ())
        for fact in walk(Interview(questionnaire, leaf, limit), {})
    }
    rules = (rule.id for rule in questionnaire.rules if ("applied", rule.id) not in seen)
    faults = {PathFault("rule", rules=(rule,)) for rule in rules}
    for question in questionnaire.questions:
        if question.id in derived:
            continue
        missing = [a.id for a in question.answers if ("given", (question.id, a.id)) not in seen]
        if ("asked", question.id) not in seen and len(missing) == len(question.answers):
            faults.add(PathFault("question", question.id))
        else:
            faults |= {PathFault("answer", question.id, answer) for answer in missing}
    return faults


def without_rules(faults: list[PathFault]) -> set[PathFault]:
    return {PathFault(f.kind, f.question) if f.kind == "dead-end" else f for f in faults}


@pytest.mark.slow
def test_random_questionnaires(length: Callable[[int, int], int]) -> None:
    kinds: set[str] = set()
    for number in range(length(400, 20_000)):
        questionnaire = create_random_questionnaire(f"paths {number}")
        check_questionnaire(questionnaire)
        leaves = [Leaf(LEAF), Leaf("unit-2"), Leaf(LEAF, "night")][: number % 3 + 1]
        found = without_rules(find_path_faults(questionnaire, leaves))
        assert found == find_by_brute_force(questionnaire, leaves), number
        kinds |= {fault.kind for fault in found} or {"none"}
    assert kinds == {"none", "dead-end", "question", "answer", "rule"}


def test_a_form_that_cannot_be_finished() -> None:
    """Over by two: whoever says so can say nothing of how long."""
    over = create_leaf_condition(RATIO.id, [RATIO.answers[2].id])
    anything = create_leaf_condition(HOW_LONG.id, list_offered(HOW_LONG))
    forbid = replace(FORBID, when=Condition(all=[over, anything]))
    wrong = replace(EXAMPLE, rules=[SKIP, DERIVE, FILL, forbid])
    check_questionnaire(wrong)
    assert find_path_faults(wrong, LEAVES) == [
        PathFault("dead-end", HOW_LONG.id, rules=(forbid.id,))
    ]


def test_what_is_about_a_limit_waits_for_one() -> None:
    """Where no leaf has a limit, "within" and "over" are never reached, and that is no fault."""
    for limits in ({}, {LEAF: None}):
        without = replace(EXAMPLE, limits=limits)
        check_questionnaire(without)
        assert find_path_faults(without, LEAVES) == []
    never = Condition(all=[create_leaf_condition(RATIO.id, [a.id]) for a in RATIO.answers[:2]])
    idle = Forbid(id=Author("idle").draw(), when=never)
    assert find_path_faults(replace(EXAMPLE, limits={}, rules=[*EXAMPLE.rules, idle]), LEAVES) == [
        PathFault("rule", rules=(idle.id,))
    ]


def test_what_stands_alone_is_tried_where_the_least_is_two() -> None:
    author = Author("two at least")
    asked = msgspec.structs.replace(MISSED, min=2)
    questions = [asked if q.id == MISSED.id else q for q in EXAMPLE.questions]
    for answer in (NOT_APPLICABLE, MISSED.answers[2].id):
        forbid = Forbid(id=author.draw(), when=create_leaf_condition(MISSED.id, [answer]))
        told = find_path_faults(replace(EXAMPLE, questions=questions, rules=[forbid]), LEAVES)
        own = [PathFault("answer", MISSED.id, answer)] if answer != NOT_APPLICABLE else []
        assert told == own


def test_what_nobody_is_asked_and_what_nobody_can_answer() -> None:
    author = Author("unreached")
    everybody = create_leaf_condition(CARE.id, list_offered(CARE))
    skip = Skip(id=author.draw(), when=everybody, questions=[MISSED.id])
    fill = Fill(id=author.draw(), when=everybody, question=FIRST.id, answer=FIRST.answers[0].id)
    found = find_path_faults(replace(EXAMPLE, rules=[*EXAMPLE.rules, skip, fill]), LEAVES)
    assert found == [
        PathFault("question", MISSED.id),
        PathFault("answer", FIRST.id, FIRST.answers[1].id),
        PathFault("answer", FIRST.id, FIRST.answers[2].id),
    ]


def test_a_rule_that_never_applies() -> None:
    author = Author("idle")
    both = Condition(all=[create_leaf_condition(CARE.id, [a.id]) for a in CARE.answers])
    rule = Forbid(id=author.draw(), when=both)
    assert find_path_faults(replace(EXAMPLE, rules=[*EXAMPLE.rules, rule]), LEAVES) == [
        PathFault("rule", rules=(rule.id,))
    ]


@pytest.mark.parametrize("most", ["MOST_STATES", "MOST_NAMED", "MOST_LOOKS"])
def test_more_than_can_be_played_is_said(monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    monkeypatch.setattr(paths, most, 1)
    author = Author("many")
    told = [create_leaf_condition(MISSED.id, [answer.id]) for answer in MISSED.answers[:2]]
    rule = Skip(id=author.draw(), when=Condition(all=told), questions=[FIRST.id])
    (fault, *_more) = find_path_faults(replace(EXAMPLE, rules=[*EXAMPLE.rules, rule]), LEAVES)
    assert fault.kind == "too-many"
    assert fault.question in (CARE.id, MISSED.id)


def create_gates(count: int, answers: int) -> Questionnaire:
    """Sixty questions with so many answers; each of the first ones leaves out one near the end."""
    author = Author("gates")
    words = [f"{n}" for n in range(answers)]
    questions = [author.ask(f"{n}?", [author.answer(w) for w in words]) for n in range(60)]
    rules = [
        Skip(
            id=author.draw(),
            when=create_leaf_condition(questions[n].id, [questions[n].answers[0].id]),
            questions=[questions[59 - n].id],
        )
        for n in range(count)
    ]
    changed = {"questions": questions, "rules": rules, "sections": [], "asked": {}, "limits": {}}
    return replace(EXAMPLE, **changed)


def test_answers_that_no_rule_tells_apart_are_one_way() -> None:
    """Once this was said to have more paths than can be played, and took half a minute."""
    assert find_path_faults(create_gates(8, 60), LEAVES) == []


def test_looks_are_counted_for_all_leaves_together(monkeypatch: pytest.MonkeyPatch) -> None:
    gates = create_gates(4, 5)
    monkeypatch.setattr(paths, "MOST_LOOKS", 5_000)
    assert find_path_faults(gates, [Leaf("one")]) == []
    (fault, *_more) = find_path_faults(gates, [Leaf(f"{n}") for n in range(40)])
    assert fault.kind == "too-many"


def test_more_answers_than_are_played_apart_may_be_named_together() -> None:
    author = Author("together")
    asked = author.ask("Which?", [author.answer(f"{n}") for n in range(20)])
    several = replace(asked, kind="several", max=20)
    after = author.ask("And?", [author.answer("Yes"), author.answer("No")])
    when = create_leaf_condition(several.id, [answer.id for answer in several.answers[:15]])
    rule = Skip(id=author.draw(), when=when, questions=[after.id])
    changed = {"questions": [several, after], "sections": [], "asked": {}, "limits": {}}
    assert find_path_faults(replace(EXAMPLE, rules=[rule], **changed), [Leaf("")]) == []


def test_sixty_questions_are_played_quickly() -> None:
    """Forty of them skipped by an earlier one each: states do not multiply where none looks on."""
    author = Author("sixty")
    questions = [author.ask(f"{n}?", [author.answer(w) for w in "abcde"]) for n in range(60)]
    rules = [
        Skip(
            id=author.draw(),
            when=create_leaf_condition(questions[n].id, [questions[n].answers[0].id]),
            questions=[questions[n + 1].id],
        )
        for n in range(59)
    ]
    changed = {"questions": questions, "rules": rules, "sections": [], "asked": {}, "limits": {}}
    long = replace(EXAMPLE, **changed)
    check_questionnaire(long)
    assert find_path_faults(long, [Leaf("")]) == []
    assert NOT_APPLICABLE in list_offered(questions[0])
