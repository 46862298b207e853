"""The votes and surveys of a draft: show, add, edit, remove."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Limit, Source
from voteapp.campaign.texts import LONGEST_DESCRIPTION
from voteapp.campaign.units.release import K_FLOOR
from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.services.drafting import editing
from voteapp.services.drafting.shift_survey import LEAF_CODE, find_highest_limit
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.drafting.writing import list_followers
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.survey.questionnaires import create_limit
from voteapp.survey.templates import DEFAULT_TEMPLATE
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Told,
    Typed,
    begin_form,
    get_part,
    gone_words,
    keep_typed,
    load_draft,
    press_removal,
    settle,
)
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

_SOURCES: tuple[Source, ...] = ("law", "contract", "policy")
ADDABLE = ("vote", "survey", "own-survey")


@committee.get("/campaigns/<code>/parts/<part>")
@role(Role.COMMITTEE)
def election(code: str, part: str) -> ResponseReturnValue:
    """One vote or survey: its questions and its rule."""
    return show_election(code, part)


def show_election(code: str, part: str, problem: str | None = None) -> str:
    """The page of a part; ``problem``: why the last press changed nothing."""
    draft = load_draft(code)
    return render_template(
        "committee/drafting/election.html",
        code=code,
        draft=draft,
        election=get_part(draft, part),
        order=compute_version(draft, Piece("order", part)),
        limit=limit_words(get_part(draft, part)),
        problem=problem,
        saved=request.args.get("done") == "saved",
    )


def limit_words(found: ElectionDraft) -> str | None:
    """What a part's page says of its limit; None where nothing looks at one."""
    questionnaire = found.questionnaire
    if find_highest_limit(questionnaire) is None:
        return None
    if LEAF_CODE not in questionnaire.limits:
        return _("No limit was set. Without one, the share of shifts over the limit is lost.")
    present = questionnaire.limits[LEAF_CODE]
    if present is None:
        return _("There is no limit for this unit.")
    return _("At most %(number)d patients for one nurse.", number=present.limit)


def back_to_election(code: str, part: str) -> ResponseReturnValue:
    """Go to one election's page and say there that it is saved."""
    return redirect(url_for("committee.election", code=code, part=part, done="saved"), 303)


@committee.route("/campaigns/<code>/parts/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_election(code: str) -> ResponseReturnValue:
    """One more vote or survey under the same slip."""
    from voteapp.web.committee.campaigns import first_elections, read_survey, survey_choices

    load_draft(code)
    form, status = Form({"template": DEFAULT_TEMPLATE}), 200
    if request.method == "POST":
        form, status = Form(request.form), 422
        kind = form.choice("kind", ADDABLE, _("Choose what to add."))
        title = form.text("title", _("Enter a title."), required=kind != "survey")
        survey = read_survey(form)
        try:
            if form.ok:
                added = first_elections(kind, title, survey)
                editing.add_parts(get_context(), actor(), code, added)
                return back_to_election(code, added[0].id)
        except InvalidDraftError as error:
            form.refuse_all(error)
        except InvalidInputError as error:
            form.refuse(error)
    page = render_template(
        "committee/drafting/part_new.html", form=form, code=code, choices=survey_choices()
    )
    return page, status


@committee.route("/campaigns/<code>/parts/<part>/details", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def election_details(code: str, part: str) -> ResponseReturnValue:
    """Title, introduction and the fewest ballots that are opened."""
    piece = Piece("head", part)

    def show(clash: Clash | None) -> str:
        return render_template(
            "committee/drafting/part_details.html",
            form=form,
            code=code,
            part=part,
            clash=clash,
            hint=title_hint(get_part(load_draft(code), part)),
        )

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, piece, head_fields(draft, part))
        return show(None)
    form = Form(request.form)
    title = form.text("title", _("Enter a title."))
    description = form.text("description", "", limit=LONGEST_DESCRIPTION, required=False)
    k = form.integer("k", _("Enter a number."), low=K_FLOOR, high=1000)

    def save(seen: str) -> None:
        editing.save_head(
            get_context(), actor(), code, part, seen, title=title, description=description, k=k
        )

    typed = Typed(piece, tell_head(form.data), lambda draft: tell_head(head_fields(draft, part)))
    return settle(form, code, typed, save, lambda: back_to_election(code, part), show)


def title_hint(found: ElectionDraft) -> str | None:
    """What is corrected along with a part's title."""
    if list_followers(found):
        return _("The question is the same and changes with it.")
    return None


def head_fields(draft: CampaignDraft, part: str) -> dict[str, str]:
    """A part's head as the fields of its form."""
    found = get_part(draft, part)
    return {"title": found.title, "description": found.description, "k": str(found.k)}


def tell_head(fields: Told) -> Told:
    """The fields of that form by their labels."""
    return {
        _("Title"): fields.get("title", ""),
        _("Introduction"): fields.get("description", "").replace("\r\n", "\n"),
        _("Fewest ballots that are opened"): fields.get("k", ""),
    }


@committee.route("/campaigns/<code>/parts/<part>/limit", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def limit(code: str, part: str) -> ResponseReturnValue:
    """Most patients for one nurse, or that there is no limit."""
    from voteapp.web.committee.campaigns import survey_choices

    piece = Piece("limit", part)

    def show(clash: Clash | None) -> str:
        return render_template(
            "committee/drafting/limit.html",
            form=form,
            code=code,
            part=part,
            clash=clash,
            sources=[("", _("Nobody said")), *limit_sources().items()],
            places=survey_choices().places,
        )

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, piece, limit_fields(draft, part))
        return show(None)
    form = Form(request.form)
    chosen = read_limit_form(form)

    def save(seen: str) -> None:
        editing.save_limit(get_context(), actor(), code, part, seen, chosen)

    typed = Typed(piece, tell_limit(form.data), lambda draft: tell_limit(limit_fields(draft, part)))
    return settle(form, code, typed, save, lambda: back_to_election(code, part), show)


def limit_sources() -> dict[str, str]:
    """Who may set a limit."""
    return {"law": _("A law"), "contract": _("Our contract"), "policy": _("The hospital’s policy")}


def read_limit_form(form: Form) -> Limit | None:
    """The limit that a form holds; problems are noted in the form."""
    if form.choice("has", ("yes", "no"), _("Say whether there is a limit.")) == "no":
        return None
    number = form.integer("limit", _("Enter the limit."), low=1, high=999)
    source = None
    if form.value("source"):
        source = form.choice("source", _SOURCES, _("Choose one from the list."))
    citation = form.text("citation", "", required=False)
    return create_limit(number, source, citation)


def limit_fields(draft: CampaignDraft, part: str) -> dict[str, str]:
    """A part's limit as the fields of its form. NotFoundError where nothing looks at one."""
    questionnaire = get_part(draft, part).questionnaire
    if find_highest_limit(questionnaire) is None:
        raise NotFoundError(_("Nothing in this part looks at a limit."))
    if LEAF_CODE not in questionnaire.limits:
        return {}
    present = questionnaire.limits[LEAF_CODE]
    if present is None:
        return {"has": "no"}
    return {
        "has": "yes",
        "limit": str(present.limit),
        "source": present.source or "",
        "citation": present.citation,
    }


def tell_limit(fields: Told) -> Told:
    """The fields of that form by their labels."""
    known = {"yes": _("There is a limit."), "no": _("There is no limit.")}
    return {
        _("Limit"): known.get(fields.get("has", ""), ""),
        _("Most patients for one nurse"): fields.get("limit", ""),
        _("Who says so?"): limit_sources().get(fields.get("source", ""), ""),
        _("Where is it written?"): fields.get("citation", ""),
    }


@committee.route("/campaigns/<code>/parts/<part>/remove", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def remove_election(code: str, part: str) -> ResponseReturnValue:
    """Take a vote or survey out, after asking."""
    piece = Piece("part", part)
    form, status = Form(request.form), 200
    if request.method == "POST":
        status = press_removal(
            form, lambda seen: editing.remove_part(get_context(), actor(), code, part, seen)
        )
        if status == 200:
            return back_to(code)
    draft, stale = load_draft(code), status == 409
    if stale and not compute_version(draft, piece):
        return keep_typed(code, gone_words(), {})
    page = render_template(
        "committee/drafting/part_remove.html",
        form=form,
        code=code,
        election=get_part(draft, part),
        seen_version=compute_version(draft, piece),
        stale=stale,
    )
    return page, status
