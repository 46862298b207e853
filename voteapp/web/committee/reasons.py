"""Pages that ask for a reason, which everybody will read, before they act."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.sessions import actor, get_context


def ask_reason(
    code: str,
    template: str,
    missing: str,
    act: Callable[[Context, str, str, str], None],
    done: str,
) -> ResponseReturnValue:
    """Show the form that asks for a reason; once it is given, act and go back to the campaign."""
    context = get_context()
    view = overview.get_campaign(context, code)
    form = Form(request.form)
    if request.method == "POST":
        reason = form.text("reason", missing, limit=LONGEST_EXPLANATION)
        if form.ok:
            try:
                act(context, actor(), code, reason)
                return back_to(code, done)
            except InvalidInputError as error:
                form.refuse(error)
        return render_template(template, campaign=view, form=form), 422
    return render_template(template, campaign=view, form=form)
