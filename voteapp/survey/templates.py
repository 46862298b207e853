"""The survey templates that are there, read from their data files, and what can be chosen."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from voteapp.campaign.questionnaire.rules import Derive
from voteapp.errors import InvalidInputError, MisuseError
from voteapp.errors import gettext as _
from voteapp.survey.checks import read_template
from voteapp.survey.format import Bin, Template, list_questions, list_rules

DEFAULT_TEMPLATE = "safe_staffing"
DEFAULT_VARIANT = "inpatient"
BLANK_TEMPLATE = "blank"


def load_template(name: str = DEFAULT_TEMPLATE) -> Template:
    """Read a template's data file by its name (letters, digits and underscores).

    Raises MisuseError, naming file and place, for one that is not there or not well formed.
    """
    if name not in list_names():
        raise MisuseError("not the name of a survey template")
    return _load(name)


@cache
def _load(name: str) -> Template:
    file = files("voteapp.survey").joinpath("data", "templates", f"{name}.json")
    return read_template(f"{name}.json", file.read_bytes())


@cache
def list_names() -> tuple[str, ...]:
    """The names of all templates: the shift survey, the others, a blank one last."""
    folder = files("voteapp.survey").joinpath("data", "templates")
    found = {file.name.removesuffix(".json") for file in folder.iterdir()}
    others = sorted(found - {DEFAULT_TEMPLATE, BLANK_TEMPLATE})
    return (DEFAULT_TEMPLATE, *others, BLANK_TEMPLATE)


def check_choices(template: Template, limit: int | None, variant: str) -> None:
    """Whether a template can be asked so. ``limit``: the unit's, in whole patients (None: none).

    Raises InvalidInputError ``variant`` for one that it does not have, ``limit`` where nothing is
    compared with it, or the bins cannot tell that limit from one or two more.
    """
    if variant != template.default_variant and template.find_variant(variant) is None:
        raise InvalidInputError("variant", _("The survey has no such variant."))
    if limit is None:
        return
    derived = 0
    for part in template.parts:
        known = {question.code: question for question in list_questions(part, variant)}
        for rule in list_rules(part, variant):
            if isinstance(rule, Derive):
                derived += 1
                bins = [answer.bin for answer in known[rule.source].answers]
                _check_limit([found for found in bins if found is not None], limit)
    if not derived:
        raise InvalidInputError("limit", _("A limit needs a question that counts."))


def _check_limit(bins: list[Bin], limit: int) -> None:
    """Up to limit + 1 the bins must hold single numbers, or "over by" cannot be derived."""
    if limit < 0:
        raise InvalidInputError("limit", _("A limit needs a question that counts."))
    single = {low for low, high in bins if low == high}
    if not all(number in single for number in range(limit + 2)):
        raise InvalidInputError(
            "limit",
            _("The answers of the question that counts do not reach beyond this limit."),
        )
