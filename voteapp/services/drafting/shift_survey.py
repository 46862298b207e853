"""The shift survey as parts of a campaign, and how far its answers reach."""

from __future__ import annotations

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.values.drafts import ElectionDraft
from voteapp.survey import templates
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import DEFAULT_VARIANT

LEAF_CODE = "unit-1"
"""The one unit of a campaign."""


def default_survey(
    random_bytes: RandomBytes, *, limit: int | None = None, variant: str = DEFAULT_VARIANT
) -> tuple[ElectionDraft, ...]:
    """The elections of the shift survey, to edit. InvalidInputError (``limit``, ``variant``)."""
    template = templates.load_template()
    templates.check_choices(template, limit, variant)
    written = write_questionnaires(template, limit, variant, LEAF_CODE, random_bytes)
    return tuple(
        ElectionDraft(questionnaire, k=part.k)
        for part, questionnaire in zip(template.parts, written, strict=True)
    )


def find_highest_limit(questionnaire: Questionnaire) -> int | None:
    """The highest limit with which a part's rules can say by how much it was exceeded: up to one
    more, an answer must stand for each number by itself. None: no rule looks at a limit."""
    known = {question.id: question for question in questionnaire.questions}
    highest = []
    for rule in questionnaire.rules:
        if isinstance(rule, Derive):
            bins = [a.bin for a in known[rule.source].answers if a.bin is not None]
            single = {found.low for found in bins if found.low == found.high}
            steps = (number for number in range(len(single) + 1) if number not in single)
            highest.append(next(steps) - 2)
    return min(highest, default=None)
