"""Which answer a vote's rule is about: it follows the answer's identity, not its place."""

from __future__ import annotations

from voteapp.campaign.setup.rules import Quorum, Rule
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.errors import gettext as _
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import AnswerDraft, CampaignDraft, ElectionDraft


def find_deciding_answer(election: ElectionDraft) -> AnswerDraft | None:
    """The answer that the rule is about, as it stands now; None where it is gone."""
    rule = election.rule
    if rule is None:
        return None
    answers = (a for q in election.questions if q.id == rule.question for a in q.answers)
    return next((answer for answer in answers if answer.id == rule.answer), None)


def is_confirmed(election: ElectionDraft) -> bool:
    """Whether the rule, if there is one, is about an answer that reads as it was said."""
    answer = find_deciding_answer(election)
    if election.rule is None:
        return True
    return answer is not None and answer.text == election.rule.text


def check_confirmed(draft: CampaignDraft) -> None:
    """Raises InvalidDraftError (``elections.0.rule``) for each rule to be confirmed again."""
    errors = [
        InvalidInputError(
            f"elections.{place}.rule",
            _(
                "The rule of “%(title)s” was about the answer “%(answer)s”, which has been "
                "reworded or removed. Look at the rule and save it again.",
                title=election.title,
                answer=election.rule.text,
            ),
        )
        for place, election in enumerate(draft.elections)
        if election.rule is not None and not is_confirmed(election)
    ]
    if errors:
        raise InvalidDraftError(errors)


def create_rule(election: ElectionDraft) -> Rule | None:
    """The rule as the manifest holds it, by places. MisuseError where its answer is gone."""
    draft = election.rule
    if draft is None:
        return None
    quorum = None
    if draft.quorum_numerator > 0:
        quorum = Quorum(
            comparison="at-least",
            numerator=draft.quorum_numerator,
            denominator=draft.quorum_denominator,
        )
    question, answer = _find_places(election, draft.question, draft.answer)
    return Rule(
        question=question,
        answer=answer,
        comparison=draft.comparison,
        numerator=draft.numerator,
        denominator=draft.denominator,
        of=draft.of,
        quorum=quorum,
    )


def _find_places(election: ElectionDraft, question: str, answer: str) -> tuple[int, int]:
    for place, asked in enumerate(election.questions):
        offered = [found.id for found in asked.answers]
        if asked.id == question and answer in offered:
            return place, offered.index(answer)
    raise MisuseError("a draft was locked although its rule is about nothing")
