"""The key of a campaign's only trustee, who has an account: its page (a shell for the browser's
program) and what that program sends. Where several trustees are named, it leads to those.

Bodies are the exact JSON of docs/formats.md, "What a trustee posts". Every POST from a script
carries the page's CSRF value in ``X-CSRFToken``.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import ConflictError
from voteapp.services import overview
from voteapp.services.slips.statements import get_named
from voteapp.services.trustees import keying
from voteapp.web.frame.jsonable import jsonable
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

trustee = Blueprint("trustee", __name__, url_prefix="/committee/campaigns/<code>")


def has_several(code: str) -> bool:
    """Whether several trustees are named, who have pages of their own."""
    return overview.get_campaign(get_context(), code).ceremony


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
    return render_template(
        "trustee/key/keys.html",
        task=task,
        task_json=jsonable(asdict(task)),
        tellers=get_named(get_context(), code),
    )


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
    view = overview.get_campaign(get_context(), code)
    if request.method == "POST":
        require_only_trustee(code)
        keying.remove_key(get_context(), actor(), code)
        return redirect(url_for("committee.campaign", code=code, done="key-removed"), 303)
    return render_template("trustee/key/remove.html", campaign=view)
