"""Pages that act on a campaign as it was seen: those that ask for a reason, which everybody will
read, and those that change what was fixed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.errors import InvalidDraftError, StaleDraftError, UnconfirmedError
from voteapp.web.committee.guards import refuse_guarded
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.sessions import actor, get_context


class Act(Protocol):
    """What is done to a campaign for a reason."""

    def __call__(self, context: Context, actor: str, code: str, reason: str, *, seen: str) -> None:
        """Raises InvalidInputError, StaleDraftError, WrongStateError."""


class Pressed(NamedTuple):
    """What came of a press: the status of the page that is shown again, unless it is ``done``.
    ``stale``: the campaign had changed, and nothing was done."""

    status: int
    done: bool = False
    stale: bool = False


NOTHING = Pressed(200)
"""Nobody has pressed anything yet."""


def press(form: Form, act: Callable[[str], None]) -> Pressed:
    """Act on the campaign as the form's page showed it; ``act`` gets how it stood there.

    What stands in the way is noted in the form; a conflict of another kind is passed on.
    """
    if not form.ok:
        return Pressed(422)
    try:
        act(form.value("seen"))
    except StaleDraftError:
        return Pressed(409, stale=True)
    except (UnconfirmedError, InvalidDraftError) as error:
        return Pressed(refuse_guarded(form, error))
    except InvalidInputError as error:
        form.refuse(error)
        return Pressed(422)
    return Pressed(303, done=True)


def ask_reason(code: str, template: str, missing: str, act: Act, done: str) -> ResponseReturnValue:
    """Show the form that asks for a reason; once it is given, act and go back to the campaign."""
    context = get_context()
    form, pressed = Form(request.form), NOTHING
    if request.method == "POST":
        reason = read_reason(form, missing)
        pressed = press(form, lambda seen: act(context, actor(), code, reason, seen=seen))
        if pressed.done:
            return back_to(code, done)
    view = overview.get_campaign(context, code)
    page = render_template(template, campaign=view, form=form, stale=pressed.stale)
    return page, pressed.status


def read_reason(form: Form, missing: str) -> str:
    """The reason that somebody gives; ``missing`` is what to say where there is none."""
    return form.text("reason", missing, limit=LONGEST_EXPLANATION)
