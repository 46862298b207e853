"""A question's figures, line by line: the floor first, then shares, and what stands beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.survey.figures.counting import find_outside
from voteapp.survey.figures.questions import AnswerFigures, QuestionFigures, QuestionInGroup
from voteapp.survey.figures.ratios import find_limit
from voteapp.survey.figures.released import Released
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.statistics.groups import Missing
from voteapp.survey.statistics.shares import Share
from voteapp.survey.wording.limits import list_limits
from voteapp.survey.wording.places import name_group
from voteapp.survey.wording.speaking import NONE, Speaker, say_floor, show_range, show_share


@dataclass(frozen=True)
class ShareLine:
    """One answer: what is certain of the members, its share, and what stands beside it.

    ``figure`` None: only the count is known.
    """

    text: str
    count: int
    floor: str
    share: str
    bounds: str
    interval: str
    figure: Share | None


@dataclass(frozen=True)
class GroupTable:
    """One question in one group, which has a name where there are several.

    ``base`` and ``no_ballot``: of how many the shares are, and who sent nothing; ``apart``: answers
    that are not in the base, in the questionnaire's words, with their ballots; ``limits``: those
    that a derived question was compared with.
    """

    group: str
    base: str
    no_ballot: str
    lines: list[ShareLine]
    apart: list[tuple[str, int]]
    limits: list[str]
    fits: bool


@dataclass(frozen=True)
class SurveyTable:
    """One question's figures, a table a group. ``label`` says which question it is; ``most``: the
    answer that most members gave, where one is ahead; else empty."""

    template: ClassVar[str] = "public/result_of_survey.html"
    label: str
    caption: str
    groups: list[GroupTable]
    most: str


def list_tables(speaker: Speaker, figures: SurveyFigures) -> list[SurveyTable]:
    """Every question, in order."""
    return [create_survey_table(speaker, figures, one) for one in figures.questions]


def create_survey_table(
    speaker: Speaker,
    figures: SurveyFigures,
    one: QuestionFigures,
    codes: Sequence[str] | None = None,
) -> SurveyTable:
    """A question's tables, of the groups of these codes (None: of all)."""
    questionnaire = figures.questionnaire
    text = read_text(one.question.texts, questionnaire.language)
    caption = text if len(figures.questions) == 1 else name_question(one, questionnaire.language)
    shown = [g for code, g in figures.groups.items() if codes is None or code in codes]
    tables = [_create_in_group(speaker, figures, one, group) for group in shown]
    return SurveyTable(_say_which(speaker, one), caption, tables, _say_most(speaker, tables))


def name_question(one: QuestionFigures, language: str) -> str:
    """A question's text, after its number where it has one."""
    text = read_text(one.question.texts, language)
    return text if one.number is None else f"{one.number}. {text}"


def _say_which(speaker: Speaker, one: QuestionFigures) -> str:
    if one.number is None:
        return speaker.gettext("Worked out by the phone")
    return speaker.gettext("Question %(number)d", number=one.number)


def _say_most(speaker: Speaker, tables: Sequence[GroupTable]) -> str:
    lines = tables[0].lines if len(tables) == 1 and tables[0].fits else []
    best = max((line.count for line in lines), default=0)
    ahead = [line for line in lines if line.count == best]
    if best == 0 or len(ahead) > 1:
        return ""
    return speaker.gettext(
        "Most: %(answer)s, %(share)s", answer=ahead[0].text, share=ahead[0].share
    )


def _create_in_group(
    speaker: Speaker, figures: SurveyFigures, one: QuestionFigures, group: Released
) -> GroupTable:
    questionnaire, found = figures.questionnaire, one.groups[group.code]
    shared = [a for a in found.answers if a.share is not None or not found.fits]
    derived = any(ratio.question.id == one.question.id for ratio in figures.ratios)
    limits = [find_limit(questionnaire, place) for place in group.places] if derived else []
    return GroupTable(
        group=name_group(speaker, figures, group) if len(figures.groups) > 1 else "",
        base=say_base(speaker, found),
        no_ballot=say_no_ballot(speaker, found),
        lines=[create_line(speaker, questionnaire, one.question, answer) for answer in shared],
        apart=list_apart(questionnaire, one.question, found),
        limits=list_limits(speaker, limits) if limits else [],
        fits=found.fits,
    )


def create_line(
    speaker: Speaker, questionnaire: Questionnaire, question: Question, answer: AnswerFigures
) -> ShareLine:
    """One answer's line."""
    text = read_answer(questionnaire, question, answer.id)
    return create_share_line(speaker, text, answer.count, answer.share)


def create_share_line(speaker: Speaker, text: str, count: int, share: Share | None) -> ShareLine:
    """A share under a name; only the count where the numbers do not fit."""
    if share is None:
        return ShareLine(text, count, "", NONE, NONE, NONE, None)
    return ShareLine(
        text=text,
        count=count,
        floor=say_floor(speaker, share.floor, share.members),
        share=show_share(speaker, share.share),
        bounds=show_range(speaker, share.bounds),
        interval=show_range(speaker, share.interval),
        figure=share,
    )


def read_answer(questionnaire: Questionnaire, question: Question, name: str) -> str:
    """An answer's text, in the language written first."""
    texts = {answer.id: answer.texts for answer in question.answers}
    return read_text(texts[name], questionnaire.language)


def list_apart(
    questionnaire: Questionnaire, question: Question, found: QuestionInGroup
) -> list[tuple[str, int]]:
    """What was answered outside the base, in the questionnaire's own words, with the ballots."""
    words = questionnaire.words[questionnaire.language]
    outside = find_outside(questionnaire, question)
    apart = [
        (read_text(answer.texts, questionnaire.language), found.counts.answers[answer.id])
        for answer in question.answers
        if found.fits and (not answer.substantive or answer.id == outside)
    ]
    if found.counts.not_applicable is not None:
        apart.append((words.not_applicable, found.counts.not_applicable))
    if found.counts.prefer_not is not None:
        apart.append((words.prefer_not, found.counts.prefer_not))
    return apart


def say_base(speaker: Speaker, found: QuestionInGroup) -> str:
    """Of how many members the shares are; never without those who are missing."""
    if not found.fits:
        return speaker.gettext(
            "These numbers do not fit each other: somebody sent answers that no page of ours "
            "can give. So only the ballots are shown, and no shares."
        )
    group = found.group
    return speaker.ngettext(
        "Shares are of the %(base)s of %(members)s member whom this concerns and who answered.",
        "Shares are of the %(base)s of %(members)s members whom this concerns and who answered.",
        group.members,
        base=speaker.number(group.base),
        members=speaker.number(group.members),
    )


def say_no_ballot(speaker: Speaker, found: QuestionInGroup) -> str:
    """How many members nothing is known of."""
    number = found.missing.no_ballot
    return speaker.ngettext(
        "%(people)s member sent no answers.",
        "%(people)s members sent no answers.",
        number,
        people=speaker.number(number),
    )


def say_missing(speaker: Speaker, missing: Missing) -> str:
    """Everybody who is not in the base, by reason."""
    return speaker.gettext(
        "Not in it: %(silent)s without answers, %(away)s not concerned, %(hidden)s who preferred "
        "not to answer or could not say.",
        silent=speaker.number(missing.no_ballot),
        away=speaker.number(missing.not_applicable or 0),
        hidden=speaker.number(missing.prefer_not + missing.not_substantive),
    )
