"""A form that came after its session had ended: sign in again in place, then go on.

Nothing of what was typed is lost: it waits in the page that asks for name and password, and in the
one after it, whose button sends it where it was going. The server keeps none of it.
"""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, request

from voteapp.errors import NotAllowedError
from voteapp.services.errors import MustWaitError
from voteapp.services.people import accounts
from voteapp.services.people.passkeys import passkeys_possible
from voteapp.web.frame.sessions import get_context, get_origin, greet_visitor, this_session
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say

NAME, PASSWORD, TICKET = "again-name", "again-password", "again-ticket"


def ask_again() -> Response:
    """The page that asks, or, once somebody has signed in on it, the one that goes on."""
    greet_visitor()
    if NAME not in request.form:
        return _show(_("You were signed out meanwhile. Sign in, and go on where you were."), 401)
    current_app.extensions["csrf"].protect()  # this answer comes before that of the page itself
    try:
        entry = accounts.login(
            get_context(),
            request.form[NAME],
            request.form.get(PASSWORD, ""),
            device=this_session().device,
            ticket=request.form.get(TICKET, ""),
        )
    except MustWaitError as error:
        answer = _show(say(error), 429, ticket=error.ticket)
        answer.headers["Retry-After"] = str(error.retry_after)
        return answer
    except NotAllowedError as error:
        return _show(say(error), 403)
    this_session().admit(entry)
    return _show("", 200, signed_in=True)


def _show(sentence: str, status: int, *, ticket: str = "", signed_in: bool = False) -> Response:
    own = ("csrf_token", NAME, PASSWORD, TICKET)
    page = render_template(
        "committee/account/again.html",
        fields=[(k, v) for k, v in request.form.items(multi=True) if k not in own],
        name=request.form.get(NAME, ""),
        passkeys=passkeys_possible(get_origin()),
        sentence=sentence,
        ticket=ticket,
        welcome=signed_in,
    )
    return make_response(page, status)
