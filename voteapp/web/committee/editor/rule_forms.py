"""A survey's rule as the steps and fields of its pages, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from voteapp.campaign.questionnaire.answering import list_offered
from voteapp.campaign.questionnaire.checks_of_rules import check_references, looks_back
from voteapp.campaign.questionnaire.document import Question, Questionnaire, read_text
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    PREFER_NOT,
    Condition,
    Derive,
    Fill,
    Forbid,
    Over,
    Rule,
    Skip,
    create_leaf_condition,
    list_sources,
    list_targets,
)
from voteapp.errors import ProtocolError
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _

Do = Literal["skip", "fill", "derive", "forbid"]
DOES: tuple[Do, ...] = get_args(Do)
Option = tuple[str, str]
"""A value and what people read."""


@dataclass(frozen=True)
class Box:
    """One of several boxes of a name."""

    value: str
    label: str
    ticked: bool


@dataclass(frozen=True)
class Group:
    """Boxes of one name, and the question about which they are, if any."""

    name: str
    boxes: tuple[Box, ...]
    question: str


def describe_group(form: Form, name: str, options: Sequence[Option], question: str = "") -> Group:
    """The boxes as the form has them ticked."""
    ticked = set(form.values(name))
    return Group(name, tuple(Box(v, label, v in ticked) for v, label in options), question)


def describe_does() -> list[tuple[str, str, str]]:
    """What a rule can do, for people to choose from."""
    return [
        ("skip", _("Leave questions out"), _("They are answered “Not applicable”, unasked.")),
        ("fill", _("Fill in an answer"), _("The question gets this answer, unasked.")),
        ("derive", _("Compare a number with the limit"), _("“Within” or “over” is worked out.")),
        ("forbid", _("Say that answers do not fit together"), _("The member is asked to look.")),
    ]


@dataclass(frozen=True)
class Plan:
    """What was chosen in the steps so far. ``target``: what ``fill`` and ``derive`` decide."""

    do: Do | None
    sources: tuple[Question, ...]
    target: Question | None

    @property
    def step(self) -> int:
        """The step to show: 1 what and which, 2 the question that is decided, 3 the answers."""
        if self.do is None or not self.sources:
            return 1
        return 2 if self.do in ("fill", "derive") and self.target is None else 3


def read_plan(questionnaire: Questionnaire, do: str, looks: Sequence[str], target: str) -> Plan:
    """The steps as an address says them; what is not there is left out."""
    known = {question.id: question for question in questionnaire.questions}
    chosen: Do | None = next((one for one in DOES if one == do), None)
    sources = tuple(q for q in questionnaire.questions if q.id in looks)
    later = list_later(questionnaire, Plan(chosen, sources, None))
    return Plan(chosen, sources, known.get(target) if known.get(target) in later else None)


def plan_of(questionnaire: Questionnaire, rule: Rule) -> Plan | None:
    """The plan of a rule that is there; None: it is more than the fields can show."""
    do: Do = next(
        name
        for name, kind in zip(DOES, (Skip, Fill, Derive, Forbid), strict=True)
        if isinstance(rule, kind)
    )
    if not isinstance(rule, Derive):
        leaves = _list_flat(rule.when)
        names = [leaf.question for leaf in leaves]
        if not leaves or len(set(names)) != len(names):
            return None
    elif [over.by for over in rule.over] not in ([1], [1, 2]):
        return None
    target = next(iter(list_targets(rule)), "") if do in ("fill", "derive") else ""
    return read_plan(questionnaire, do, list_sources(rule), target)


def _list_flat(condition: Condition) -> list[Condition]:
    """The parts of a condition that is one, or ``all`` or ``any`` of some; else nothing."""
    parts = [condition]
    for group in (condition.all, condition.any):
        if isinstance(group, list):
            parts = group
    return parts if all(isinstance(part.question, str) for part in parts) else []


def list_later(questionnaire: Questionnaire, plan: Plan) -> list[Question]:
    """The questions that such a rule could decide: after all that it looks at."""
    names = {source.id for source in plan.sources}
    places = [i for i, q in enumerate(questionnaire.questions) if q.id in names]
    later = questionnaire.questions[max(places, default=-1) + 1 :]
    if plan.do in ("skip", "derive"):
        later = [question for question in later if question.not_applicable]
    return [q for q in later if plan.do != "derive" or q.kind != "several"]


def list_sources_to_choose(questionnaire: Questionnaire) -> list[Option]:
    """The questions that a rule may look at."""
    return [(q.id, read_text(q.texts, questionnaire.language)) for q in questionnaire.questions]


def list_answers(questionnaire: Questionnaire, question: Question) -> list[Option]:
    """What a question offers, by identity and in words."""
    words = questionnaire.words[questionnaire.language]
    own = {a.id: read_text(a.texts, questionnaire.language) for a in question.answers}
    beside = {NOT_APPLICABLE: words.not_applicable, PREFER_NOT: words.prefer_not}
    return [(name, {**own, **beside}[name]) for name in list_offered(question)]


def judge_plan(form: Form, plan: Plan) -> None:
    """Note what is missing in the first step."""
    if plan.do is None:
        form.add("do", _("Choose what the rule does."))
    if not plan.sources:
        form.add("look", _("Choose at least one question."))
    if plan.do == "derive" and plan.sources:
        binned = [q for q in plan.sources if any(a.bin is not None for a in q.answers)]
        if len(plan.sources) != 1 or not binned or binned[0].kind == "several":
            form.add("look", _("Choose one question, and one whose answers are numbers."))


def rule_fields(rule: Rule) -> list[Option]:
    """A rule as the fields of the last step; a name may come several times."""
    if isinstance(rule, Derive):
        steps = [(f"over_{over.by}", over.answer) for over in rule.over]
        return [("within", rule.within), ("no_limit", rule.no_limit), *steps]
    fields = [("join", "any" if isinstance(rule.when.any, list) else "all")]
    for leaf in _list_flat(rule.when):
        fields += [(f"when.{leaf.question}", answer) for answer in leaf.answers or []]
    if isinstance(rule, Skip):
        fields += [("targets", name) for name in rule.questions]
    if isinstance(rule, Fill):
        fields.append(("answer", rule.answer))
    return fields


def read_rule(form: Form, questionnaire: Questionnaire, plan: Plan, name: str) -> Rule | None:
    """The rule that the fields of the last step hold; None where they do not make one."""
    rule = _read_derive(form, plan, name) if plan.do == "derive" else _read_when(form, plan, name)
    if rule is None or not form.ok:
        return None
    known = {question.id: question for question in questionnaire.questions}
    places = {question: place for place, question in enumerate(known)}
    try:
        check_references(rule, known)
        if looks_back(rule, places):
            return rule
    except ProtocolError:
        pass
    form.add(
        "main",
        _("These questions cannot be joined so: what is decided must offer what the rule gives."),
    )
    return None


def _read_when(form: Form, plan: Plan, name: str) -> Rule | None:
    leaves = []
    for source in plan.sources:
        chosen = [a for a in list_offered(source) if a in form.values(f"when.{source.id}")]
        if not chosen:
            form.add(f"when.{source.id}", _("Choose at least one answer."))
        else:
            leaves.append(create_leaf_condition(source.id, chosen))
    if not leaves:
        return None
    when = leaves[0]
    if len(leaves) > 1:
        when = Condition(any=leaves) if form.value("join") == "any" else Condition(all=leaves)
    if plan.do == "skip":
        targets = form.values("targets")
        if not targets:
            form.add("targets", _("Choose at least one question."))
        return Skip(id=name, when=when, questions=targets)
    if plan.do == "fill" and plan.target is not None:
        if not form.value("answer"):
            form.add("answer", _("Choose the answer."))
        return Fill(id=name, when=when, question=plan.target.id, answer=form.value("answer"))
    return Forbid(id=name, when=when)


def _read_derive(form: Form, plan: Plan, name: str) -> Rule | None:
    if plan.target is None:
        return None
    needed = {
        "within": _("Choose the answer for “within the limit”."),
        "over_1": _("Choose the answer for “over the limit”."),
        "no_limit": _("Choose the answer where there is no limit."),
    }
    for field, missing in needed.items():
        if not form.value(field):
            form.add(field, missing)
    steps = {1: form.value("over_1"), 2: form.value("over_2")}
    return Derive(
        id=name,
        source=plan.sources[0].id,
        question=plan.target.id,
        within=form.value("within"),
        over=[Over(by=by, answer=answer) for by, answer in steps.items() if answer],
        no_limit=form.value("no_limit"),
    )


def write_query(plan: Plan) -> str:
    """The steps as the query of an address."""
    query = [("do", plan.do or ""), *(("look", source.id) for source in plan.sources)]
    if plan.target is not None:
        query.append(("target", plan.target.id))
    return urlencode(query)
