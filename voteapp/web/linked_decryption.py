"""After closing, for a trustee who came by a personal link: the page that decrypts and its files.

The same program and the same bodies as for a campaign's only trustee (web/trustee.py).
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from voteapp.errors import NotFoundError
from voteapp.services import board, tallying
from voteapp.services.views import DecryptionTask
from voteapp.web.i18n import gettext as _
from voteapp.web.jsonable import jsonable
from voteapp.web.roles import Role, role
from voteapp.web.sessions import get_context, position
from voteapp.web.trustee import LARGE_BODY, SMALL_BODY

linked_decryption = Blueprint("linked_decryption", __name__, url_prefix="/trustee/<code>/decrypt")

BY_NAME = ""
"""No account acts here: the campaign's log gets the trustee's own name."""


@linked_decryption.get("")
@role(Role.LINKED_TRUSTEE)
def decrypt(code: str) -> ResponseReturnValue:
    """Check the record and open its totals in the browser."""
    found = _get_task(code)
    return render_template("trustee/decrypt.html", task=found, task_json=jsonable(asdict(found)))


@linked_decryption.get("/task")
@role(Role.LINKED_TRUSTEE)
def task(code: str) -> ResponseReturnValue:
    """The same task as JSON."""
    return jsonify(jsonable(asdict(_get_task(code))))


@linked_decryption.get("/<uuid>/record")
@role(Role.LINKED_TRUSTEE)
def record(code: str, uuid: str) -> ResponseReturnValue:
    """The whole record, for the trustee's program to check."""
    _require_election(code, uuid)
    data = tallying.get_record(get_context(), uuid)
    return Response(data, mimetype="application/octet-stream")


@linked_decryption.get("/<uuid>/evidence")
@role(Role.LINKED_TRUSTEE)
def evidence(code: str, uuid: str) -> ResponseReturnValue:
    """The evidence beside the record, as it is now."""
    _require_election(code, uuid)
    return Response(tallying.get_evidence(get_context(), uuid), mimetype="application/json")


@linked_decryption.get("/<uuid>/manifest")
@role(Role.LINKED_TRUSTEE)
def manifest(code: str, uuid: str) -> ResponseReturnValue:
    """The manifest beside the record."""
    _require_election(code, uuid)
    return Response(tallying.get_manifest(get_context(), uuid), mimetype="application/json")


@linked_decryption.post("/<uuid>/statement")
@role(Role.LINKED_TRUSTEE, body_limit=SMALL_BODY)
def post_statement(code: str, uuid: str) -> ResponseReturnValue:
    """Take the signed closing statement."""
    _require_election(code, uuid)
    tallying.post_closing_statement(get_context(), BY_NAME, uuid, request.get_data(), position())
    return task(code)


@linked_decryption.post("/<uuid>/decryption")
@role(Role.LINKED_TRUSTEE, body_limit=LARGE_BODY)
def post_decryption(code: str, uuid: str) -> ResponseReturnValue:
    """Take the factors with both kinds of proofs (``voteapp-decryption``)."""
    _require_election(code, uuid)
    tallying.post_decryption(get_context(), BY_NAME, uuid, request.get_data(), position())
    return task(code)


def _require_election(code: str, uuid: str) -> None:
    """The election is one of this trustee's campaign. Raises NotFoundError."""
    view = board.get_public_campaign(get_context(), code)
    if uuid not in (election.uuid for election in view.elections):
        raise NotFoundError(_("This campaign has no such election."))


def _get_task(code: str) -> DecryptionTask:
    return tallying.get_decryption_task(get_context(), code, position())
