"""The results page: the answer, the rule's outcome in words, each table's lines with their bars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from voteapp.campaign.counting.answers import Vote, say_answer, say_too_few, say_turnout
from voteapp.services.life import State
from voteapp.services.values.public import (
    ElectionResults,
    PartFigures,
    PublicElection,
    QuestionResult,
    ResultsView,
    RuleResult,
)
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.wording.measures import list_entries
from voteapp.survey.wording.places import list_withheld
from voteapp.survey.wording.scales import ScaleTable, list_scales
from voteapp.survey.wording.speaking import say_reading, say_unit
from voteapp.survey.wording.tables import SurveyTable, list_tables
from voteapp.web.words.counts import misfit_words
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext
from voteapp.web.words.numbers import Bar, PageSpeaker, bar, show_number, show_share
from voteapp.web.words.surveys.bars import range_bar


@dataclass(frozen=True)
class AnswerLine:
    """One answer, or the blank: its text, ballots, share, and bar."""

    text: str
    count: int
    share: str
    bar: Bar


@dataclass(frozen=True)
class QuestionTable:
    """One question's numbers, an answer a line."""

    template: ClassVar[str] = "public/result_of_answers.html"
    number: int
    caption: str
    counted: int
    lines: list[AnswerLine]

    @property
    def most(self) -> str:
        """The answer of the most ballots, where one is ahead: what a folded table says."""
        best = max((line.count for line in self.lines), default=0)
        ahead = [line for line in self.lines if line.count == best]
        if best == 0 or len(ahead) > 1:
            return ""
        return _("Most: %(answer)s, %(share)s", answer=ahead[0].text, share=ahead[0].share)


@dataclass(frozen=True)
class ElectionPart:
    """One election as the page shows it: its answer in one sentence, then why, then numbers.

    ``withheld`` and ``floors`` are of a survey: what is not shown, and what is certain of the
    figures that bargain, for its papers; ``scales``: the scores of items that share one.
    """

    election: ElectionResults
    answer: str
    outcome: list[str]
    tables: Sequence[QuestionTable | SurveyTable]
    withheld: list[str]
    floors: list[tuple[str, tuple[str, ...]]]
    scales: list[ScaleTable]

    @property
    def title(self) -> str:
        """The election's."""
        return self.election.title


def describe_results(view: ResultsView, surveys: Sequence[PartFigures]) -> dict[str, object]:
    """What results say, on the page and on paper; ``more``: not all numbers are on paper."""
    parts = list_parts(view, surveys)
    return {
        "results": view,
        "parts": parts,
        "surveyed": bool(surveys),
        "range_bar": range_bar,
        "unit": say_unit(PageSpeaker()),
        "reading": say_reading(PageSpeaker()),
        "exceeded": exceeded_sentences(view.elections),
        "misfits": misfit_words(view.misfits),
        "shares": any(part.tables for part in parts),
        "more": any(part.tables and part.election.rule is None for part in parts),
    }


def list_parts(view: ResultsView, surveys: Sequence[PartFigures]) -> list[ElectionPart]:
    """The elections of a campaign, in the order of its pages; a survey by its figures."""
    figures = {part.uuid: part.figures for part in surveys}
    return [_describe_part(election, figures.get(election.uuid)) for election in view.elections]


def _describe_part(election: ElectionResults, figures: SurveyFigures | None) -> ElectionPart:
    tables: Sequence[QuestionTable | SurveyTable]
    if figures is None:
        places = enumerate(election.questions)
        tables = [VIEWS[type(question)](election, place) for place, question in places]
    else:
        tables = list_tables(PageSpeaker(), figures)
    return ElectionPart(
        election,
        say_part(election),
        _describe_outcome(election.rule) if election.rule else [],
        tables,
        [] if figures is None else list_withheld(PageSpeaker(), figures),
        [] if figures is None else _list_floors(figures),
        [] if figures is None else list_scales(PageSpeaker(), figures),
    )


def _list_floors(figures: SurveyFigures) -> list[tuple[str, tuple[str, ...]]]:
    """Of the figures that bargain the question, and what is certain: of everybody, where there are
    several groups."""
    code = figures.everybody.code if figures.everybody else next(iter(figures.groups), None)
    entries = [] if code is None else list_entries(PageSpeaker(), figures, code)
    return [(entry.title, entry.lead) for entry in entries]


def list_answers(view: ResultsView) -> list[str]:
    """What came out of each part, in one sentence each."""
    return [say_part(election) for election in view.elections]


def exceeded_sentences(elections: Iterable[ElectionResults | PublicElection]) -> list[str]:
    """Where more ballots came than members are entitled: the first that everybody reads."""
    return [
        ngettext(
            "More ballots than members: in “%(title)s” %(ballots)s ballots came, and %(members)s "
            "member may take part.",
            "More ballots than members: in “%(title)s” %(ballots)s ballots came, and %(members)s "
            "members may take part.",
            election.turnout.entitled,
            title=election.title,
            ballots=show_number(election.turnout.accepted),
            members=show_number(election.turnout.entitled),
        )
        for election in elections
        if election.turnout.accepted > election.turnout.entitled
    ]


def unpublished_words(state: State) -> str:
    """Why a campaign's results are not to be seen."""
    return {
        State.WITHDRAWN: _("This campaign was withdrawn before it opened: there are no results."),
        State.CANCELLED: _("This campaign was cancelled: there are no results."),
    }.get(state, _("There are no results yet."))


def say_part(election: ElectionResults) -> str:
    """What came out of a part, in one sentence; nothing where it is not published."""
    speaker, title = PageSpeaker(), election.title
    turnout = election.turnout
    if election.withheld == "below-k":
        return say_too_few(speaker, title, turnout.accepted, election.k)
    if election.withheld:
        return _("“%(title)s” is not published.", title=title)
    rule = election.rule
    if rule is None:
        return say_turnout(speaker, title, turnout.accepted, turnout.entitled)
    vote = Vote(
        title=title,
        answer=rule.answer,
        of=rule.of,
        votes=rule.reached,
        total=rule.out_of,
        needed=rule.needed,
        ballots=rule.quorum_ballots,
        quorum_needed=rule.quorum_needed,
    )
    return say_answer(speaker, vote)


def _describe_outcome(rule: RuleResult) -> list[str]:
    """What was needed, what was reached; then, where there is a quorum, who took part."""
    reached = _(
        "It reached %(reached)s of %(total)s: exactly %(fraction)s.",
        reached=show_number(rule.reached),
        total=show_number(rule.out_of),
        fraction=f"{rule.reached}/{rule.out_of}",
    )
    quorum = [] if rule.quorum_needed is None else [_describe_quorum(rule, rule.quorum_needed)]
    return [_describe_needed(rule), reached, *quorum]


def _describe_needed(rule: RuleResult) -> str:
    """The rule with the exact fraction, and the fewest votes that meet it."""
    values = {
        "answer": rule.answer,
        "share": f"{rule.numerator}/{rule.denominator}",
        "total": show_number(rule.out_of),
        "needed": "–" if rule.needed is None else show_number(rule.needed),
    }
    if rule.comparison == "at-least":
        sentences = {
            "counted": _(
                "“%(answer)s” needed at least %(share)s of the ballots counted: %(needed)s of "
                "%(total)s.",
                **values,
            ),
            "not-blank": _(
                "“%(answer)s” needed at least %(share)s of the votes that are not blank: "
                "%(needed)s of %(total)s.",
                **values,
            ),
            "entitled": _(
                "“%(answer)s” needed at least %(share)s of the members who may vote: %(needed)s "
                "of %(total)s.",
                **values,
            ),
        }
    else:
        sentences = {
            "counted": _(
                "“%(answer)s” needed more than %(share)s of the ballots counted: %(needed)s of "
                "%(total)s.",
                **values,
            ),
            "not-blank": _(
                "“%(answer)s” needed more than %(share)s of the votes that are not blank: "
                "%(needed)s of %(total)s.",
                **values,
            ),
            "entitled": _(
                "“%(answer)s” needed more than %(share)s of the members who may vote: %(needed)s "
                "of %(total)s.",
                **values,
            ),
        }
    return sentences[rule.of]


def _describe_quorum(rule: RuleResult, least: int) -> str:
    ballots, needed = show_number(rule.quorum_ballots), show_number(least)
    if rule.quorum_met:
        return _(
            "Enough members took part: %(ballots)s ballots, %(needed)s were needed.",
            ballots=ballots,
            needed=needed,
        )
    return _(
        "Not enough members took part: %(ballots)s ballots, %(needed)s were needed.",
        ballots=ballots,
        needed=needed,
    )


def _describe_answers(election: ElectionResults, place: int) -> QuestionTable:
    question = election.questions[place]
    number = place + 1
    before = f"{number}. " if len(election.questions) > 1 else ""
    blank = _("Prefer not to answer") if election.kind == "survey" else _("No answer (blank)")
    lines = [
        AnswerLine(
            text=blank if answer.index is None else answer.text,
            count=answer.count,
            share=show_share(answer.count, question.counted),
            bar=bar(answer.count, question.counted, _find_mark(election, question, place, n)),
        )
        for n, answer in enumerate(question.answers)
    ]
    return QuestionTable(number, before + question.text, question.counted, lines)


def _find_mark(
    election: ElectionResults, question: QuestionResult, place: int, line: int
) -> tuple[int, int] | None:
    """The rule's fraction, at the bar of its answer, where that bar is of the same whole."""
    rule, answer = election.rule, question.answers[line]
    if rule is None or rule.of != "counted" or place != 0:
        return None
    if answer.index is None or answer.text != rule.answer:
        return None
    return rule.numerator, rule.denominator


VIEWS: dict[type[QuestionResult], Callable[[ElectionResults, int], QuestionTable]] = {
    QuestionResult: _describe_answers,
}
"""What is shown of each form of result that a kind of question has (``describe_result`` in
``voteapp/services/drafting/kinds.py``)."""
