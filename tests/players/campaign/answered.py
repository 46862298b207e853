"""Members who answer a questionnaire, each one kept: what totals alone do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    find_fault,
    list_given,
    list_offered,
)
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.errors import MisuseError
from voteapp.survey.figures.released import Place, Release, Released

Person = dict[str, Answers]
"""One member's answers, by question."""


@dataclass(frozen=True)
class Ward:
    """Members of one leaf: those who answered, one by one, and how many did not."""

    code: str
    people: tuple[Person, ...]
    silent: int
    totals: list[list[int]]

    @property
    def members(self) -> int:
        return len(self.people) + self.silent

    def release(self) -> Released:
        places = (Place(self.code, ("North", self.code)),)
        return Released(f"g-{self.code}", places, self.members, len(self.people), self.totals)


def answer_all(
    questionnaire: Questionnaire, leaf: Leaf, size: int, silent: int, chance: Random
) -> Ward:
    """``size`` members who choose at random; whoever cannot finish the form sends nothing."""
    interview = Interview(questionnaire, leaf)
    people, rows = [], []
    for _member in range(size):
        chosen = {q.id: choose(q, chance) for q in questionnaire.questions}
        steps = interview.go_through(chosen)
        try:
            rows.append(create_choices(questionnaire, steps))
        except MisuseError:
            silent += 1
        else:
            people.append(list_given(steps))
    empty = [[0] * (len(list_offered(question))) for question in questionnaire.questions]
    totals = [
        [sum(cells) for cells in zip(start, *(row[place] for row in rows), strict=True)]
        for place, start in enumerate(empty)
    ]
    return Ward(leaf.code, tuple(people), silent, totals)


def choose(question: Question, chance: Random) -> Answers:
    """Any answer that can be given."""
    offered = list_offered(question)
    while True:
        picked = set(chance.sample(offered, chance.randint(0, min(len(offered), question.max))))
        answers = tuple(name for name in offered if name in picked)
        if find_fault(question, answers) is None:
            return answers


def release_all(wards: Sequence[Ward], k: int = 5) -> Release:
    return Release(k, tuple(ward.release() for ward in wards), ())
