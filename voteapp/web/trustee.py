"""The pages of a campaign's only trustee (shells for the browser's program), who has an account,
and what that program sends. Where several trustees are named, they lead to those.

Bodies are the exact JSON of docs/formats.md, "What a trustee posts". Every POST from a script
carries the page's CSRF value in ``X-CSRFToken``.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import ConflictError
from voteapp.services import drafting, keying, tallying
from voteapp.web.i18n import gettext as _
from voteapp.web.jsonable import jsonable
from voteapp.web.roles import Role, role
from voteapp.web.sessions import actor, get_context

trustee = Blueprint("trustee", __name__, url_prefix="/committee/campaigns/<code>")
LARGE_BODY = 32 * 1024 * 1024
SMALL_BODY = 16 * 1024


def has_several(code: str) -> bool:
    """Whether several trustees are named, who have pages of their own."""
    return drafting.get_campaign(get_context(), code).ceremony


def require_only_trustee(code: str) -> None:
    """Raises ConflictError where several trustees are named: no account speaks for one of them."""
    if has_several(code):
        raise ConflictError(_("This campaign has several trustees: each has a page of their own."))


@trustee.get("/keys")
@role(Role.TRUSTEE)
def keys(code: str) -> ResponseReturnValue:
    """Make the key in the browser, save it, select the file again, rehearse."""
    if has_several(code):
        return redirect(url_for("committee.trustees", code=code))
    task = keying.get_key_task(get_context(), code)
    return render_template("trustee/keys.html", task=task, task_json=jsonable(asdict(task)))


@trustee.get("/keys/task")
@role(Role.TRUSTEE)
def key_task(code: str) -> ResponseReturnValue:
    """The same task as JSON."""
    return jsonify(jsonable(asdict(keying.get_key_task(get_context(), code))))


@trustee.post("/keys/public-key")
@role(Role.TRUSTEE)
def post_key(code: str) -> ResponseReturnValue:
    """Take the public key."""
    require_only_trustee(code)
    keying.post_key(get_context(), actor(), code, request.get_data())
    return key_task(code)


@trustee.post("/keys/rehearsal")
@role(Role.TRUSTEE)
def post_rehearsal(code: str) -> ResponseReturnValue:
    """Take the answer that shows that the saved file works."""
    require_only_trustee(code)
    keying.post_rehearsal(get_context(), actor(), code, request.get_data())
    return key_task(code)


@trustee.route("/keys/remove", methods=["GET", "POST"])
@role(Role.TRUSTEE)
def remove_key(code: str) -> ResponseReturnValue:
    """Give the key up because its file was lost, after asking."""
    view = drafting.get_campaign(get_context(), code)
    if request.method == "POST":
        require_only_trustee(code)
        keying.remove_key(get_context(), actor(), code)
        return redirect(url_for("committee.campaign", code=code, done="key-removed"), 303)
    return render_template("trustee/key_remove.html", campaign=view)


@trustee.get("/decrypt")
@role(Role.TRUSTEE)
def decrypt(code: str) -> ResponseReturnValue:
    """Check the record and open its totals in the browser."""
    if has_several(code):
        return redirect(url_for("committee.trustees", code=code))
    task = tallying.get_decryption_task(get_context(), code)
    return render_template("trustee/decrypt.html", task=task, task_json=jsonable(asdict(task)))


@trustee.get("/decrypt/task")
@role(Role.TRUSTEE)
def decryption_task(code: str) -> ResponseReturnValue:
    """The same task as JSON."""
    return jsonify(jsonable(asdict(tallying.get_decryption_task(get_context(), code))))


@trustee.get("/decrypt/<uuid>/record")
@role(Role.TRUSTEE)
def record(code: str, uuid: str) -> ResponseReturnValue:
    """The whole record, for the trustee's program to check."""
    data = tallying.get_record(get_context(), uuid)
    return Response(data, mimetype="application/octet-stream")


@trustee.get("/decrypt/<uuid>/evidence")
@role(Role.TRUSTEE)
def evidence(code: str, uuid: str) -> ResponseReturnValue:
    """The evidence beside the record, as it is now."""
    return Response(tallying.get_evidence(get_context(), uuid), mimetype="application/json")


@trustee.get("/decrypt/<uuid>/manifest")
@role(Role.TRUSTEE)
def manifest(code: str, uuid: str) -> ResponseReturnValue:
    """The manifest beside the record."""
    return Response(tallying.get_manifest(get_context(), uuid), mimetype="application/json")


@trustee.post("/decrypt/<uuid>/statement")
@role(Role.TRUSTEE, body_limit=SMALL_BODY)
def post_statement(code: str, uuid: str) -> ResponseReturnValue:
    """Take the signed closing statement."""
    require_only_trustee(code)
    tallying.post_closing_statement(get_context(), actor(), uuid, request.get_data())
    return decryption_task(code)


@trustee.post("/decrypt/<uuid>/decryption")
@role(Role.TRUSTEE, body_limit=LARGE_BODY)
def post_decryption(code: str, uuid: str) -> ResponseReturnValue:
    """Take the factors with both kinds of proofs (``voteapp-decryption``)."""
    require_only_trustee(code)
    tallying.post_decryption(get_context(), actor(), uuid, request.get_data())
    return decryption_task(code)
