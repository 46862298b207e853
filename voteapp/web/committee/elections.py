"""The votes and surveys of a draft: show, add, edit, remove."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_DESCRIPTION
from voteapp.campaign.units.release import K_FLOOR
from voteapp.errors import InvalidInputError
from voteapp.services.drafting import editing
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.drafting.writing import list_followers
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
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
from voteapp.web.committee.part_page import back_to_election, show_election
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

ADDABLE = ("vote", "survey", "own-survey")


@committee.get("/campaigns/<code>/parts/<part>")
@role(Role.COMMITTEE)
def election(code: str, part: str) -> ResponseReturnValue:
    """One vote or survey: its questions and its rule."""
    return show_election(code, part)


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
        "committee/part/new.html", form=form, code=code, choices=survey_choices()
    )
    return page, status


@committee.route("/campaigns/<code>/parts/<part>/details", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def election_details(code: str, part: str) -> ResponseReturnValue:
    """Title, introduction and the fewest ballots that are opened."""
    piece = Piece("head", part)

    def show(clash: Clash | None) -> str:
        return render_template(
            "committee/part/details.html",
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
        "committee/part/remove.html",
        form=form,
        code=code,
        election=get_part(draft, part),
        seen_version=compute_version(draft, piece),
        stale=stale,
    )
    return page, status
