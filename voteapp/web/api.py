"""What the booth and other programs read and send, as JSON (docs/http-api.md).

Nothing here reads or sets a cookie, and no answer depends on who asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import is_hex
from voteapp.services.counting import confirming
from voteapp.services.errors import (
    BallotRefusedError,
    CastError,
    NotOpenYetError,
    SignedRefusalError,
    VotingClosedError,
    VotingClosingError,
)
from voteapp.services.results import files
from voteapp.services.voting import casting, entry, search
from voteapp.store.written import Written
from voteapp.web.frame.booth_info import describe_booth
from voteapp.web.frame.jsonable import jsonable, read_object
from voteapp.web.frame.published import send_written
from voteapp.web.frame.roles import SMALL_BODY, Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.frame.static_files import compress_public
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say

api = Blueprint("api", __name__, url_prefix="/api")

LARGEST_BALLOT = 1024 * 1024
CAST_STATUS = {
    "too-large": 413,
    "invalid": 422,
    "unknown": 404,
    "voided": 410,
    "used": 409,
    "not-open": 403,
    "closed": 403,
    "closing": 503,
    "withdrawn": 410,
    "too-many": 429,
    "busy": 503,
}


@api.get("/campaigns/<code>")
@role(Role.API)
def campaign(code: str) -> ResponseReturnValue:
    """A campaign for the booth: phase, dates and the exact election objects."""
    return compress_public(jsonify(describe_booth(code)))


@api.post("/elections/<uuid>/slip")
@role(Role.API, body_limit=1024)
def slip_state(uuid: str) -> ResponseReturnValue:
    """The state of one public credential, which stands in the body and never in an address."""
    body = read_object(request.get_data())
    credential = body.get("credential")
    if not isinstance(credential, str) or not is_hex(credential, 32):
        raise InvalidInputError("credential", _("A public credential has 64 hex digits."))
    return jsonify(jsonable(asdict(entry.get_slip_state(get_context(), uuid, credential))))


@api.post("/elections/<uuid>/ballots")
@role(Role.API, body_limit=LARGEST_BALLOT)
def cast(uuid: str) -> ResponseReturnValue:
    """Take one ballot (its exact bytes as the body); the answer is the signed receipt."""
    try:
        receipt = casting.cast(get_context(), uuid, request.get_data())
    except CastError as error:
        return _refusal(error)
    return Response(receipt, mimetype="application/json")


def _refusal(error: CastError) -> ResponseReturnValue:
    body: dict[str, Any] = {"code": error.code, "message": say(error)}
    if isinstance(error, BallotRefusedError):
        body["finding"] = error.finding
    if isinstance(error, SignedRefusalError):
        body["refusal"] = error.refusal
    if isinstance(error, NotOpenYetError):
        body["opening"] = error.opening
    if isinstance(error, VotingClosedError | VotingClosingError):
        body["closing"] = error.closing
    response = jsonify({"error": jsonable(body)})
    response.status_code = CAST_STATUS.get(error.code, 400)
    if response.status_code == 503:
        response.headers["Retry-After"] = "2"
    return response


@api.get("/elections/<uuid>/heads")
@role(Role.API)
def heads(uuid: str) -> ResponseReturnValue:
    """All signed heads, each as the exact JSON text that was signed with its signature."""
    return _send_json(lambda small: files.write_heads(get_context(), uuid, compressed=small))


@api.post("/elections/<uuid>/mirror-ends")
@role(Role.API, body_limit=SMALL_BODY)
def mirror_end(uuid: str) -> ResponseReturnValue:
    """Take what a mirror that the manifest names signed of an election's end (a statement,
    docs/formats.md); the signature says who it is."""
    confirming.post_mirror_end(get_context(), uuid, request.get_data())
    return jsonify({"kept": True})


@api.get("/elections/<uuid>/tracker")
@role(Role.API)
def tracker(uuid: str) -> ResponseReturnValue:
    """Where one tracker is: ``sealed`` or ``absent``."""
    wanted = request.args.get("tracker", "")
    return jsonify(jsonable(asdict(search.find_tracker(get_context(), uuid, wanted))))


@api.get("/elections/<uuid>/sealed")
@role(Role.API)
def sealed(uuid: str) -> ResponseReturnValue:
    """Every sealed tracker: a page that looks for one in it tells nobody which."""
    return _send_json(lambda small: files.write_sealed(get_context(), uuid, compressed=small))


def _send_json(write: Callable[[bool], Written]) -> Response:
    """A file, compressed where the asker can read that; nothing in it depends on who asks."""
    small = request.accept_encodings.quality("gzip") > 0
    response = send_written(write(small), "application/json")
    response.vary.add("Accept-Encoding")
    if small:
        response.content_encoding = "gzip"
    return response


@api.get("/key")
@role(Role.API)
def key() -> ResponseReturnValue:
    """The public key that signs receipts and heads, 64 hex digits."""
    return jsonify({"server_key": get_context().signer.public_key})
