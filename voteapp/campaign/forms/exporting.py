"""From a questionnaire to an XLSForm that comes back as the same questionnaire."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from voteapp.campaign.forms.importing import import_file
from voteapp.campaign.forms.logic.constraints import MOST_NAMED_CHOICES, Choosing, read_choosing
from voteapp.campaign.forms.logic.numbers import write_bin
from voteapp.campaign.forms.naming import (
    Names,
    is_plain_number,
    list_languages,
    name_everything,
    write_condition,
)
from voteapp.campaign.forms.rows.extras import translate_rule
from voteapp.campaign.forms.sheets.languages import write_language
from voteapp.campaign.forms.sheets.writing import write_workbook
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.document import Question, Questionnaire, Texts, list_ids
from voteapp.campaign.questionnaire.rules import Skip
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes

VERSION = "1"
"""Of the columns and the sheet that are ours."""

_OWN = (
    "bins",
    "answers",
    "code",
    "scale",
    "reversed",
    "not_applicable",
    "prefer_not",
    "min",
    "max",
)


@dataclass
class _Sheet:
    """Rows by heading, written in the order of ``order``: those that are used, and ``always``."""

    order: Sequence[str]
    always: frozenset[str] = frozenset()
    rows: list[Mapping[str, str]] = field(default_factory=list)

    def write(self) -> list[list[str]]:
        """Headings and rows as lists of one length."""
        used = [
            name
            for name in self.order
            if name in self.always or any(row.get(name) for row in self.rows)
        ]
        return [used, *([row.get(name, "") for name in used] for row in self.rows)]


def export_form(questionnaire: Questionnaire, random_bytes: RandomBytes) -> bytes:
    """The form as a workbook (.xlsx).

    It was read back and is the same questionnaire but for its identities. Raises ProtocolError
    (those of ``check_questionnaire``), and InvalidInputError (``file``) where something cannot be
    said in a form.
    """
    check_questionnaire(questionnaire)
    wanted = compare_form(questionnaire)
    for simple in (True, False):
        data = write_workbook(_Writer(questionnaire, simple=simple).write())
        found = import_file(data, "", random_bytes).questionnaire
        if found is not None and compare_form(found) == wanted:
            return data
    raise InvalidInputError(
        "file",
        _(
            "This questionnaire has something that a spreadsheet cannot hold: a text with ${}, "
            "with spaces around it, or more answers than fit. Keep it as JSON."
        ),
    )


def compare_form(questionnaire: Questionnaire) -> bytes:
    """A questionnaire with its identities counted through: the same where all else is."""
    numbers = {name: f"#{place}" for place, name in enumerate(list_ids(questionnaire))}
    return msgspec.json.encode(
        _renumber(msgspec.to_builtins(questionnaire), numbers), order="sorted"
    )


def _renumber(value: object, numbers: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {key: _renumber(part, numbers) for key, part in value.items()}
    if isinstance(value, list):
        return [_renumber(part, numbers) for part in value]
    return numbers.get(value, value) if isinstance(value, str) else value


class _Writer:
    """Writes one questionnaire. ``simple``: skips are said as ``relevant``, which all tools know;
    otherwise every rule stands in our own sheet."""

    def __init__(self, questionnaire: Questionnaire, *, simple: bool) -> None:
        self.questionnaire = questionnaire
        self.languages = list_languages(questionnaire)
        self.names: Names = name_everything(questionnaire, self.languages)
        self.relevant = self._list_relevants() if simple else {}
        self.codes = any(self.names.questions[q.id] != q.code for q in questionnaire.questions)

    def write(self) -> dict[str, list[list[str]]]:
        """The sheets by their names."""
        sheets = {
            "survey": self._write_survey().write(),
            "choices": self._write_choices().write(),
            "settings": self._write_settings().write(),
        }
        extras = self._write_extras()
        return {**sheets, "voteapp": extras.write()} if extras.rows else sheets

    def _head(self, key: str, code: str) -> str:
        return f"{key}::{write_language(code)}"

    def _write_texts(self, texts: Texts, *, hint: bool = True) -> dict[str, str]:
        labels = {self._head("label", code): text.text for code, text in texts.items()}
        hints = {self._head("hint", code): text.help for code, text in texts.items() if hint}
        return {**labels, **hints}

    def _list_heads(self, *keys: str) -> list[str]:
        return [self._head(key, code) for key in keys for code in self.languages]

    def _list_relevants(self) -> dict[str, str]:
        """For each question that a rule skips: when it is asked, as the last such rule has it."""
        skips = [rule for rule in self.questionnaire.rules if isinstance(rule, Skip)]
        found: dict[str, str] = {}
        for rule in skips:
            when = rule.when
            text = (
                write_condition(when.negated, self.names)
                if when.negated
                else f"not({write_condition(when, self.names)})"
            )
            found.update(dict.fromkeys(rule.questions, text))
        return found

    def _write_survey(self) -> _Sheet:
        sheet = _Sheet(
            [
                "type",
                "name",
                *self._list_heads("label", "hint"),
                "appearance",
                "relevant",
                "constraint",
                *(f"voteapp::{name}" for name in _OWN),
            ],
            frozenset(("voteapp::code",) if self.codes else ()),
        )
        introduction = {
            self._head("label", code): text.help for code, text in self.questionnaire.texts.items()
        }
        if any(introduction.values()):
            sheet.rows.append({"type": "note", "name": "introduction", **introduction})
        begins = {section.first: section for section in self.questionnaire.sections}
        opened = 0
        for question in self.questionnaire.questions:
            section = begins.get(question.id)
            if section is not None:
                if opened:
                    sheet.rows.append({"type": "end_group"})
                opened += 1
                head = {"type": "begin_group", "name": f"section{opened}"}
                sheet.rows.append({**head, **self._write_texts(section.texts)})
            sheet.rows.append(self._write_question(question))
        if opened:
            sheet.rows.append({"type": "end_group"})
        return sheet

    def _write_question(self, question: Question) -> dict[str, str]:
        row = {
            "name": self.names.questions[question.id],
            **self._write_texts(question.texts),
            "relevant": self.relevant.get(question.id, ""),
            "voteapp::code": question.code if self.codes else "",
            "voteapp::reversed": "yes" if question.reversed else "",
            "voteapp::not_applicable": "" if question.not_applicable else "no",
            "voteapp::prefer_not": "" if question.prefer_not else "no",
        }
        listed = self.names.lists.get(question.id, "")
        if question.kind == "several":
            return {**row, "type": f"select_multiple {listed}", **self._write_choosing(question)}
        if question.kind == "number":
            bins = ",".join(write_bin(a.bin) for a in question.answers if a.bin)
            plain = is_plain_number(question, self.languages)
            own = {"voteapp::bins": f"bins: {bins}"} if plain else {"voteapp::answers": listed}
            return {**row, "type": "integer", **own}
        row["type"] = f"select_one {listed}"
        if question.kind == "scale":
            scales = list(dict.fromkeys(q.scale for q in self.questionnaire.questions if q.scale))
            row["appearance"] = "likert"
            row["voteapp::scale"] = (
                str(scales.index(question.scale) + 1) if question.scale else "none"
            )
        return row

    def _write_choosing(self, question: Question) -> dict[str, str]:
        names = list(self.names.answers[question.id].values())
        alone = [
            self.names.answers[question.id][answer.id]
            for answer in question.answers
            if answer.alone
        ][:MOST_NAMED_CHOICES]
        parts = [f"not(selected(., '{name}') and count-selected(.) > 1)" for name in alone]
        if question.max < len(names):
            parts.insert(0, f"count-selected(.) <= {question.max}")
        if question.min > 1:
            single = [f"selected(., '{name}')" for name in alone]
            parts.insert(0, f"({' or '.join([f'count-selected(.) >= {question.min}', *single])})")
        constraint = " and ".join(parts)
        said = Choosing(1, len(names), frozenset())
        if constraint:
            try:
                said = read_choosing(constraint, names)
            except InvalidInputError:
                constraint = ""
        return {
            "constraint": constraint,
            "voteapp::min": str(question.min) if question.min != said.least else "",
            "voteapp::max": str(question.max) if question.max != said.most else "",
        }

    def _write_choices(self) -> _Sheet:
        own = ["voteapp::alone", "voteapp::substantive", "voteapp::bin"]
        sheet = _Sheet(
            ["list_name", "name", *self._list_heads("label", "hint"), *own],
            frozenset(("list_name", "name")),
        )
        written: set[str] = set()
        for question in self.questionnaire.questions:
            listed = self.names.lists.get(question.id, "")
            if not listed or listed in written:
                continue
            written.add(listed)
            for answer in question.answers:
                sheet.rows.append(
                    {
                        "list_name": listed,
                        "name": self.names.answers[question.id][answer.id],
                        **self._write_texts(answer.texts),
                        "voteapp::alone": "yes" if answer.alone else "",
                        "voteapp::substantive": "" if answer.substantive else "no",
                        "voteapp::bin": write_bin(answer.bin) if answer.bin else "",
                    }
                )
        return sheet

    def _write_settings(self) -> _Sheet:
        one = self.questionnaire
        words = {
            head: text
            for code, found in one.words.items()
            for head, text in (
                (self._head("voteapp::not_applicable", code), found.not_applicable),
                (self._head("voteapp::prefer_not", code), found.prefer_not),
            )
        }
        titles = {self._head("form_title", code): text.text for code, text in one.texts.items()}
        row = {
            **titles,
            "form_id": f"voteapp_{one.part.lower()}",
            "default_language": write_language(one.language),
            "voteapp::version": VERSION,
            "voteapp::kind": one.kind,
            **words,
        }
        return _Sheet(list(row), rows=[row])

    def _write_extras(self) -> _Sheet:
        sheet = _Sheet(["kind", "name", "content"])
        for place, rule in enumerate(self.questionnaire.rules, 1):
            if isinstance(rule, Skip) and self.relevant:
                continue
            value = msgspec.to_builtins(rule)
            del value["id"]
            content = translate_rule(
                value, lambda one: self.names.questions[one], self.names.name_answer
            )
            sheet.rows.append({"kind": "rule", "name": str(place), "content": _dump(content)})
        for leaf, limit in self.questionnaire.limits.items():
            content = msgspec.to_builtins(limit)
            sheet.rows.append({"kind": "limit", "name": leaf, "content": _dump(content)})
        for variant, asked in self.questionnaire.asked.items():
            names = [self.names.questions[one] for one in asked]
            sheet.rows.append({"kind": "asked", "name": variant, "content": _dump(names)})
        return sheet


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
