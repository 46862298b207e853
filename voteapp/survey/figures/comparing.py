"""Groups beside each other, and two surveys of the same groups: as bounds, which assume nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from voteapp.campaign.questionnaire.document import Question, read_text
from voteapp.survey.figures.questions import QuestionFigures
from voteapp.survey.figures.released import Released
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.shares import Share
from voteapp.survey.statistics.waves import Changes, Wave, compute_changes


@dataclass(frozen=True)
class Difference:
    """By how much a share in ``second`` is over (or under 0: under) that in ``first``.

    Certain where 0 is outside.
    """

    first: str
    second: str
    bounds: Interval


def compare_groups(shares: Mapping[str, Share | None]) -> list[Difference]:
    """Every two groups of which something is known, in their order."""
    known = {
        code: share.bounds
        for code, share in shares.items()
        if share is not None and share.bounds is not None
    }
    return [
        Difference(a, b, Interval(known[b].low - known[a].high, known[b].high - known[a].low))
        for a, b in combinations(known, 2)
    ]


@dataclass(frozen=True)
class AnswerChange:
    """How an answer's share changed in one group, between two surveys: what is certain."""

    answer: str
    bounds: Interval


def find_twin(question: Question, language: str, other: SurveyFigures) -> QuestionFigures | None:
    """The same question in another survey: the same identity, or the same template's question, in
    both cases in the same words, with the same answers, of which the same are in the base; None
    where it was not asked."""
    asked = _list_asked(question, language)
    for one in other.questions:
        same = one.question.id == question.id or (
            question.code != "" and one.question.code == question.code
        )
        if same and _list_asked(one.question, other.questionnaire.language) == asked:
            return one
    return None


def _list_asked(question: Question, language: str) -> tuple[object, ...]:
    """What a share means: the words, who may leave the base, and how many answers one can give."""
    answers = [(read_text(a.texts, language), a.substantive, a.alone) for a in question.answers]
    text = read_text(question.texts, language)
    return text, question.min, question.max, question.not_applicable, answers


def compare_surveys(
    before: SurveyFigures, after: SurveyFigures, question: str, code: str
) -> list[AnswerChange]:
    """What changed in one group of each answer of a question, from an earlier survey to a later
    one; nothing where group or question is not the same in both."""
    later = after.find_question(question)
    if later is None or not _is_same_group(before, after, code):
        return []
    earlier = find_twin(later.question, after.questionnaire.language, before)
    if earlier is None or _list_limits(before, earlier, code) != _list_limits(after, later, code):
        return []
    found = []
    pairs = zip(earlier.question.answers, later.question.answers, strict=True)
    for old, new in pairs:
        shares = list_shares(earlier, old.id), list_shares(later, new.id)
        changes = compare_waves(before.groups, after.groups, shares)
        if code in changes.bounds:
            found.append(AnswerChange(new.id, changes.bounds[code]))
    return found


def _is_same_group(before: SurveyFigures, after: SurveyFigures, code: str) -> bool:
    groups = before.groups.get(code), after.groups.get(code)
    return groups[0] is not None and groups[1] is not None


def _list_limits(
    figures: SurveyFigures, one: QuestionFigures, code: str
) -> dict[str, tuple[int, str] | None]:
    """What a group's question was derived from, by leaf: from another limit, or the same number of
    something else (couplets, patients), it is another one."""
    ratio = next((r for r in figures.ratios if r.question.id == one.question.id), None)
    limits = () if ratio is None else ratio.groups[code].limits
    return {
        p.place.code: None if p.limit is None else (p.limit.limit, p.limit.counted) for p in limits
    }


def compare_waves(
    before: Mapping[str, Released],
    after: Mapping[str, Released],
    shares: tuple[Mapping[str, Share | None], Mapping[str, Share | None]],
) -> Changes:
    """How much a share changed in each group that is the same in both surveys.

    Leaves are the same where code and names are: a code alone is each campaign's own. ``shares``
    are of all groups, before and after. Raises MisuseError.
    """
    first, second = (
        Wave({code: _name(group) for code, group in groups.items()}, _list_bounds(found))
        for groups, found in zip((before, after), shares, strict=True)
    )
    return compute_changes(first, second)


def _name(group: Released) -> list[str]:
    return ["\n".join((place.code, *place.names)) for place in group.places]


def _list_bounds(shares: Mapping[str, Share | None]) -> dict[str, Interval | None]:
    return {code: None if share is None else share.bounds for code, share in shares.items()}


def list_shares(figures: QuestionFigures, answer: str) -> dict[str, Share | None]:
    """An answer's shares by group."""
    return {
        code: next(one.share for one in found.answers if one.id == answer)
        for code, found in figures.groups.items()
    }
