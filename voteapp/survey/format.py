"""What a survey template's data file holds; questionnaires.py makes questionnaires of it.

A file can say everything that a questionnaire can (docs/formats.md), with names for people in
place of identities, and what a committee wants to know before it chooses: for whom, how long,
whose words they are and under which licence. ``voteapp/survey/data/README.md`` has the fields.

How a question becomes ciphertexts: every answer is one, "Not applicable" is one more (the last),
and "Prefer not to answer" is the question's blank (Belenios specification, section "Questions").
What is skipped is encrypted as "Not applicable", so that the shape of a ballot never depends on
what was answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from voteapp.campaign.questionnaire.document import Kind, Words
from voteapp.campaign.questionnaire.rules import Rule, list_sources, list_targets

TEMPLATE_VERSION = 2
"""Of the files' own format."""

Texts = dict[str, str]
"""A text by language."""

Bin = tuple[int, int | None]
"""Lowest and highest number of a bin, both inclusive; None: open upwards."""


class _Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of a template; a field that is not known is an error."""


class TemplateAnswer(_Struct, frozen=True, kw_only=True):
    """One answer. ``code`` is its name within the question, for rules."""

    code: str
    text: Texts
    help: Texts = {}
    alone: bool = False
    substantive: bool = True
    bin: Bin | None = None


class Scale(_Struct, frozen=True, kw_only=True):
    """Answers that the items of one list share."""

    code: str
    answers: list[TemplateAnswer]


class Wording(_Struct, frozen=True, kw_only=True):
    """How one variant asks a question; what it leaves out is as in the others."""

    text: Texts | None = None
    help: Texts | None = None
    answers: list[TemplateAnswer] | None = None


class TemplateQuestion(_Struct, frozen=True, kw_only=True):
    """A question. ``code`` is its name, for rules and figures; nobody who answers sees it.

    Answers are its own or its ``scale``'s. ``only``: the variants that ask it. ``person``: it says
    who somebody is, and no rule may look at it. ``metric``: what its figures are called.
    """

    code: str
    text: Texts
    help: Texts = {}
    kind: Kind = "one"
    answers: list[TemplateAnswer] = []
    scale: str | None = None
    reversed: bool = False
    min: int = 1
    max: int = 1
    not_applicable: bool = True
    prefer_not: bool = True
    metric: str = ""
    person: bool = False
    only: list[str] | None = None
    wordings: dict[str, Wording] = {}


class TemplateSection(_Struct, frozen=True, kw_only=True):
    """A heading over the questions from ``first`` to the next section's."""

    first: str
    title: Texts
    introduction: Texts = {}


class Part(_Struct, frozen=True, kw_only=True):
    """The questions that go into one election; ``level`` is the stratum it is released by.

    ``rules`` are those of a questionnaire, with the codes of questions and answers; a rule holds
    in the variants that ask all of its questions.
    """

    code: str
    title: Texts
    introduction: Texts = {}
    k: int
    level: Literal["unit", "facility"]
    scales: list[Scale] = []
    sections: list[TemplateSection] = []
    questions: list[TemplateQuestion]
    rules: list[Rule] = []


class Variant(_Struct, frozen=True, kw_only=True):
    """For which kind of unit the survey is asked: whom it is for, as a sentence to them, and what
    a limit counts there (``""``: no limit is compared)."""

    code: str
    name: Texts
    for_whom: Texts
    counted: str = ""


class Licence(_Struct, frozen=True, kw_only=True):
    """Under which conditions the words may be used. ``name``: SPDX; ``attribution``: what has to
    be printed with them."""

    name: str
    address: str
    attribution: str = ""


class TemplateSource(_Struct, frozen=True, kw_only=True):
    """Whose words they are, and where they stand."""

    name: str
    address: str


class Template(_Struct, frozen=True, kw_only=True):
    """A survey template as its file holds it. The first language is the one written first."""

    code: str
    version: int
    languages: list[str]
    name: Texts
    about: Texts
    for_whom: Texts
    minutes: int
    licence: Licence
    source: TemplateSource
    words: dict[str, Words]
    variants: list[Variant] = []
    parts: list[Part]

    @property
    def language(self) -> str:
        """The language that was written first."""
        return self.languages[0]

    @property
    def prefer_not(self) -> str:
        """What "prefer not to answer" is called in the first language."""
        return self.words[self.language].prefer_not

    @property
    def default_variant(self) -> str:
        """The variant that is asked where nobody chose one; ``""`` where there are none."""
        return self.variants[0].code if self.variants else ""

    def find_variant(self, code: str) -> Variant | None:
        """The variant of that code, if there is one."""
        return next((variant for variant in self.variants if variant.code == code), None)


def list_questions(part: Part, variant: str) -> Iterator[TemplateQuestion]:
    """The questions that a variant asks, in its wording and with the answers of their scales."""
    scales = {scale.code: scale.answers for scale in part.scales}
    for question in part.questions:
        if question.only is not None and variant not in question.only:
            continue
        own = question.wordings.get(variant, Wording())
        answers = question.answers if question.scale is None else scales[question.scale]
        yield msgspec.structs.replace(
            question,
            text=question.text if own.text is None else own.text,
            help=question.help if own.help is None else own.help,
            answers=answers if own.answers is None else own.answers,
        )


def list_rules(part: Part, variant: str) -> list[Rule]:
    """The rules that hold in a variant: all of their questions are asked there."""
    asked = {question.code for question in list_questions(part, variant)}
    return [r for r in part.rules if asked.issuperset([*list_sources(r), *list_targets(r)])]
