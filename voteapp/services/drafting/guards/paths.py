"""What of a draft's questions cannot be answered, or is never reached: every path is played."""

from __future__ import annotations

from collections.abc import Iterator

from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire, read_text
from voteapp.campaign.questionnaire.paths import PathFault, find_path_faults
from voteapp.campaign.questionnaire.rules import list_sources, list_targets
from voteapp.errors import Sentence
from voteapp.errors import gettext as _
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.values.guards import Guard


def list_guards_of_paths(draft: CampaignDraft) -> Iterator[Guard]:
    """Each stands at its question, or answer."""
    for place, election in enumerate(draft.elections):
        yield from list_guards_of_part(election, f"elections.{place}")


def list_guards_of_part(election: ElectionDraft, path: str = "") -> Iterator[Guard]:
    """Those of one part, which stands at ``path``."""
    questionnaire = election.questionnaire
    for fault in find_path_faults(questionnaire, [Leaf(LEAF_CODE)]):
        yield _describe(path, questionnaire, fault)


def _describe(path: str, questionnaire: Questionnaire, fault: PathFault) -> Guard:
    name = fault.question or _find_place_of_rule(questionnaire, fault.rules[0])
    number = next(i for i, q in enumerate(questionnaire.questions) if q.id == name)
    asked = questionnaire.questions[number]
    at = f"{path}.questions.{number}"
    answer = ""
    for place, offered in enumerate(asked.answers):
        if offered.id == fault.answer:
            at = f"{at}.answers.{place}"
            answer = read_text(offered.texts, questionnaire.language)
    question = read_text(asked.texts, questionnaire.language)
    return Guard(f"path-{fault.kind}", "stop", at, _say(fault, question, answer))


def _find_place_of_rule(questionnaire: Questionnaire, name: str) -> str:
    """The question that a rule decides, or the last that it looks at."""
    rule = next(rule for rule in questionnaire.rules if rule.id == name)
    return [*list_sources(rule), *list_targets(rule)][-1]


def _say(fault: PathFault, question: str, answer: str) -> Sentence:
    if fault.kind == "dead-end":
        return _(
            "Some members could not answer “%(question)s”: each of its answers would contradict "
            "what they answered before.",
            question=question,
        )
    if fault.kind == "question":
        return _("“%(question)s” is never asked, whatever members answer.", question=question)
    if fault.kind == "answer":
        return _(
            "Nobody can give the answer “%(answer)s” to “%(question)s”.",
            answer=answer,
            question=question,
        )
    if fault.kind == "rule":
        return _(
            "A rule about “%(question)s” never applies, whatever members answer.",
            question=question,
        )
    return _(
        "Up to “%(question)s”, the rules tell more cases apart than can be tried out. Leave some "
        "rules out, or make them simpler.",
        question=question,
    )
