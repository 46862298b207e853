"""Checks what a committee wrote: every text cleaned, every field judged, all problems at once.

Fields are named by their path: ``title``, ``elections.0.questions.2.answers.1``.
"""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec

from voteapp.campaign.questionnaire.checks import check_ids, check_questionnaire
from voteapp.campaign.questionnaire.checks_of_rules import find_misplaced
from voteapp.campaign.questionnaire.document import MOST_QUESTIONS, Questionnaire, Text
from voteapp.campaign.setup.rules import COMPARISONS, DENOMINATORS
from voteapp.campaign.texts import (
    LONGEST_ANSWER,
    LONGEST_DESCRIPTION,
    LONGEST_EXPLANATION,
    LONGEST_TITLE,
    clean_text,
)
from voteapp.campaign.units.release import K_FLOOR
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.drafting.kinds import KINDS
from voteapp.services.drafting.problems import Problems
from voteapp.services.drafting.schedule import check_schedule
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, RuleDraft

MOST_ELECTIONS = 8

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")


def check_draft(draft: CampaignDraft) -> CampaignDraft:
    """The draft with its texts cleaned; raises InvalidDraftError with every problem.

    What no form can write, and nobody can mend in one, raises ProtocolError.
    """
    problems = Problems()
    text = problems.text
    cleaned = replace(
        draft,
        title=text("title", draft.title, LONGEST_TITLE),
        organizer=text("organizer", draft.organizer, LONGEST_TITLE),
        facility=text("facility", draft.facility, LONGEST_TITLE, needed=False),
        unit=text("unit", draft.unit, LONGEST_TITLE, needed=False),
        language=draft.language,
        elections=tuple(
            _check_election(problems, f"elections.{i}", election)
            for i, election in enumerate(draft.elections)
        ),
    )
    problems.require(
        _LANGUAGE.match(draft.language) is not None, "language", _("Choose one from the list.")
    )
    check_schedule(problems, cleaned)
    _check_numbers(problems, cleaned)
    if problems.errors:
        raise InvalidDraftError(problems.errors)
    questionnaires = [election.questionnaire for election in cleaned.elections]
    check_ids(questionnaires)
    for questionnaire in questionnaires:
        check_questionnaire(questionnaire)
    return cleaned


def _check_numbers(problems: Problems, draft: CampaignDraft) -> None:
    for field, number in (("slips", draft.slips), ("roster_size", draft.roster_size)):
        problems.require(
            1 <= number <= MOST_MEMBERS,
            field,
            _("Type a number from 1 to %(number)d.", number=MOST_MEMBERS),
        )
    count = len(draft.elections)
    problems.require(count >= 1, "elections", _("Add a vote or a survey."))
    problems.require(
        count <= MOST_ELECTIONS, "elections", _("At most %(number)d fit.", number=MOST_ELECTIONS)
    )


def _check_election(problems: Problems, field: str, election: ElectionDraft) -> ElectionDraft:
    _check_questionnaire_head(problems, field, election)
    problems.require(
        K_FLOOR <= election.k <= MOST_MEMBERS,
        f"{field}.k",
        _("Type %(number)d or a larger number.", number=K_FLOOR),
    )
    if election.kind == "vote":
        _check_rule(problems, f"{field}.rule", election)
    elif election.rule is not None:
        problems.add(f"{field}.rule", _("A survey has no rule."))
    return replace(
        election,
        questionnaire=_clean_questionnaire(problems, field, election.questionnaire),
        rule=_clean_rule(problems, f"{field}.rule", election.rule),
    )


def _clean_rule(problems: Problems, field: str, rule: RuleDraft | None) -> RuleDraft | None:
    """The answer's text is cleaned as the answer is: that alone is no rewording."""
    if rule is None:
        return None
    return replace(rule, text=problems.text(field, rule.text, LONGEST_ANSWER, needed=False))


def _check_questionnaire_head(problems: Problems, field: str, election: ElectionDraft) -> None:
    count = len(election.questionnaire.questions)
    problems.require(count >= 1, f"{field}.questions", _("Ask something."))
    problems.require(
        count <= MOST_QUESTIONS,
        f"{field}.questions",
        _(
            "A part asks at most %(number)d questions. Split them into two parts under one slip.",
            number=MOST_QUESTIONS,
        ),
    )
    if election.kind == "vote":
        problems.require(count <= 1, f"{field}.questions", _("A vote asks one question."))
    elif election.kind != "survey":
        problems.add(f"{field}.kind", _("Choose a vote or a survey."))
    for limit in election.questionnaire.limits.values():
        problems.require(
            limit is None or 0 < limit.limit < 1000, "limit", _("Type a number of patients.")
        )


def _clean_questionnaire(
    problems: Problems, field: str, questionnaire: Questionnaire
) -> Questionnaire:
    language = questionnaire.language
    misplaced = set(find_misplaced(questionnaire))
    for place, question in enumerate(questionnaire.questions):
        if question.id in misplaced:
            problems.add(
                f"{field}.questions.{place}",
                _("A rule answers this question from an earlier one, which must stay before it."),
            )
    return msgspec.structs.replace(
        questionnaire,
        texts={
            name: Text(
                text=problems.text(
                    f"{field}.title", text.text, LONGEST_TITLE, needed=name == language
                ),
                help=problems.text(
                    f"{field}.description",
                    text.help,
                    LONGEST_DESCRIPTION,
                    needed=False,
                ),
            )
            for name, text in questionnaire.texts.items()
        },
        questions=[
            KINDS[question.kind].check_question(
                problems, f"{field}.questions.{place}", question, language
            )
            for place, question in enumerate(questionnaire.questions)
        ],
    )


def _check_rule(problems: Problems, field: str, election: ElectionDraft) -> None:
    rule = election.rule
    if rule is None:
        problems.add(field, _("A vote needs a rule."))
        return
    problems.require(rule.comparison in COMPARISONS, f"{field}.comparison", _("Choose one."))
    problems.require(rule.of in DENOMINATORS, f"{field}.of", _("Choose one."))
    for name, numerator, denominator in _fractions(rule):
        problems.require(
            1 <= denominator <= 1_000_000,
            f"{field}.{name}denominator",
            _("Type a positive number."),
        )
        problems.require(
            0 <= numerator <= denominator,
            f"{field}.{name}numerator",
            _("The fraction must be between 0 and 1."),
        )
    problems.require(rule.numerator > 0, f"{field}.numerator", _("Type a positive number."))
    problems.require(
        rule.comparison != "more-than" or rule.numerator != rule.denominator,
        f"{field}.comparison",
        _("More than everything is never reached: choose “at least”."),
    )


def _fractions(rule: RuleDraft) -> list[tuple[str, int, int]]:
    return [
        ("", rule.numerator, rule.denominator),
        ("quorum_", rule.quorum_numerator, rule.quorum_denominator),
    ]


def check_reason(field: str, value: str) -> str:
    """A reason that the committee gives for a public act; raises InvalidInputError."""
    reason = clean_text(field, value, LONGEST_EXPLANATION)
    if not reason:
        raise InvalidInputError(field, _("Say why; everybody will read it."))
    return reason
