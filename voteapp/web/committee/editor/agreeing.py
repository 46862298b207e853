"""Where an edit changes rules of the survey, its author is asked: each rule before and after."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.edits_of_rules import list_changed_rules
from voteapp.services.errors import RulesChangeError
from voteapp.web.words.surveys.rules import describe_survey_rule

AGREED = "agreed"
"""The field that says to which changes of rules the author agreed."""

_OWN = frozenset({AGREED, "csrf_token"})


def describe_changes(before: Questionnaire, after: Questionnaire) -> list[tuple[str, str]]:
    """The sentences of rules before and after an edit; an empty one: the rule is gone."""
    return [
        (
            describe_survey_rule(before, change.before),
            describe_survey_rule(after, change.after) if change.after else "",
        )
        for change in list_changed_rules(before, after)
    ]


def ask_author(error: RulesChangeError, back: str) -> ResponseReturnValue:
    """The page that asks; what was typed goes along, and is sent again with the agreement."""
    page = render_template(
        "committee/editor/rules_change.html",
        changes=describe_changes(error.before, error.after),
        agreed=error.agreement,
        fields=[item for item in request.form.items(multi=True) if item[0] not in _OWN],
        address=request.path,
        back=back,
    )
    return page, 422
