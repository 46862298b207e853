"""A survey template's file, checked: every error names the file and the place in it.

What a questionnaire must be is checked by making one for each variant; here stands what is wrong
before that, and what only templates must be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import TypeVar

import msgspec

from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Derive,
    Fill,
    Rule,
    list_leaves,
    list_sources,
    list_targets,
)
from voteapp.campaign.units.release import K_FLOOR
from voteapp.errors import MisuseError, ProtocolError
from voteapp.survey.format import (
    TEMPLATE_VERSION,
    Part,
    Template,
    TemplateAnswer,
    TemplateQuestion,
    Texts,
    list_questions,
    list_rules,
)
from voteapp.survey.questionnaires import write_questionnaires

_CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")
_ADDRESS = re.compile(r"https://[^\s]+\Z")

LONGEST_NAME_OF_QUESTION = 20
"""As long as drafts keep its code."""

MOST_MINUTES = 60

T = TypeVar("T")

Problems = Iterator[tuple[str, str]]
"""A place and what is wrong there."""


def read_template(file: str, data: bytes) -> Template:
    """Read a template and check it. Raises MisuseError with a line for each problem: the file's
    name, the place, what is wrong there."""
    try:
        template = msgspec.json.decode(data, type=Template)
    except msgspec.DecodeError as error:
        raise MisuseError(f"{file}: {error}") from error
    problems = [*_list_problems(template, file.removesuffix(".json"))]
    # What stands on sound ground is looked at once the ground is sound.
    problems = problems or [*_list_of_rules(template)]
    problems = problems or [*_list_of_questionnaires(template)]
    if problems:
        raise MisuseError("\n".join(f"{file}: {place}: {text}" for place, text in problems))
    return template


def _list_problems(template: Template, name: str) -> Problems:
    if template.code != name:
        yield "code", "is not the file's name"
    if template.version != TEMPLATE_VERSION:
        yield "version", f"is not {TEMPLATE_VERSION}"
    if not template.languages or not all(map(_LANGUAGE.match, template.languages)):
        yield "languages", "are none, or not named as BCP 47 does"
        return
    yield from _check_head(template)
    for place, text in _list_texts(template):
        yield from _check_text(template, place, text)
    yield from _check_codes("variants", [variant.code for variant in template.variants])
    yield from _check_codes("parts", [part.code for part in template.parts])
    for place, part in _number("parts", template.parts):
        yield from _check_part(template, part, place)


def _check_head(template: Template) -> Problems:
    """What a committee reads before it chooses."""
    needed = {
        "name": template.name,
        "about": template.about,
        "for_whom": template.for_whom,
        "licence.name": template.licence.name.strip(),
        "source.name": template.source.name.strip(),
        "parts": template.parts,
    }
    yield from ((place, "is missing") for place, found in needed.items() if not found)
    for language in template.languages:
        if language not in template.words:
            yield "words", f"are missing in {language}"
    if not 1 <= template.minutes <= MOST_MINUTES:
        yield "minutes", f"is not a number from 1 to {MOST_MINUTES}"
    addresses = {
        "licence.address": template.licence.address,
        "source.address": template.source.address,
    }
    for place, address in addresses.items():
        if not _ADDRESS.match(address):
            yield place, "is not an address that begins with https://"


def _check_part(template: Template, part: Part, place: str) -> Problems:
    if part.k < K_FLOOR:
        yield f"{place}.k", f"is less than {K_FLOOR}"
    if not part.questions:
        yield f"{place}.questions", "are missing"
    yield from _check_codes(f"{place}.scales", [scale.code for scale in part.scales])
    yield from _check_codes(f"{place}.rules", [rule.id for rule in part.rules], "id")
    yield from _check_codes(f"{place}.questions", [question.code for question in part.questions])
    for at, scale in _number(f"{place}.scales", part.scales):
        yield from _check_codes(f"{at}.answers", [answer.code for answer in scale.answers])
    scales, variants = [s.code for s in part.scales], [v.code for v in template.variants]
    for at, question in _number(f"{place}.questions", part.questions):
        yield from _check_question(question, at, scales, variants)
    order = {question.code: number for number, question in enumerate(part.questions)}
    begins = [order.get(section.first, -1) for section in part.sections]
    if -1 in begins or begins != sorted(set(begins)):
        yield f"{place}.sections", "do not follow the order of the questions"


def _check_question(
    question: TemplateQuestion, place: str, scales: Sequence[str], variants: Sequence[str]
) -> Problems:
    if len(question.code) > LONGEST_NAME_OF_QUESTION:
        yield f"{place}.code", f"is longer than {LONGEST_NAME_OF_QUESTION} characters"
    if question.scale is None:
        yield from _check_codes(f"{place}.answers", [a.code for a in question.answers])
    elif question.scale not in scales or question.answers:
        yield f"{place}.scale", "is not there, or answers stand beside it"
    for name in [*(question.only or []), *question.wordings]:
        if name not in variants:
            yield place, f"names a variant that is not there: {name}"
    for name, wording in question.wordings.items():
        if wording.answers is not None:
            codes = [answer.code for answer in wording.answers]
            yield from _check_codes(f"{place}.wordings.{name}.answers", codes)


def _list_of_rules(template: Template) -> Problems:
    for place, part in _number("parts", template.parts):
        known = {question.code: question for question in part.questions}
        for at, rule in _number(f"{place}.rules", part.rules):
            yield from _check_rule(template, part, rule, at, known)


def _check_rule(
    template: Template, part: Part, rule: Rule, place: str, known: dict[str, TemplateQuestion]
) -> Problems:
    named = [*list_sources(rule), *list_targets(rule)]
    missing = [code for code in named if code not in known]
    for code in missing:
        yield place, f"names a question that is not there: {code}"
    for code in list_sources(rule):
        if code in known and known[code].person:
            yield place, f"looks at who somebody is: {code}"
    if missing:
        return
    counting = {found.code for found in template.variants if found.counted}
    variants = [v.code for v in template.variants] or [""]
    holding = [variant for variant in variants if rule in list_rules(part, variant)]
    if not holding:
        yield place, "holds in no variant"
    for variant in holding:
        if isinstance(rule, Derive) and variant not in counting:
            yield place, f"compares with a limit where none is counted: {variant}"
        asked = {question.code: question for question in list_questions(part, variant)}
        for code, answer in _list_answers(rule):
            offered = [found.code for found in asked[code].answers]
            if answer not in [*offered, NOT_APPLICABLE, PREFER_NOT]:
                yield place, f"names an answer that is not there: {answer} of {code}"


def _list_answers(rule: Rule) -> Iterator[tuple[str, str]]:
    """The (question, answer) that a rule names."""
    if isinstance(rule, Derive):
        named = [rule.within, rule.no_limit, *(step.answer for step in rule.over)]
        yield from ((rule.question, answer) for answer in named)
        return
    for question, answers in list_leaves(rule.when):
        yield from ((question, answer) for answer in answers)
    if isinstance(rule, Fill):
        yield rule.question, rule.answer


def _list_of_questionnaires(template: Template) -> Problems:
    """What is wrong with the questionnaires that are made of a template, variant by variant."""
    for variant in [found.code for found in template.variants] or [""]:
        written = write_questionnaires(template, None, variant, "", _create_random())
        for (place, _part), questionnaire in zip(
            _number("parts", template.parts), written, strict=True
        ):
            try:
                check_questionnaire(questionnaire)
            except ProtocolError as error:
                at = f"{place} ({variant})" if variant else place
                yield at, f"{error.message} ({error.code})"


def _create_random() -> Callable[[int], bytes]:
    """Bytes that make identities of which no two are the same; nothing is kept of them."""
    numbers = count()
    return lambda length: bytes(
        (next_number >> (5 * place)) % 32
        for next_number in [next(numbers)]
        for place in range(length)
    )


def _check_codes(place: str, codes: Sequence[str], field: str = "code") -> Problems:
    for number, code in enumerate(codes):
        if not _CODE.match(code):
            yield f"{place}.{number}.{field}", "is not made of small letters and digits"
        if code in codes[:number]:
            yield f"{place}.{number}.{field}", f"is there twice: {code}"


def _check_text(template: Template, place: str, text: Texts) -> Problems:
    for language in template.languages:
        if text and not text.get(language, "").strip():
            yield place, f"is missing in {language}"
    for language in text:
        if language not in template.languages:
            yield place, f"is in a language that the template does not name: {language}"


def _list_texts(template: Template) -> Iterator[tuple[str, Texts]]:
    """Every text, with its place. What may be left out is left out where it is."""
    yield "name", template.name
    yield "about", template.about
    yield "for_whom", template.for_whom
    for place, variant in _number("variants", template.variants):
        yield f"{place}.name", variant.name
        yield f"{place}.for_whom", variant.for_whom
    for place, part in _number("parts", template.parts):
        yield f"{place}.title", part.title
        yield f"{place}.introduction", part.introduction
        for at, section in _number(f"{place}.sections", part.sections):
            yield f"{at}.title", section.title
            yield f"{at}.introduction", section.introduction
        for at, scale in _number(f"{place}.scales", part.scales):
            yield from _list_of_answers(at, scale.answers)
        for at, question in _number(f"{place}.questions", part.questions):
            yield from _list_of_question(at, question)


def _list_of_question(place: str, question: TemplateQuestion) -> Iterator[tuple[str, Texts]]:
    yield f"{place}.text", question.text
    yield f"{place}.help", question.help
    yield from _list_of_answers(place, question.answers)
    for name, wording in question.wordings.items():
        at = f"{place}.wordings.{name}"
        yield f"{at}.text", wording.text or {}
        yield f"{at}.help", wording.help or {}
        yield from _list_of_answers(at, wording.answers or [])


def _list_of_answers(place: str, answers: Sequence[TemplateAnswer]) -> Iterator[tuple[str, Texts]]:
    for at, answer in _number(f"{place}.answers", answers):
        yield f"{at}.text", answer.text
        yield f"{at}.help", answer.help


def _number(place: str, items: Iterable[T]) -> Iterator[tuple[str, T]]:
    return ((f"{place}.{number}", item) for number, item in enumerate(items))
