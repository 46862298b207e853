"""All figures as plain objects: ``figures.json`` (docs/formats.md, "Figures").

Shares are exact fractions in lowest terms, "23/26"; what there is not is ``null``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.survey.figures.comparing import compare_groups
from voteapp.survey.figures.loads import Load, LoadFigures
from voteapp.survey.figures.measures import FIVE
from voteapp.survey.figures.questions import AnswerFigures, QuestionFigures, QuestionInGroup
from voteapp.survey.figures.ratios import PlaceLimit, Ratio, RatioFigures
from voteapp.survey.figures.released import Place, Released, Withheld
from voteapp.survey.figures.scales import ScaleFigures
from voteapp.survey.figures.survey import SurveyFigures
from voteapp.survey.statistics.groups import Missing
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.statistics.quantiles import Bin, Quantile
from voteapp.survey.statistics.scales import ItemScore, ScaleScore
from voteapp.survey.statistics.shares import Share
from voteapp.survey.statistics.weights import PostStratified

TYPE = "voteapp-figures"

_LIMIT_FIELDS = (
    *("limit", "counted", "source", "citation", "address"),
    *("condition", "shift", "roles", "covered", "checked", "checked_by"),
)


def encode_figures(figures: SurveyFigures, uuid: str, fingerprint: str) -> bytes:
    """Canonical JSON, with the election that it is of: the same bytes from the same bundle."""
    return encode_canonical(
        {
            "type": TYPE,
            "version": 1,
            "uuid": uuid,
            "fingerprint": fingerprint,
            **describe_figures(figures),
        }
    )


def describe_figures(figures: SurveyFigures) -> dict[str, Any]:
    """Every figure of a part, in its first language."""
    questionnaire = figures.questionnaire
    measures = figures.measures
    found = {name: getattr(measures, name) for name in (*FIVE, "objections")}
    return {
        "part": questionnaire.part,
        "title": read_text(questionnaire.texts, questionnaire.language),
        "k": figures.release.k,
        "groups": [_describe_released(group) for group in figures.groups.values()],
        "everybody": None if figures.everybody is None else figures.everybody.code,
        "withheld": [_describe_withheld(held) for held in figures.release.withheld],
        "questions": [_describe_question(questionnaire, one) for one in figures.questions],
        "ratios": [_describe_ratio(questionnaire, one) for one in figures.ratios],
        "loads": [_describe_load(questionnaire, one) for one in figures.loads],
        "scales": [_describe_scale(questionnaire, one) for one in figures.scales],
        "measures": {name: None if one is None else one.question.id for name, one in found.items()},
    }


def write_bin(found: Bin) -> str:
    """A bin as people write it: "5", "2 to 4" as "2-4", an open one "10+"."""
    low, high = found
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"


def write_fraction(number: Fraction) -> str:
    """A fraction in lowest terms, "23/26", of a whole number too: "0/1"."""
    return f"{number.numerator}/{number.denominator}"


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else write_fraction(number)


def _interval(found: Interval | None) -> list[str] | None:
    return None if found is None else [write_fraction(found.low), write_fraction(found.high)]


def _describe_places(places: Sequence[Place]) -> list[dict[str, Any]]:
    return [{"code": place.code, "names": list(place.names)} for place in places]


def _describe_released(group: Released) -> dict[str, Any]:
    return {
        "code": group.code,
        "places": _describe_places(group.places),
        "members": group.members,
        "accepted": group.accepted,
        "response": write_fraction(group.response),
    }


def _describe_withheld(held: Withheld) -> dict[str, Any]:
    return {
        "places": _describe_places(held.places),
        "members": held.members,
        "accepted": held.accepted,
        "reason": held.reason,
    }


def _describe_missing(missing: Missing) -> dict[str, int | None]:
    return {
        "no_ballot": missing.no_ballot,
        "not_applicable": missing.not_applicable,
        "prefer_not": missing.prefer_not,
        "not_substantive": missing.not_substantive,
    }


def _describe_share(share: Share | None) -> dict[str, Any] | None:
    if share is None:
        return None
    return {
        "floor": share.floor,
        "base": share.base,
        "share": _fraction(share.share),
        "bounds": _interval(share.bounds),
        "interval": _interval(share.interval),
    }


def _name(questionnaire: Questionnaire, question: Question) -> dict[str, Any]:
    return {
        "question": question.id,
        "code": question.code,
        "text": read_text(question.texts, questionnaire.language),
    }


def _describe_question(questionnaire: Questionnaire, one: QuestionFigures) -> dict[str, Any]:
    language = questionnaire.language
    texts = {a.id: read_text(a.texts, language) for a in one.question.answers}
    return {
        **_name(questionnaire, one.question),
        "number": one.number,
        "groups": {code: _describe_in_group(found, texts) for code, found in one.groups.items()},
        "weighted": {name: _describe_weighted(share) for name, share in one.weighted.items()},
    }


def _describe_in_group(found: QuestionInGroup, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "base": found.group.base if found.fits else None,
        "fits": found.fits,
        "missing": _describe_missing(found.missing),
        "answers": [_describe_answer(answer, texts) for answer in found.answers],
    }


def _describe_answer(answer: AnswerFigures, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "answer": answer.id,
        "text": texts[answer.id],
        "count": answer.count,
        "share": _describe_share(answer.share),
    }


def _describe_weighted(share: PostStratified) -> dict[str, Any]:
    return {
        "weighted": write_fraction(share.weighted),
        "unweighted": write_fraction(share.unweighted),
        "weights": {code: write_fraction(weight) for code, weight in share.weights.items()},
        "left_out": list(share.left_out),
    }


def _describe_ratio(questionnaire: Questionnaire, one: RatioFigures) -> dict[str, Any]:
    compared = compare_groups({code: ratio.share for code, ratio in one.groups.items()})
    return {
        **_name(questionnaire, one.question),
        "from": one.source.id,
        "over": list(one.over),
        "groups": {code: _describe_ratio_in_group(ratio) for code, ratio in one.groups.items()},
        "differences": [
            {"first": d.first, "second": d.second, "bounds": _interval(d.bounds)} for d in compared
        ],
    }


def _describe_ratio_in_group(ratio: Ratio) -> dict[str, Any]:
    return {
        "share": _describe_share(ratio.share),
        "limits": [_describe_limit(one) for one in ratio.limits],
    }


def _describe_limit(one: PlaceLimit) -> dict[str, Any]:
    """With who compared it: whoever reads the file must not print as law what nobody checked."""
    limit = one.limit
    told = {"leaf": one.place.code, "decided": one.decided}
    if limit is None:
        return {**told, **dict.fromkeys(_LIMIT_FIELDS)}
    return {**told, **{name: getattr(limit, name) for name in _LIMIT_FIELDS}}


def _describe_load(questionnaire: Questionnaire, one: LoadFigures) -> dict[str, Any]:
    return {
        **_name(questionnaire, one.question),
        "groups": {code: _describe_load_in_group(load) for code, load in one.groups.items()},
    }


def _describe_load_in_group(load: Load) -> dict[str, Any]:
    return {
        "base": load.group.base,
        "columns": [
            {"answer": c.answer, "bin": write_bin(c.bin), "count": c.count, "over": c.over}
            for c in load.columns
        ],
        "median": _describe_quantile(load.median),
        "nine_in_ten": _describe_quantile(load.nine_in_ten),
        "limit": None if load.limit is None else load.limit.limit,
    }


def _describe_quantile(found: Quantile) -> dict[str, Any]:
    bins = (found.bin, found.lowest, found.highest)
    value, lowest, highest = (None if one is None else write_bin(one) for one in bins)
    return {
        "reached": found.reached,
        "base": found.base,
        "value": value,
        "lowest": lowest,
        "highest": highest,
    }


def _describe_scale(questionnaire: Questionnaire, one: ScaleFigures) -> dict[str, Any]:
    return {
        "scale": one.id,
        "items": [_name(questionnaire, item.question) for item in one.items],
        "groups": {code: _describe_score(score) for code, score in one.scores.items()},
    }


def _describe_score(score: ScaleScore) -> dict[str, Any]:
    return {
        "places": score.places,
        "mean": _fraction(score.mean),
        "bounds": _interval(score.bounds),
        "items": {name: _describe_item(item) for name, item in score.items.items()},
    }


def _describe_item(item: ItemScore) -> dict[str, Any]:
    return {
        "base": item.base,
        "mean": _fraction(item.mean),
        "variance": _fraction(item.variance),
        "bounds": _interval(item.bounds),
    }
