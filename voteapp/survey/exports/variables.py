"""The variables: one a question, one an answer where several can be chosen, with frequencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from voteapp.campaign.questionnaire.document import Question, Texts
from voteapp.campaign.questionnaire.rules import Forbid, list_sources, list_targets
from voteapp.survey.exports.categories import Category, Variable, list_categories
from voteapp.survey.exports.counting import QuestionCounts, count_questions
from voteapp.survey.exports.elements import add, add_texts, say
from voteapp.survey.exports.study import name_group_id, say_limit, say_reason
from voteapp.survey.exports.values import Part
from voteapp.survey.figures.counting import find_derivation

_NATURE = {"scale": "ordinal", "number": "ordinal"}


def add_variables(root: Element, parts: Sequence[Part]) -> None:
    """``dataDscr``: groups of variables, then the variables."""
    data = add(root, "dataDscr")
    told = [(number, part, _list_variables(number, part)) for number, part in enumerate(parts, 1)]
    for number, part, variables in told:
        _add_groups(data, number, part, variables)
    for _number, _part, variables in told:
        for variable in variables:
            _add_variable(data, variable)


def _list_variables(number: int, part: Part) -> list[Variable]:
    return [
        variable
        for counted in count_questions(part)
        for variable in _list_of_question(number, part, counted)
    ]


def _list_of_question(number: int, part: Part, counted: QuestionCounts) -> Iterator[Variable]:
    name = f"P{number}_Q{counted.number}"
    names = _name_variables(counted.question)
    if counted.question.max == 1:
        yield Variable(names[0], name, part, number, counted, None)
        return
    for place, known in enumerate(names):
        yield Variable(known, f"{name}_{place + 1}", part, number, counted, place)


def _name_variables(question: Question) -> list[str]:
    """One of the question, or one of each answer where several can be chosen."""
    if question.max == 1:
        return [f"V-{question.id}"]
    return [f"V-{answer.id}" for answer in question.answers]


def _add_groups(data: Element, number: int, part: Part, variables: Sequence[Variable]) -> None:
    """The part, its sections, the scales, and the questions with several answers."""
    asked = part.questionnaire
    names = [question.id for question in asked.questions]
    starts = [names.index(section.first) for section in asked.sections]
    _add_group(
        data, f"P{number}", "section", {asked.language: part.title}, asked.language, variables
    )
    ends = [*starts, len(names)][1:]
    for section, start, end in zip(asked.sections, starts, ends, strict=True):
        inside = [one for one in variables if one.counted.number - 1 in range(start, end)]
        labels = _read(section.texts)
        _add_group(data, f"S-{section.id}", "section", labels, asked.language, inside)
    for scale in dict.fromkeys(q.scale for q in asked.questions if q.scale is not None):
        inside = [one for one in variables if one.counted.question.scale == scale]
        _add_group(data, f"L-{scale}", "grid", {}, asked.language, inside)
    for question in asked.questions:
        if question.max > 1:
            inside = [one for one in variables if one.counted.question is question]
            labels = _read(question.texts)
            _add_group(data, f"M-{question.id}", "multipleResp", labels, asked.language, inside)


def _add_group(
    data: Element,
    name: str,
    kind: str,
    labels: Mapping[str, str],
    first: str,
    variables: Sequence[Variable],
) -> None:
    inside = " ".join(variable.id for variable in variables)
    attributes = {"ID": name, "type": kind, "var": inside, "name": name}
    add_texts(add(data, "varGrp", "", attributes), "labl", labels, first)


def _read(texts: Texts) -> dict[str, str]:
    return {language: text.text for language, text in texts.items()}


def _add_variable(data: Element, variable: Variable) -> None:
    question, first = variable.counted.question, variable.answer in (None, 0)
    attributes = {
        "ID": variable.id,
        "name": variable.name,
        "intrvl": "discrete",
        "nature": _NATURE.get(question.kind, "nominal"),
        "representationType": "code",
    }
    if not first:
        attributes["qstn"] = f"Q-{question.id}"
    element = add(data, "var", "", attributes)
    labels = question.texts if variable.answer is None else question.answers[variable.answer].texts
    add_texts(element, "labl", _read(labels), variable.language)
    if first:
        _add_question(element, variable)
    categories = list_categories(variable)
    missing = [one.code for one in categories if one.missing]
    if missing:
        ranges = add(element, "invalrng")
        for code in missing:
            add(ranges, "item", "", {"VALUE": code})
    _add_totals(element, variable)
    for category in categories:
        _add_category(element, variable, category)
    _add_derivation(element, variable)
    add(element, "varFormat", "", {"type": "numeric"})
    for kind, text in _list_notes(variable):
        say(element, "notes", text, {"type": kind})


def _add_question(element: Element, variable: Variable) -> None:
    question, asked = variable.counted.question, variable.part.questionnaire
    domain = "multiple" if question.max > 1 else "category"
    attributes = {
        "ID": f"Q-{question.id}",
        "seqNo": str(variable.counted.number),
        "responseDomainType": domain,
    }
    told = add(element, "qstn", "", attributes)
    add_texts(told, "qstnLit", _read(question.texts), asked.language)
    helps = {language: text.help for language, text in question.texts.items()}
    add_texts(told, "ivuInstr", helps, asked.language)
    sources = _find_sources(variable.part, question)
    if sources:
        named = " ".join(f"Q-{name}" for name in sources)
        text = "What was answered to these questions can fill this one in."
        say(told, "backward", text, {"qstn": named})


def _find_sources(part: Part, question: Question) -> list[str]:
    """The questions that rules look at which decide this one."""
    rules = [rule for rule in part.questionnaire.rules if not isinstance(rule, Forbid)]
    found = [rule for rule in rules if question.id in list_targets(rule)]
    return list(dict.fromkeys(name for rule in found for name in list_sources(rule)))


def _add_totals(element: Element, variable: Variable) -> None:
    """Ballots of all groups, those in the base, and the others."""
    groups = variable.counted.groups
    if not groups:
        return
    counted = sum(group.group.accepted for group in groups)
    add(element, "TotlResp", str(counted))
    bases = [group.base for group in groups if group.base is not None]
    if len(bases) == len(groups):
        add(element, "sumStat", str(sum(bases)), {"type": "vald"})
        add(element, "sumStat", str(counted - sum(bases)), {"type": "invd"})


def _add_category(element: Element, variable: Variable, category: Category) -> None:
    attributes = {"ID": category.id}
    if category.missing:
        attributes |= {"missing": "Y", "missType": category.missing}
    told = add(element, "catgry", "", attributes)
    add(told, "catValu", category.code)
    add_texts(told, "labl", category.labels, variable.language)
    if category.note:
        say(told, "txt", category.note)
    groups = variable.counted.groups
    known = [count for count in category.counts if count is not None]
    if len(groups) > 1 and len(known) == len(groups):
        add(told, "catStat", str(sum(known)), {"type": "freq"})
    for group, count in zip(groups, category.counts, strict=True):
        if count is not None:
            refers = name_group_id(variable.number, group.group)
            add(told, "catStat", str(count), {"type": "freq", "sdatrefs": refers})


def _add_derivation(element: Element, variable: Variable) -> None:
    rule = find_derivation(variable.part.questionnaire, variable.counted.question)
    if rule is None:
        return
    questions = variable.part.questionnaire.questions
    source = next(one for one in questions if one.id == rule.source)
    named = " ".join(_name_variables(source))
    derivation = add(element, "derivation", "", {"var": named})
    say(
        derivation,
        "drvdesc",
        "Worked out on the phone from the number in the variable named, and the limit of the"
        " member's unit; the member saw it and sent it.",
    )


def _list_notes(variable: Variable) -> Iterator[tuple[str, str]]:
    """What must be known beside a variable's numbers."""
    question, part = variable.counted.question, variable.part
    if question.code:
        yield "code", question.code
    variants = part.questionnaire.asked
    if any(question.id not in asked for asked in variants.values()):
        found = [variant for variant, asked in sorted(variants.items()) if question.id in asked]
        yield "asked", f"Asked only in units of the kind: {', '.join(found) or 'none'}."
    if question.reversed:
        yield "reversed", "To agree means the opposite of what it means in the scale's other items."
    if any(group.base is None for group in variable.counted.groups):
        yield (
            "fits",
            (
                "These totals cannot come from ballots that the questionnaire allows: who is in the"
                " base is not known."
            ),
        )
    for held in part.release.withheld:
        yield "withheld", say_reason(part, held)
    if find_derivation(part.questionnaire, question) is not None:
        for code, limit in sorted(part.questionnaire.limits.items()):
            if limit is not None:
                yield "limit", f"{code}: {say_limit(limit)}"
