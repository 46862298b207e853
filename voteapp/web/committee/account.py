"""First set-up, invitations, signing in and out."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.services.errors import TooManyAttemptsError, WrongPasswordError
from voteapp.services.people import accounts
from voteapp.web.committee import committee
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import (
    actor,
    current_account,
    get_context,
    greet_visitor,
    this_session,
)
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say


@committee.get("/set-up")
@role(Role.VISITOR)
def set_up() -> ResponseReturnValue:
    """The one-time address leads here; its secret is in the fragment and never in a request."""
    greet_visitor()
    return render_template("committee/account/set_up.html", form=Form())


@committee.post("/set-up")
@role(Role.VISITOR)
def set_up_post() -> ResponseReturnValue:
    """Use the secret up and sign in."""
    form = Form(request.form)
    context = get_context()
    secret = form.text("secret", _("Enter the one-time code from your address."))
    password = form.value("password")
    if not password:
        form.add("password", _("Enter a password."))
    if password != form.value("again"):
        form.add("again", _("Enter the same password twice."))
    try:
        if form.ok and accounts.describe_secret(context, secret).purpose == "reset":
            name = ""
        else:
            name = form.text("name", _("Enter your name."))
        if form.ok:
            token = accounts.set_up(context, secret, name, password)
            this_session().bind(token)
            return redirect(url_for("committee.campaigns"), 303)
    except NotFoundError as error:
        form.add("secret", say(error))
    except InvalidInputError as error:
        form.refuse(error)
    return render_template("committee/account/set_up.html", form=form), 422


@committee.get("/login")
@role(Role.VISITOR)
def login() -> ResponseReturnValue:
    """The sign-in page."""
    if current_account() is not None:
        return redirect(url_for("committee.campaigns"))
    greet_visitor()
    first = accounts.needs_setup(get_context())
    return render_template("committee/account/login.html", form=Form(), first=first)


@committee.post("/login")
@role(Role.VISITOR)
def login_post() -> ResponseReturnValue:
    """Check name and password, then begin a session with a new token."""
    form = Form(request.form)
    name = form.text("name", _("Enter your name."))
    if not form.value("password"):
        form.add("password", _("Enter your password."))
    status = 422
    if form.ok:
        try:
            token = accounts.login(get_context(), name, form.value("password"))
        except TooManyAttemptsError as error:
            form.add("password", say(error))
            status = 429
        except WrongPasswordError:
            form.add("name", _("Name and password do not belong together. Check both."))
            status = 403
        else:
            this_session().bind(token)
            return redirect(_safe_next(request.args.get("next", "")), 303)
    return render_template("committee/account/login.html", form=form, first=False), status


def _safe_next(path: str) -> str:
    """Where to go after signing in: only a path of the committee's pages."""
    if path.startswith("/committee/") and "\\" not in path and "//" not in path:
        return path
    return url_for("committee.campaigns")


@committee.post("/logout")
@role(Role.COMMITTEE)
def logout() -> ResponseReturnValue:
    """End the session on the server and delete the cookie."""
    session = this_session()
    if session.token is not None:
        accounts.logout(get_context(), session.token)
    session.drop()
    return redirect(url_for("committee.login"), 303)


@committee.get("/accounts")
@role(Role.COMMITTEE)
def people() -> ResponseReturnValue:
    """Who has an account."""
    listed = accounts.list_accounts(get_context())
    return render_template("committee/account/accounts.html", accounts=listed, address=None)


@committee.post("/accounts")
@role(Role.COMMITTEE)
def invite() -> ResponseReturnValue:
    """Make a one-time address for one more account and show it once."""
    context = get_context()
    secret = accounts.create_invitation(context, actor())
    address = context.settings.base_url + url_for("committee.set_up") + "#" + secret
    listed = accounts.list_accounts(context)
    return render_template("committee/account/accounts.html", accounts=listed, address=address)
