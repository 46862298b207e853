"""First set-up, signing in and out, one's own password."""

from __future__ import annotations

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.services.errors import MustWaitError, WrongPasswordError
from voteapp.services.people import accounts
from voteapp.services.people.passkeys import passkeys_possible
from voteapp.web.committee import committee
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import (
    actor,
    current_account,
    get_context,
    get_origin,
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
    password = read_new_password(form)
    try:
        if form.ok and accounts.describe_secret(context, secret).purpose == "reset":
            name = ""
        else:
            name = form.text("name", _("Enter your name."))
        if form.ok:
            this_session().admit(accounts.set_up(context, secret, name, password))
            return redirect(url_for("committee.campaigns"), 303)
    except NotFoundError as error:
        form.add("secret", say(error))
    except InvalidInputError as error:
        form.refuse(error)
    return render_template("committee/account/set_up.html", form=form), 422


def read_new_password(form: Form) -> str:
    """A password that was typed twice."""
    password = form.value("password")
    if not password:
        form.add("password", _("Enter a password."))
    if password != form.value("again"):
        form.add("again", _("Enter the same password twice."))
    return password


@committee.get("/login")
@role(Role.VISITOR)
def login() -> ResponseReturnValue:
    """The sign-in page."""
    if current_account() is not None:
        return redirect(url_for("committee.campaigns"))
    greet_visitor()
    return _show_login(Form())


@committee.post("/login")
@role(Role.VISITOR)
def login_post() -> ResponseReturnValue:
    """Check name and password, then begin a session with a new token."""
    form = Form(request.form)
    name = form.text("name", _("Enter your name."))
    if not form.value("password"):
        form.add("password", _("Enter your password."))
    if not form.ok:
        return _show_login(form), 422
    session = this_session()
    try:
        entry = accounts.login(
            get_context(),
            name,
            form.value("password"),
            device=session.device,
            ticket=form.value("ticket"),
        )
    except MustWaitError as error:
        form.add("password", say(error))
        return _show_login(form, error), 429, {"Retry-After": str(error.retry_after)}
    except WrongPasswordError as error:
        form.add("name", say(error))
        return _show_login(form), 403
    session.admit(entry)
    return redirect(safe_next(request.args.get("next", "")), 303)


def _show_login(form: Form, wait: MustWaitError | None = None) -> str:
    first = accounts.needs_setup(get_context())
    return render_template(
        "committee/account/login.html",
        form=form,
        first=first,
        wait=wait,
        passkeys=not first and passkeys_possible(get_origin()),
    )


def safe_next(path: str) -> str:
    """Where to go after signing in: only a path of the committee's pages."""
    if path.startswith("/committee/") and "\\" not in path and "//" not in path:
        return path
    return url_for("committee.campaigns")


@committee.get("/token")
@role(Role.COMMITTEE)
def token() -> ResponseReturnValue:
    """The CSRF value of a page that was open while somebody signed in again."""
    return jsonify(csrf=generate_csrf())


@committee.post("/logout")
@role(Role.COMMITTEE)
def logout() -> ResponseReturnValue:
    """End the session on the server and delete the cookie."""
    session = this_session()
    if session.token is not None:
        accounts.logout(get_context(), session.token)
    session.drop()
    return redirect(url_for("committee.login"), 303)


@committee.route("/password", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def password() -> ResponseReturnValue:
    """One's own password: every other browser is signed out."""
    form, status = Form(request.form), 200
    if request.method == "POST":
        status, new = 422, read_new_password(form)
        if not form.value("present"):
            form.add("present", _("Enter your present password."))
        if form.ok:
            try:
                entry = accounts.change_password(
                    get_context(),
                    actor(),
                    form.value("present"),
                    new,
                    device=this_session().device,
                )
            except InvalidInputError as error:
                form.refuse(error)
            else:
                this_session().admit(entry)
                return redirect(url_for("committee.people", done="password"), 303)
    return render_template("committee/account/password.html", form=form), status
