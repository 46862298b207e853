"""A survey's rules: written in steps, shown as sentences, taken away.

First what the rule does and which questions it looks at, then which one it decides, then the
answers. The steps stand in the address: they hold identities, nothing that anybody wrote.
"""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.edits_of_rules import find_rule
from voteapp.campaign.questionnaire.rules import Rule
from voteapp.errors import NotFoundError
from voteapp.services.drafting.editor import structure
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import StaleDraftError
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_part, load_draft
from voteapp.web.committee.editor.rule_forms import (
    Plan,
    describe_does,
    describe_group,
    judge_plan,
    list_answers,
    list_later,
    list_sources_to_choose,
    plan_of,
    read_plan,
    read_rule,
    rule_fields,
    write_query,
)
from voteapp.web.committee.part_page import back_to_election, show_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.surveys.rules import describe_survey_rule


@committee.route("/campaigns/<code>/parts/<part>/rules/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_survey_rule(code: str, part: str) -> ResponseReturnValue:
    """One more rule, in steps."""
    questionnaire, version = _load(code, part)
    args = request.args
    plan = read_plan(
        questionnaire, args.get("do", ""), args.getlist("look"), args.get("target", "")
    )
    form = Form(request.form)
    if request.method == "GET":
        form.data["seen"] = version
        form.data["do"] = args.get("do", "")
        form.data.setlist("look", args.getlist("look"))
        if "step" in args:
            judge_plan(form, plan)
        return _show(form, code, part, questionnaire, plan, None), 422 if form.errors else 200
    return _save(form, code, part, questionnaire, plan, None)


@committee.route("/campaigns/<code>/parts/<part>/rules/<rule>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def survey_rule(code: str, part: str, rule: str) -> ResponseReturnValue:
    """Change a rule: what it looks at stays, the answers are chosen anew."""
    questionnaire, version = _load(code, part)
    present = find_rule(questionnaire, rule)
    if present is None:
        raise NotFoundError(_("This rule is not there any more."))
    plan = plan_of(questionnaire, present)
    if plan is None:
        sentence = _(
            "This rule is more than the form can show. Take it away and write it as several rules, "
            "or change it in the questionnaire’s file."
        )
        return show_election(code, part, sentence), 422
    form = Form(request.form)
    if request.method == "GET":
        form.data["seen"] = version
        for name, value in rule_fields(present):
            form.data.add(name, value)
        return _show(form, code, part, questionnaire, plan, present)
    return _save(form, code, part, questionnaire, plan, present)


@committee.post("/campaigns/<code>/parts/<part>/rules/<rule>/remove")
@role(Role.COMMITTEE)
def remove_survey_rule(code: str, part: str, rule: str) -> ResponseReturnValue:
    """Take a rule away; undo brings it back."""
    load_draft(code)
    seen = request.form.get("seen", "")
    try:
        structure.delete_survey_rule(get_context(), actor(), code, part, rule, seen)
    except StaleDraftError:
        sentence = _(
            "Somebody changed the rules while you had the page open. Nothing was removed by you."
        )
        return show_election(code, part, sentence), 409
    return back_to_election(code, part)


def _load(code: str, part: str) -> tuple[Questionnaire, str]:
    """A survey's questionnaire, and the version of its rules."""
    draft = load_draft(code)
    election = get_part(draft, part)
    if election.kind == "vote":
        raise NotFoundError(_("A vote has no such rules."))
    return election.questionnaire, compute_version(draft, Piece("rules", part))


def _save(
    form: Form, code: str, part: str, questionnaire: Questionnaire, plan: Plan, present: Rule | None
) -> ResponseReturnValue:
    name = present.id if present else ""
    rule = read_rule(form, questionnaire, plan, name) if plan.step == 3 else None
    if rule is None:
        return _show(form, code, part, questionnaire, plan, present), 422
    seen = form.value("seen")
    try:
        structure.save_survey_rule(get_context(), actor(), code, part, rule, seen)
    except StaleDraftError:
        _questionnaire, form.data["seen"] = _load(code, part)
        form.add("main", _("Somebody changed the survey meanwhile. Read again, then save."))
        return _show(form, code, part, questionnaire, plan, present), 409
    return back_to_election(code, part)


def _show(
    form: Form, code: str, part: str, questionnaire: Questionnaire, plan: Plan, present: Rule | None
) -> str:
    """The page of a step; where something is wrong in the first, that one again."""
    step = 1 if request.method == "GET" and form.errors else plan.step
    here = url_for("committee.add_survey_rule", code=code, part=part)
    here = f"{here}?{write_query(plan)}"
    if present is not None:
        here = url_for("committee.survey_rule", code=code, part=part, rule=present.id)
    texts = dict(list_sources_to_choose(questionnaire))
    later = [(q.id, texts[q.id]) for q in list_later(questionnaire, plan)]
    offered = list_answers(questionnaire, plan.target) if plan.target else []
    return render_template(
        "committee/editor/survey_rule.html",
        form=form,
        code=code,
        part=part,
        plan=plan,
        step=step,
        here=here,
        does=describe_does(),
        look=describe_group(form, "look", list(texts.items())),
        targets=describe_group(form, "targets", later),
        when=[
            describe_group(form, f"when.{q.id}", list_answers(questionnaire, q), texts[q.id])
            for q in plan.sources
        ],
        later=[("", _("Choose")), *later],
        offered=offered,
        answers=[("", _("Choose")), *offered],
        source=texts[plan.sources[0].id] if plan.sources else "",
        target=texts[plan.target.id] if plan.target else "",
        sentence=describe_survey_rule(questionnaire, present) if present else "",
    )
