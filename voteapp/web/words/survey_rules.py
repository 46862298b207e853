"""A survey's rules in words: what a phone leaves out, fills in, works out or does not take."""

from __future__ import annotations

from collections.abc import Iterable

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.rules import (
    Derive,
    Fill,
    Rule,
    Skip,
    list_sources,
    list_targets,
)
from voteapp.web.words.i18n import gettext as _


def describe_survey_rule(questionnaire: Questionnaire, rule: Rule) -> str:
    """One sentence; questions are named by their numbers."""
    places = {question.id: place for place, question in enumerate(questionnaire.questions, 1)}

    def number(names: Iterable[str]) -> str:
        return ", ".join(str(place) for place in sorted({places.get(name, 0) for name in names}))

    values = {"sources": number(list_sources(rule)), "targets": number(list_targets(rule))}
    if isinstance(rule, Skip):
        return _("An answer to question %(sources)s leaves out: question %(targets)s.", **values)
    if isinstance(rule, Fill):
        return _("An answer to question %(sources)s fills in question %(targets)s.", **values)
    if isinstance(rule, Derive):
        return _(
            "Question %(targets)s is worked out from question %(sources)s and the limit.", **values
        )
    return _("Some answers to question %(sources)s cannot stand together.", **values)
