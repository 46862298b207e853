"""Pages that act on a campaign as it was seen: those that ask for a reason, which everybody will
read, and those that change what was fixed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.errors import StaleDraftError
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.sessions import actor, get_context


class Act(Protocol):
    """What is done to a campaign for a reason."""

    def __call__(self, context: Context, actor: str, code: str, reason: str, *, seen: str) -> None:
        """Raises InvalidInputError, StaleDraftError, WrongStateError."""


def press(form: Form, act: Callable[[str], None]) -> int:
    """Act on the campaign as the form's page showed it (``seen``); the status of the answer.

    200: done. 422: the form holds what is wrong. 409: the campaign has changed since, and nothing
    was done.
    """
    if not form.ok:
        return 422
    try:
        act(form.value("seen"))
    except StaleDraftError:
        return 409
    except InvalidInputError as error:
        form.refuse(error)
        return 422
    return 200


def ask_reason(code: str, template: str, missing: str, act: Act, done: str) -> ResponseReturnValue:
    """Show the form that asks for a reason; once it is given, act and go back to the campaign."""
    context = get_context()
    form, status = Form(request.form), 0
    if request.method == "POST":
        reason = read_reason(form, missing)
        status = press(form, lambda seen: act(context, actor(), code, reason, seen=seen))
        if status == 200:
            return back_to(code, done)
    view = overview.get_campaign(context, code)
    page = render_template(template, campaign=view, form=form, stale=status == 409)
    return page, status or 200


def read_reason(form: Form, missing: str) -> str:
    """The reason that somebody gives; ``missing`` is what to say where there is none."""
    return form.text("reason", missing, limit=LONGEST_EXPLANATION)
