"""Who has an account: invitations, accounts switched off, removed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import ConflictError
from voteapp.services import overview
from voteapp.services.people import managing
from voteapp.web.committee import committee
from voteapp.web.frame.pages import address_of
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say


@committee.get("/accounts")
@role(Role.COMMITTEE)
def people() -> ResponseReturnValue:
    """Who has an account, and which invitations wait."""
    return _show(done=_done_words(request.args.get("done", "")))


@committee.post("/accounts")
@role(Role.COMMITTEE)
def invite() -> ResponseReturnValue:
    """Make a one-time address for one more account and show it once."""
    context = get_context()
    secret = managing.create_invitation(context, actor())
    return _show(address=address_of("committee.set_up") + "#" + secret)


@committee.post("/accounts/invitations/<mark>/revoke")
@role(Role.COMMITTEE)
def revoke(mark: str) -> ResponseReturnValue:
    """The invitation works no longer."""
    managing.revoke_invitation(get_context(), mark)
    return redirect(url_for("committee.people", done="revoked"), 303)


@committee.route("/accounts/<int:number>/disable", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def disable_account(number: int) -> ResponseReturnValue:
    """Ask once more, then let nobody sign in with an account."""
    return _change(number, "disable")


@committee.post("/accounts/<int:number>/enable")
@role(Role.COMMITTEE)
def enable_account(number: int) -> ResponseReturnValue:
    """Let the account be used again."""
    context = get_context()
    managing.enable(context, managing.get_account(context, number).name)
    return redirect(url_for("committee.people", done="enable"), 303)


@committee.route("/accounts/<int:number>/remove", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def remove_account(number: int) -> ResponseReturnValue:
    """Ask once more, then forget an account."""
    return _change(number, "remove")


_ACTS = {"disable": managing.disable, "remove": managing.remove}


def _change(number: int, what: str) -> ResponseReturnValue:
    context = get_context()
    account = managing.get_account(context, number)
    held, problem = overview.list_held_keys(context, account.name), None
    if request.method == "POST" and not held:
        try:
            _ACTS[what](context, actor(), account.name)
            return redirect(url_for("committee.people", done=what), 303)
        except ConflictError as error:
            problem = say(error)
    page = render_template(
        f"committee/account/{what}.html", account=account, held=held, problem=problem
    )
    return page, 409 if request.method == "POST" else 200


def _show(address: str | None = None, done: str | None = None) -> str:
    context = get_context()
    return render_template(
        "committee/account/accounts.html",
        accounts=managing.list_accounts(context),
        invitations=managing.list_invitations(context),
        own=actor(),
        address=address,
        done=done,
    )


def _done_words(code: str) -> str | None:
    return {
        "password": _("Your password is changed. Every other browser is signed out."),
        "revoked": _("The invitation works no longer."),
        "disable": _("The account is switched off, and signed out everywhere."),
        "enable": _("The account can be used again."),
        "remove": _("The account is removed."),
    }.get(code)
