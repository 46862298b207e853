"""Ready-made surveys as parts of a campaign, and how far the answers of one reach."""

from __future__ import annotations

import msgspec

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.values.drafts import ElectionDraft
from voteapp.survey.questionnaires import write_questionnaires
from voteapp.survey.templates import (
    DEFAULT_TEMPLATE,
    DEFAULT_VARIANT,
    check_choices,
    list_names,
    load_template,
)

replace = msgspec.structs.replace

LEAF_CODE = "unit-1"
"""The one unit of a campaign."""


def default_survey(
    random_bytes: RandomBytes, *, limit: int | None = None, variant: str = DEFAULT_VARIANT
) -> tuple[ElectionDraft, ...]:
    """The elections of the shift survey, to edit. InvalidInputError (``limit``, ``variant``)."""
    return draft_survey(random_bytes, DEFAULT_TEMPLATE, limit=limit, variant=variant)


def draft_survey(
    random_bytes: RandomBytes,
    name: str,
    *,
    limit: int | None = None,
    variant: str | None = None,
    title: str = "",
) -> tuple[ElectionDraft, ...]:
    """The elections of a ready-made survey, to edit; ``variant`` None: the template's first.

    ``title`` takes the place of the template's own where it has one part.
    InvalidInputError (``template``, ``limit``, ``variant``).
    """
    if name not in list_names():
        raise InvalidInputError("template", _("There is no such survey."))
    template = load_template(name)
    chosen = template.default_variant if variant is None else variant
    check_choices(template, limit, chosen)
    written = write_questionnaires(template, limit, chosen, LEAF_CODE, random_bytes)
    if title and len(written) == 1:
        written = [_entitle(written[0], title)]
    return tuple(
        ElectionDraft(questionnaire, k=part.k)
        for part, questionnaire in zip(template.parts, written, strict=True)
    )


def _entitle(questionnaire: Questionnaire, title: str) -> Questionnaire:
    """With another title in the language written first, and in no other."""
    language = questionnaire.language
    text = replace(questionnaire.texts[language], text=title)
    return replace(questionnaire, texts={language: text})


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
