"""The votes and surveys of a draft: add, edit, remove; and the rule of a vote."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.setup.rules import COMPARISONS, DENOMINATORS
from voteapp.campaign.texts import LONGEST_DESCRIPTION
from voteapp.campaign.units.release import K_FLOOR
from voteapp.errors import InvalidInputError
from voteapp.services.drafting.writing import rewrite_head
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import QuestionDraft, RuleDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_election, with_election, without_election
from voteapp.web.committee.settings import back_to, load_draft, save_draft, try_save
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.rules import PRESETS, find_preset, preset_words

ADDABLE = ("vote", "survey", "own-survey")


@committee.get("/campaigns/<code>/parts/<int:place>")
@role(Role.COMMITTEE)
def election(code: str, place: int) -> ResponseReturnValue:
    """One vote or survey: its questions and its rule."""
    draft = load_draft(code)
    return render_template(
        "committee/drafting/election.html",
        code=code,
        place=place,
        draft=draft,
        election=get_election(draft, place),
        saved=request.args.get("done") == "saved",
    )


def back_to_election(code: str, place: int) -> ResponseReturnValue:
    """Go to one election's page and say there that it is saved."""
    return redirect(url_for("committee.election", code=code, place=place, done="saved"), 303)


@committee.route("/campaigns/<code>/parts/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_election(code: str) -> ResponseReturnValue:
    """One more vote or survey under the same slip."""
    from voteapp.web.committee.campaigns import first_elections, read_limit, survey_choices

    draft = load_draft(code)
    if request.method == "GET":
        form = Form()
        return render_template(
            "committee/drafting/part_new.html", form=form, code=code, choices=survey_choices()
        )
    form = Form(request.form)
    kind = form.choice("kind", ADDABLE, _("Choose what to add."))
    title = form.text("title", _("Enter a title."), required=kind != "survey")
    limit, variant = read_limit(form)
    if form.ok:
        try:
            added = first_elections(kind, title, limit, variant)
            edited = replace(draft, elections=draft.elections + added)
            save_draft(code, edited)
            return back_to_election(code, len(draft.elections))
        except InvalidDraftError as error:
            form.refuse_all(error, f"elections.{len(draft.elections)}.")
        except InvalidInputError as error:
            form.refuse(error)
    return render_template(
        "committee/drafting/part_new.html", form=form, code=code, choices=survey_choices()
    ), 422


@committee.route("/campaigns/<code>/parts/<int:place>/details", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def election_details(code: str, place: int) -> ResponseReturnValue:
    """Title, introduction and the fewest ballots that are opened."""
    draft = load_draft(code)
    present = get_election(draft, place)
    if request.method == "GET":
        form = Form(
            {"title": present.title, "description": present.description, "k": str(present.k)}
        )
        return render_template(
            "committee/drafting/part_details.html", form=form, code=code, place=place
        )
    form = Form(request.form)
    edited = rewrite_head(
        present,
        form.text("title", _("Enter a title.")),
        form.text("description", "", limit=LONGEST_DESCRIPTION, required=False),
        form.integer("k", _("Enter a number."), low=K_FLOOR, high=1000),
    )
    if form.ok and try_save(form, code, with_election(draft, place, edited), f"elections.{place}."):
        return back_to_election(code, place)
    return render_template(
        "committee/drafting/part_details.html", form=form, code=code, place=place
    ), 422


@committee.route("/campaigns/<code>/parts/<int:place>/remove", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def remove_election(code: str, place: int) -> ResponseReturnValue:
    """Take a vote or survey out, after asking."""
    draft = load_draft(code)
    present = get_election(draft, place)
    form = Form()
    if request.method == "POST":
        if try_save(form, code, without_election(draft, place)):
            return back_to(code)
        page = render_template(
            "committee/drafting/part_remove.html",
            form=form,
            code=code,
            place=place,
            election=present,
        )
        return page, 422
    return render_template(
        "committee/drafting/part_remove.html", form=form, code=code, place=place, election=present
    )


@committee.route("/campaigns/<code>/parts/<int:place>/rule", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def rule(code: str, place: int) -> ResponseReturnValue:
    """What decides a vote: a preset or a fraction of one's own, and a quorum."""
    draft = load_draft(code)
    present = get_election(draft, place)
    (asked, *_more) = present.questions
    if request.method == "GET":
        form = Form(rule_fields(present.rule or RuleDraft()))
        status = 200
    else:
        form = Form(request.form)
        edited = replace(present, rule=read_rule(form, asked))
        changed = with_election(draft, place, edited)
        if form.ok and try_save(form, code, changed, f"elections.{place}.rule."):
            return back_to_election(code, place)
        status = 422
    page = render_template(
        "committee/drafting/rule.html",
        form=form,
        code=code,
        place=place,
        answers=[(answer.id, answer.text) for answer in asked.answers],
        presets=preset_words(),
    )
    return page, status


def rule_fields(present: RuleDraft) -> dict[str, str]:
    """A rule as the fields of its form."""
    return {
        "answer": present.answer,
        "preset": find_preset(present),
        "numerator": str(present.numerator),
        "denominator": str(present.denominator),
        "comparison": present.comparison,
        "of": present.of,
        "quorum": "yes" if present.quorum_numerator else "no",
        "quorum_numerator": str(present.quorum_numerator or 1),
        "quorum_denominator": str(present.quorum_denominator if present.quorum_numerator else 2),
    }


def read_rule(form: Form, asked: QuestionDraft) -> RuleDraft:
    """The rule that a form holds; problems are noted in the form."""
    offered = {answer.id: answer.text for answer in asked.answers}
    answer = form.choice("answer", list(offered), _("Choose the answer that must reach the share."))
    preset = form.choice("preset", [*PRESETS, "own"], _("Choose a rule."))
    chosen = PRESETS.get(preset) or RuleDraft(
        numerator=form.integer("numerator", _("Enter the upper number."), low=0, high=1000),
        denominator=form.integer("denominator", _("Enter the lower number."), low=1, high=1000),
        comparison=form.choice("comparison", COMPARISONS, _("Choose “at least” or “more than”.")),
        of=form.choice("of", DENOMINATORS, _("Choose a share of what.")),
    )
    if chosen.numerator > chosen.denominator:
        form.add("numerator", _("The share can be at most the whole."))
    quorum = (0, 1)
    if form.choice("quorum", ("no", "yes"), _("Choose yes or no.")) == "yes":
        quorum = (
            form.integer("quorum_numerator", _("Enter the upper number."), low=1, high=1000),
            form.integer("quorum_denominator", _("Enter the lower number."), low=1, high=1000),
        )
        if quorum[0] > quorum[1]:
            form.add("quorum_numerator", _("The share can be at most the whole."))
    return replace(
        chosen,
        question=asked.id,
        answer=answer,
        text=offered[answer],
        quorum_numerator=quorum[0],
        quorum_denominator=quorum[1],
    )
