"""Small questionnaires of every shape, each with rules that its checks accept."""

from __future__ import annotations

from random import Random

import msgspec

from tests.players.campaign.questionnaires import LEAF, Author, create_limit, say
from voteapp.campaign.questionnaire.answering import list_offered
from voteapp.campaign.questionnaire.document import Question, Questionnaire, Words
from voteapp.campaign.questionnaire.rules import (
    Condition,
    Derive,
    Fill,
    Forbid,
    Over,
    Rule,
    Skip,
    create_leaf_condition,
)

MOST_QUESTIONS = 5


def create_random_questionnaire(seed: str) -> Questionnaire:
    """One to five questions and up to four rules; the same for the same seed."""
    chance, author = Random(seed), Author(seed)
    questions = [_ask(chance, author) for _ in range(chance.randint(1, MOST_QUESTIONS))]
    rules = [create_random_rule(chance, author, questions) for _ in range(chance.randint(0, 4))]
    some = [q.id for q in questions if not q.not_applicable or chance.random() < 0.8]
    return Questionnaire(
        part=author.draw(),
        kind="survey",
        language="en",
        texts=say("Survey"),
        words={"en": Words(not_applicable="Not applicable", prefer_not="Prefer not to answer")},
        sections=[],
        questions=questions,
        limits={LEAF: create_limit()} if chance.random() < 0.7 else {},
        asked={"night": some} if some else {},
        rules=[rule for rule in rules if rule is not None],
    )


def _ask(chance: Random, author: Author) -> Question:
    kind = chance.choice(["one", "several", "number", "one"])
    bins = [(0, 2), (3, 5), (6, 6), (7, None)] if kind == "number" else [None] * 3
    count = chance.randint(1, len(bins))
    alone = kind == "several" and chance.random() < 0.4
    answers = [
        author.answer(f"{place}", found, alone=alone and place == count - 1)
        for place, found in enumerate(bins[:count])
    ]
    most = chance.randint(1, count) if kind == "several" else 1
    words = {name: chance.random() < 0.8 for name in ("not_applicable", "prefer_not")}
    least = chance.randint(0, 1 if alone else most) if kind == "several" else 1
    return author.ask("?", answers, kind, min=least, max=most, **words)


def _condition(chance: Random, sources: list[Question], depth: int = 2) -> Condition:
    form = chance.choice(["leaf", "leaf", "all", "any", "not"]) if depth else "leaf"
    if form == "not":
        return Condition(negated=_condition(chance, sources, depth - 1))
    if form in ("all", "any"):
        parts = [_condition(chance, sources, depth - 1) for _ in range(chance.randint(1, 2))]
        return Condition(all=parts) if form == "all" else Condition(any=parts)
    source = chance.choice(sources)
    offered = list_offered(source)
    return create_leaf_condition(source.id, chance.sample(offered, chance.randint(1, len(offered))))


def create_random_rule(chance: Random, author: Author, questions: list[Question]) -> Rule | None:
    """A rule that checks accept; None where no such rule fits these questions."""
    kind = chance.choice(["skip", "fill", "derive", "forbid"])
    place = chance.randint(0, len(questions) - 1)
    if kind == "forbid":
        return Forbid(id=author.draw(), when=_condition(chance, questions[: place + 1]))
    target, before = questions[place], questions[:place]
    if not before:
        return None
    if kind == "fill" and target.kind != "several":
        answer = chance.choice(list_offered(target))
        when = _condition(chance, before)
        return Fill(id=author.draw(), when=when, question=target.id, answer=answer)
    if kind == "derive":
        return _derive(chance, author, before, target)
    skipped = [question.id for question in questions[place:] if question.not_applicable]
    if not skipped:
        return None
    return Skip(id=author.draw(), when=_condition(chance, before), questions=skipped)


def _derive(
    chance: Random, author: Author, before: list[Question], target: Question
) -> Derive | None:
    sources = [q for q in before if q.kind == "number" and (target.prefer_not or not q.prefer_not)]
    if not sources or target.kind == "several" or not target.not_applicable:
        return None
    within, over, far, none = (chance.choice(target.answers).id for _ in range(4))
    steps = [Over(by=1, answer=over), Over(by=2, answer=far)]
    return Derive(
        id=author.draw(),
        source=chance.choice(sources).id,
        question=target.id,
        within=within,
        over=steps[: chance.randint(1, 2)],
        no_limit=none,
    )


def change_one_text(questionnaire: Questionnaire) -> Questionnaire:
    """The same but for one word of its first question."""
    first, *others = questionnaire.questions
    changed = msgspec.structs.replace(first, texts=say("Something else?"))
    return msgspec.structs.replace(questionnaire, questions=[changed, *others])
