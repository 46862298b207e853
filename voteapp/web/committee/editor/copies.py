"""Copies: a part beside itself, a campaign as a new draft."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.services import overview
from voteapp.services.drafting.editor import copying, structure
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import gone_words, keep_typed, load_draft
from voteapp.web.committee.part_page import show_election
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _


@committee.post("/campaigns/<code>/parts/<part>/copy")
@role(Role.COMMITTEE)
def copy_part(code: str, part: str) -> ResponseReturnValue:
    """The same part once more, after it."""
    load_draft(code)
    try:
        structure.copy_part(get_context(), actor(), code, part)
    except InvalidDraftError as error:
        return show_election(code, part, str(error.errors[0])), 422
    except StaleDraftError:
        return keep_typed(code, gone_words(), {})
    return back_to(code)


@committee.route("/campaigns/<code>/copy", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def copy_campaign(code: str) -> ResponseReturnValue:
    """A new draft with the questions, rules and limits of a campaign in whatever state."""
    view = overview.get_campaign(get_context(), code)
    form, status = Form(request.form), 200
    if request.method == "GET":
        form.data["title"] = view.draft.title
    else:
        title = form.text("title", _("Enter a title."))
        try:
            if form.ok:
                return back_to(copying.copy_campaign(get_context(), actor(), code, title))
        except InvalidDraftError as error:
            form.refuse_all(error)
        status = 422
    page = render_template("committee/editor/copy.html", form=form, code=code, campaign=view)
    return page, status
