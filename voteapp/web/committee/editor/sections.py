"""Headings between questions, each with an introduction."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Section, read_help, read_text
from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.services.drafting.editor import structure
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.errors import StaleDraftError
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Told,
    Typed,
    begin_form,
    find_question,
    get_part,
    get_question,
    gone_words,
    keep_typed,
    load_draft,
    settle,
    view_draft,
)
from voteapp.web.committee.editor.places import show_order
from voteapp.web.committee.part_page import back_to_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _


@committee.route(
    "/campaigns/<code>/parts/<part>/questions/<question>/heading", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def heading(code: str, part: str, question: str) -> ResponseReturnValue:
    """The heading that begins with a question: written, or reworded."""
    piece = Piece("order", part)
    if request.method == "GET":
        draft = load_draft(code)
        get_question(draft, part, question)
        form = begin_form(draft, piece, heading_fields(draft, part, question))
        return _show(form, code, part, question, draft, None)
    form = Form(request.form)
    title = form.text("title", _("Enter a heading."))
    intro = form.text("intro", "", limit=LONGEST_EXPLANATION, required=False)

    def save(seen: str) -> None:
        structure.save_section(get_context(), actor(), code, part, question, seen, title, intro)

    def tell(fields: Told) -> Told:
        return {_("Heading"): fields["title"], _("Introduction"): fields["intro"]}

    known = Typed(
        piece,
        tell({"title": title, "intro": intro}),
        lambda present: tell(heading_fields(present, part, question)),
    )

    def show(clash: Clash | None) -> str:
        return _show(form, code, part, question, load_draft(code), clash)

    present = view_draft(code)
    if find_part(present, part) and find_question(present, part, question) is None:
        return keep_typed(code, gone_words(), known.told)
    return settle(form, code, known, save, lambda: back_to_election(code, part), show)


@committee.post("/campaigns/<code>/parts/<part>/questions/<question>/heading/remove")
@role(Role.COMMITTEE)
def remove_heading(code: str, part: str, question: str) -> ResponseReturnValue:
    """Take a heading away; its questions stay."""
    found = find_heading(load_draft(code), part, question)
    name = found.id if found else ""
    try:
        structure.delete_section(
            get_context(), actor(), code, part, name, request.form.get("seen", "")
        )
    except StaleDraftError:
        return show_order(code, part)
    return back_to_election(code, part)


def find_heading(draft: CampaignDraft, part: str, question: str) -> Section | None:
    """The heading that begins with a question, if there is one."""
    election = find_part(draft, part)
    sections = election.questionnaire.sections if election else []
    return next((section for section in sections if section.first == question), None)


def heading_fields(draft: CampaignDraft, part: str, question: str) -> Told:
    """A heading as the fields of its form."""
    found = find_heading(draft, part, question)
    language = get_part(draft, part).questionnaire.language
    texts = found.texts if found else {}
    return {"title": read_text(texts, language), "intro": read_help(texts, language)}


def _show(
    form: Form, code: str, part: str, question: str, draft: CampaignDraft, clash: Clash | None
) -> str:
    return render_template(
        "committee/editor/heading.html",
        form=form,
        code=code,
        part=part,
        question=get_question(draft, part, question),
        address=url_for("committee.heading", code=code, part=part, question=question),
        clash=clash,
    )
