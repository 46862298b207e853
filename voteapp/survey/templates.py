"""Survey templates: what their data files hold. questionnaires.py makes questionnaires of them.

How a question becomes ciphertexts: every option is an answer, "Not applicable" is one more answer
(the last), and "Prefer not to answer" is the question's blank (Belenios specification, section
"Questions": the blank is the first ciphertext). Skipped questions are encrypted as "Not
applicable", so that the shape of a ballot never depends on what was answered.

The main part of the default survey: options of questions 1, 2, 2d, 3 to 11 =
7 + 11 + 4 + 5 + 5 + 4 + 3 + 4 + 3 + 9 + 5 + 4 = 64; twelve times "Not applicable" and twelve
blanks make 88 ciphertexts, about 57 KB a ballot.
"""

from __future__ import annotations

from importlib.resources import files

import msgspec

from voteapp.errors import InvalidInputError, MisuseError
from voteapp.errors import gettext as _

DEFAULT_TEMPLATE = "safe_staffing"
DEFAULT_VARIANT = "inpatient"

Bin = tuple[int, int | None]
"""Lowest and highest number of a bin, both inclusive; None: open upwards."""


class Derived(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question that the phone answers by itself; the four numbers are answer indexes."""

    kind: str
    source: str = msgspec.field(name="from")
    within: int
    over_by_1: int
    over_by_2: int
    no_limit: int


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question's text, options and bins in one variant."""

    text: str
    options: list[str]
    bins: list[Bin] | None = None


class TemplateQuestion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of a template. ``max`` above 1: several answers, save the ``exclusive`` ones."""

    code: str
    text: str
    options: list[str]
    metric: str
    bins: list[Bin] | None = None
    max: int = 1
    exclusive: list[int] = []
    derived: Derived | None = None
    variants: dict[str, Wording] = {}

    def wording(self, variant: str) -> Wording:
        """The question as one variant asks it."""
        return self.variants.get(variant) or Wording(self.text, self.options, self.bins)


class Skip(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """If ``question`` has one of ``answers`` (indexes; the one after the last option is "Not
    applicable"), the ``skipped`` questions are answered "Not applicable" without being asked."""

    question: str
    answers: list[int]
    skipped: list[str]
    variants: list[str] | None = None


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The questions that go into one election; ``level`` is the stratum it is released by."""

    code: str
    title: str
    k: int
    level: str
    questions: list[TemplateQuestion]
    skips: list[Skip]


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A survey template as its file holds it."""

    code: str
    version: int
    language: str
    title: str
    preface: str
    not_applicable: str
    prefer_not: str
    variants: dict[str, str]
    parts: list[Part]


def load_template(name: str = DEFAULT_TEMPLATE) -> Template:
    """Read a template's data file by its name (letters, digits and underscores)."""
    if not name.replace("_", "").isalnum():
        raise MisuseError("not the name of a survey template")
    file = files("voteapp.survey").joinpath("data", "templates", f"{name}.json")
    return msgspec.json.decode(file.read_bytes(), type=Template)


def check_choices(template: Template, limit: int | None, variant: str) -> None:
    """Whether a template can be asked so. ``limit``: the unit's, in whole patients (None: none).

    Raises InvalidInputError ``variant`` for one that it does not have, ``limit`` where the bins of
    a derived question cannot tell that limit from one or two more.
    """
    if variant not in template.variants:
        raise InvalidInputError("variant", _("The survey has no such variant."))
    for part in template.parts:
        known = {q.code: q for q in part.questions}
        for question in part.questions:
            if question.derived is not None and limit is not None:
                _check_limit(known[question.derived.source].wording(variant).bins, limit)


def _check_limit(bins: list[Bin] | None, limit: int) -> None:
    """Up to limit + 1 the bins must hold single numbers, or "over by" cannot be derived."""
    if bins is None or limit < 0:
        raise InvalidInputError("limit", _("A limit needs a question that counts."))
    single = {low for low, high in bins if low == high}
    if not all(number in single for number in range(limit + 2)):
        raise InvalidInputError(
            "limit",
            _("The answers of the question that counts do not reach beyond this limit."),
        )
