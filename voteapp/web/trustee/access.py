"""A trustee's personal link, and signing in with what was bound to it.

The link's secret stands in the address after ``#``: the page's script sends it in a body, once.
Nobody has a cookie here yet, so there is no CSRF value; a POST must be JSON and must not come from
a page of another site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import is_hex
from voteapp.services import overview
from voteapp.services.people import passkeys
from voteapp.services.people import trustee_access as access
from voteapp.services.people.secrets import Entry
from voteapp.services.trustees import reading, witnesses
from voteapp.services.trustees.seats import WITNESS_PLACES, Seat, open_seat
from voteapp.web.frame.jsonable import read_credential, read_object
from voteapp.web.frame.roles import CREDENTIAL_BODY, SAFE_METHODS, Role, role
from voteapp.web.frame.sessions import (
    current_trustee,
    get_context,
    get_origin,
    this_session,
    trustee_cookie,
)
from voteapp.web.words.i18n import gettext as _

trustee_access = Blueprint("trustee_access", __name__, url_prefix="/trustee")

SIGN_IN_BODY = 4 * 1024


@trustee_access.before_request
def refuse_other_sites() -> None:
    """JSON alone, from our own pages alone: no form of another site can send such a request."""
    if request.method in SAFE_METHODS:
        return
    if not request.is_json:
        abort(415)
    if _sent_by_another_site():
        abort(403)


def _sent_by_another_site() -> bool:
    """``Sec-Fetch-Site`` decides where a browser sends it; ``Origin`` where it does not."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    sent = request.headers.get("Origin")
    ours = (request.host, urlsplit(get_context().settings.base_url).netloc)
    try:
        return sent is not None and urlsplit(sent).netloc not in ours
    except ValueError:  # whatever a stranger sends
        return True


@trustee_access.get("/begin")
@role(Role.VISITOR)
def begin() -> ResponseReturnValue:
    """Where a personal link leads: choose how to sign in from now on."""
    return render_template("trustee/access/begin.html")


@trustee_access.post("/begin/describe")
@role(Role.VISITOR, body_limit=SIGN_IN_BODY)
def describe() -> ResponseReturnValue:
    """Whose link it is: ``{"secret"}``."""
    link = access.describe_link(get_context(), _read_secret(_read_body()))
    seat = open_seat(link.code, link.position)
    if seat.role == "witness":
        return _describe_witness(seat)
    task = reading.get_ceremony_task(get_context(), link.code, link.position)
    return jsonify(
        code=task.code,
        title=task.title,
        organizer=task.organizer,
        name=task.name,
        position=task.position,
        kind=task.kind,
        size=task.size,
        threshold=task.threshold,
        passkeys=passkeys.passkeys_possible(get_origin()),
    )


def _describe_witness(seat: Seat) -> ResponseReturnValue:
    """``kind`` is ``witness``; ``place`` is what signs in (as ``position`` of a trustee)."""
    task = witnesses.get_witness_task(get_context(), seat)
    status = reading.get_ceremony_overview(get_context(), seat.code)
    return jsonify(
        code=task.code,
        title=task.title,
        organizer=overview.get_campaign(get_context(), seat.code).draft.organizer,
        name=task.name,
        position=WITNESS_PLACES + task.number,
        kind="witness",
        size=status.size if status else 1,
        threshold=status.threshold if status else 1,
        passkeys=passkeys.passkeys_possible(get_origin()),
    )


@trustee_access.post("/begin/passphrase")
@role(Role.VISITOR, body_limit=SIGN_IN_BODY)
def bind_passphrase() -> ResponseReturnValue:
    """Use the link up: from now on the passphrase signs in: ``{"secret", "verifier"}``."""
    body = _read_body()
    secret, verifier = _read_secret(body), _read_verifier(body)
    code = access.describe_link(get_context(), secret).code
    return _welcome(code, access.bind_passphrase(get_context(), secret, verifier))


@trustee_access.post("/begin/passkey-options")
@role(Role.VISITOR, body_limit=SIGN_IN_BODY)
def passkey_options() -> ResponseReturnValue:
    """What the browser needs to make a passkey: ``{"secret"}``."""
    secret = _read_secret(_read_body())
    return jsonify(access.begin_binding_passkey(get_context(), secret, origin=get_origin()))


@trustee_access.post("/begin/passkey")
@role(Role.VISITOR, body_limit=CREDENTIAL_BODY)
def bind_passkey() -> ResponseReturnValue:
    """Use the link up: from now on the passkey signs in: ``{"secret", "credential"}``."""
    body = _read_body()
    secret, credential = _read_secret(body), read_credential(body)
    code = access.describe_link(get_context(), secret).code
    entry = access.finish_binding_passkey(get_context(), secret, credential, origin=get_origin())
    return _welcome(code, entry)


@trustee_access.get("/<code>/sign-in")
@role(Role.VISITOR)
def sign_in(code: str) -> ResponseReturnValue:
    """Sign in with the passphrase or the passkey."""
    if current_trustee() is not None:
        return redirect(url_for("linked_trustee.home", code=code))
    status = reading.get_ceremony_status(get_context(), code)
    bound = {place: view.bound for place, view in access.list_access(get_context(), code).items()}
    # Numbers, no names: anybody who knows the campaign may open this page.
    count = len(status.trustees)
    numbers = [trustee.position for trustee in status.trustees]
    task = {
        "code": code,
        "title": overview.get_campaign(get_context(), code).title,
        "trustees": [
            {
                "position": number,
                "name": _("Trustee %(number)d of %(count)d", number=number, count=count),
                "bound": bound.get(number),
            }
            for number in numbers
        ]
        + _list_witnesses(code, bound),
        "passkeys": passkeys.passkeys_possible(get_origin()),
    }
    return render_template("trustee/access/sign_in.html", task=task, task_json=task)


def _list_witnesses(code: str, bound: Mapping[int, str | None]) -> list[dict[str, object]]:
    named = witnesses.list_named(get_context(), code).witnesses
    places = [WITNESS_PLACES + one.number for one in named]
    return [
        {
            "position": place,
            "name": _("Witness %(number)d of %(count)d", number=i, count=len(named)),
            "bound": bound.get(place),
        }
        for i, place in enumerate(places, 1)
    ]


@trustee_access.post("/<code>/sign-in/passphrase")
@role(Role.VISITOR, body_limit=SIGN_IN_BODY)
def sign_in_passphrase(code: str) -> ResponseReturnValue:
    """``{"position", "verifier"}``, and the ``ticket`` of a wait that was asked for."""
    body = _read_body()
    position, verifier = _read_position(body), _read_verifier(body)
    ticket = body.get("ticket", "")
    entry = access.sign_in_passphrase(
        get_context(),
        code,
        position,
        verifier,
        device=this_session().device,
        ticket=ticket if isinstance(ticket, str) else "",
    )
    return _welcome(code, entry)


@trustee_access.post("/<code>/sign-in/passkey-options")
@role(Role.VISITOR, body_limit=SIGN_IN_BODY)
def sign_in_options(code: str) -> ResponseReturnValue:
    """What the browser needs to use a passkey: ``{"position"}``."""
    position = _read_position(_read_body())
    return jsonify(access.begin_passkey_sign_in(get_context(), code, position, origin=get_origin()))


@trustee_access.post("/<code>/sign-in/passkey")
@role(Role.VISITOR, body_limit=CREDENTIAL_BODY)
def sign_in_passkey(code: str) -> ResponseReturnValue:
    """``{"position", "credential"}``."""
    body = _read_body()
    position, credential = _read_position(body), read_credential(body)
    entry = access.finish_passkey_sign_in(
        get_context(),
        code,
        position,
        credential,
        origin=get_origin(),
        device=this_session().device,
    )
    return _welcome(code, entry)


def _welcome(code: str, entry: Entry) -> ResponseReturnValue:
    """Begin the session and say where to go on."""
    this_session().admit(entry, trustee_cookie(code))
    return jsonify(address=url_for("linked_trustee.home", code=code))


def _read_body() -> dict[str, Any]:
    return read_object(request.get_data())


def _read_secret(body: dict[str, Any]) -> str:
    secret = body.get("secret")
    if not isinstance(secret, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", secret):
        raise InvalidInputError("secret", _("This is not a personal link. Open it whole."))
    return secret


def _read_verifier(body: dict[str, Any]) -> str:
    verifier = body.get("verifier")
    if not isinstance(verifier, str) or not is_hex(verifier, 32):
        raise InvalidInputError("verifier", _("This is not what the page sends. Reload it."))
    return verifier


def _read_position(body: dict[str, Any]) -> int:
    position = body.get("position")
    if not isinstance(position, int) or isinstance(position, bool) or not 0 < position < 1000:
        raise InvalidInputError("position", _("Choose your name."))
    return position
