"""Ready-made surveys as a committee chooses among them: for whom, how long, whose words, what."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import get_locale

from voteapp.campaign.questionnaire.numbering import number_questions
from voteapp.protocol.encoding import RandomBytes
from voteapp.services.drafting.shift_survey import draft_survey
from voteapp.services.values.drafts import ElectionDraft, QuestionDraft
from voteapp.survey.format import Licence, TemplateSource, Texts
from voteapp.survey.templates import BLANK_TEMPLATE, list_names, load_template


@dataclass(frozen=True)
class SurveyQuestion:
    """A question as members come to it. ``derived``: the phone fills it in after this one.

    ``same``: it has the answers of the question before.
    """

    number: int
    question: QuestionDraft
    same: bool
    derived: list[str]


@dataclass(frozen=True)
class SurveySection:
    """Questions under one heading, which may be empty."""

    title: str
    introduction: str
    questions: list[SurveyQuestion]


@dataclass(frozen=True)
class SurveyPart:
    """One part of a ready-made survey."""

    title: str
    k: int
    sections: list[SurveySection]


@dataclass(frozen=True)
class ReadySurvey:
    """A template in words; ``count``: questions that a member can come to, of all its parts."""

    name: str
    title: str
    about: str
    for_whom: str
    count: int
    minutes: int
    licence: Licence
    source: TemplateSource
    parts: list[SurveyPart]


def list_ready_surveys(random_bytes: RandomBytes) -> list[ReadySurvey]:
    """Every template but the blank one, as its first variant asks it."""
    return [describe_survey(n, random_bytes) for n in list_names() if n != BLANK_TEMPLATE]


def describe_survey(name: str, random_bytes: RandomBytes) -> ReadySurvey:
    """A template in the page's language, or the one that it was written in."""
    template = load_template(name)
    parts = [_describe_part(part) for part in draft_survey(random_bytes, name)]
    return ReadySurvey(
        name=name,
        title=_pick(template.name, template.language),
        about=_pick(template.about, template.language),
        for_whom=_pick(template.for_whom, template.language),
        count=sum(len(section.questions) for part in parts for section in part.sections),
        minutes=template.minutes,
        licence=template.licence,
        source=template.source,
        parts=parts,
    )


def list_variants(name: str) -> list[tuple[str, str]]:
    """Code and name of a template's variants."""
    template = load_template(name)
    return [(v.code, _pick(v.name, template.language)) for v in template.variants]


def _pick(texts: Texts, language: str) -> str:
    return texts.get(str(get_locale()), texts[language])


def _describe_part(part: ElectionDraft) -> SurveyPart:
    questionnaire = part.questionnaire
    sections = [SurveySection("", "", [])]
    begins = {section.first: section for section in questionnaire.sections}
    numbers = number_questions(questionnaire)
    before: QuestionDraft | None = None
    for question in part.questions:
        if question.id in begins:
            texts = begins[question.id].texts[questionnaire.language]
            sections.append(SurveySection(texts.text, texts.help, []))
        number = numbers[question.id]
        if number is None:
            _find_last(sections).derived.append(question.text)
            continue
        same = before is not None and [a.text for a in before.answers] == [
            a.text for a in question.answers
        ]
        sections[-1].questions.append(SurveyQuestion(number, question, same, []))
        before = question
    return SurveyPart(part.title, part.k, [found for found in sections if found.questions])


def _find_last(sections: list[SurveySection]) -> SurveyQuestion:
    """What was asked last, before a derived question: there is always one."""
    return next(section.questions[-1] for section in reversed(sections) if section.questions)
