"""One's own passkeys: added, removed, and used to sign in."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.services.people import account_passkeys
from voteapp.services.people.passkeys import passkeys_possible
from voteapp.web.committee import committee
from voteapp.web.committee.accounts.signing_in import safe_next
from voteapp.web.frame.jsonable import read_credential, read_object
from voteapp.web.frame.roles import CREDENTIAL_BODY, SMALL_BODY, Role, role
from voteapp.web.frame.sessions import actor, get_context, get_origin, this_session
from voteapp.web.words.i18n import gettext as _


@committee.get("/passkeys")
@role(Role.COMMITTEE)
def list_passkeys() -> ResponseReturnValue:
    """One's passkeys, and the form that adds one."""
    return render_template(
        "committee/account/passkeys.html",
        passkeys=account_passkeys.list_passkeys(get_context(), actor()),
        possible=passkeys_possible(get_origin()),
    )


@committee.post("/passkeys/options")
@role(Role.COMMITTEE, body_limit=SMALL_BODY)
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey: ``{"present"}``, the present password."""
    present = _read_text("present")
    return jsonify(
        account_passkeys.begin_adding(get_context(), actor(), present, origin=get_origin())
    )


@committee.post("/passkeys/add")
@role(Role.COMMITTEE, body_limit=CREDENTIAL_BODY)
def add_passkey() -> ResponseReturnValue:
    """Keep it: ``{"label", "credential"}``."""
    account_passkeys.finish_adding(
        get_context(),
        actor(),
        _read_text("label"),
        read_credential(_read_body()),
        origin=get_origin(),
    )
    return jsonify(address=url_for("committee.list_passkeys"))


@committee.post("/passkeys/<mark>/remove")
@role(Role.COMMITTEE)
def remove_passkey(mark: str) -> ResponseReturnValue:
    """Forget one."""
    account_passkeys.remove(get_context(), actor(), mark)
    return redirect(url_for("committee.list_passkeys"), 303)


@committee.post("/login/passkey-options")
@role(Role.VISITOR, body_limit=SMALL_BODY)
def passkey_login_options() -> ResponseReturnValue:
    """What the browser needs to sign in with a passkey that it keeps."""
    return jsonify(account_passkeys.begin_sign_in(get_context(), origin=get_origin()))


@committee.post("/login/passkey")
@role(Role.VISITOR, body_limit=CREDENTIAL_BODY)
def passkey_login() -> ResponseReturnValue:
    """``{"credential"}``; the answer says where to go on."""
    session = this_session()
    entry = account_passkeys.finish_sign_in(
        get_context(), read_credential(_read_body()), origin=get_origin(), device=session.device
    )
    session.admit(entry)
    return jsonify(address=safe_next(request.args.get("next", "")))


def _read_body() -> dict[str, Any]:
    return read_object(request.get_data())


def _read_text(name: str) -> str:
    value = _read_body().get(name)
    if not isinstance(value, str):
        raise InvalidInputError(name, _("This is not what the page sends. Reload it."))
    return value
