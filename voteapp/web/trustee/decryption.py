"""From READY on: the page on which a trustee signs and decrypts, its files, and what it sends.

One desk for both kinds of trustee: a campaign's only one, who has an account, and those who came
by a personal link. Bodies are the exact JSON of docs/formats.md, "What a trustee posts". Every
POST from a script carries the page's CSRF value in ``X-CSRFToken``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.services import overview
from voteapp.services.counting import confirming, disclosure, tallying, tasks
from voteapp.services.results import files
from voteapp.services.trustees import openings
from voteapp.services.trustees.seats import Seat, open_seat
from voteapp.web.frame.jsonable import jsonable
from voteapp.web.frame.published import send_written
from voteapp.web.frame.roles import BODY_LIMIT, LARGE_BODY, SMALL_BODY, Role, role
from voteapp.web.frame.sessions import actor, get_context, position

View = Callable[..., ResponseReturnValue]


def show(seat: Seat) -> ResponseReturnValue:
    """Check the record and open its totals in the browser."""
    if seat.account and overview.get_campaign(get_context(), seat.code).ceremony:
        return redirect(url_for("committee.trustees", code=seat.code))
    task = tasks.get_decryption_task(get_context(), seat)
    return render_template(
        "trustee/decrypt/decrypt.html",
        task=task,
        task_json=jsonable(asdict(task)),
        linked=not seat.account,
    )


def get_task(seat: Seat) -> ResponseReturnValue:
    """The same task as JSON."""
    task = tasks.get_decryption_task(get_context(), seat)
    return jsonify(jsonable(asdict(task)))


def get_record(seat: Seat, uuid: str) -> ResponseReturnValue:
    """The record, for the trustee's program to check."""
    written = files.write_record(get_context(), uuid, seat)
    return send_written(written, "application/octet-stream")


def get_evidence(seat: Seat, uuid: str) -> ResponseReturnValue:
    """The evidence beside the record, as it is now."""
    return send_written(files.write_evidence(get_context(), uuid, seat), "application/json")


def get_manifest(seat: Seat, uuid: str) -> ResponseReturnValue:
    """The manifest beside the record."""
    data = disclosure.get_manifest(get_context(), uuid, seat)
    return Response(data, mimetype="application/json")


def get_questionnaire(seat: Seat, uuid: str) -> ResponseReturnValue:
    """The questionnaire beside the record."""
    data = disclosure.get_questionnaire(get_context(), uuid, seat)
    return Response(data, mimetype="application/json")


def get_setup(seat: Seat) -> ResponseReturnValue:
    """The set-up package, which an opening statement is about."""
    return send_written(files.write_setup(get_context(), seat.code, seat), "application/zip")


def post_opening(seat: Seat) -> ResponseReturnValue:
    """Take the signed statement that somebody looked at the set-up."""
    openings.post_opening(get_context(), seat, request.get_data())
    return get_task(seat)


def post_out(seat: Seat) -> ResponseReturnValue:
    """Take the signed statement of somebody who will sign no closing."""
    openings.post_out(get_context(), seat, request.get_data())
    return get_task(seat)


def post_statement(seat: Seat, uuid: str) -> ResponseReturnValue:
    """Take the signed closing statement."""
    tallying.post_closing_statement(get_context(), seat, uuid, request.get_data())
    return get_task(seat)


def post_mirror_end(seat: Seat, uuid: str) -> ResponseReturnValue:
    """Take what a mirror signed of the election's end, from a file that somebody brings."""
    confirming.post_mirror_end(get_context(), uuid, request.get_data(), seat)
    return get_task(seat)


def post_confirmation(seat: Seat, uuid: str) -> ResponseReturnValue:
    """Take the signed statement that somebody looked at the published result."""
    confirming.post_confirmation(get_context(), seat, uuid, request.get_data())
    return get_task(seat)


def post_decryption(seat: Seat, uuid: str) -> ResponseReturnValue:
    """Take the factors with both kinds of proofs (``voteapp-decryption``)."""
    tallying.post_decryption(get_context(), seat, uuid, request.get_data())
    return get_task(seat)


def _set_up(name: str, prefix: str, who: Role, find_seat: Callable[[str], Seat]) -> Blueprint:
    """The desk's routes for one kind of trustee; ``find_seat`` tells who is signed in."""
    desk = Blueprint(name, __name__, url_prefix=f"{prefix}/decrypt")

    def add(path: str, view: View, method: str = "GET", limit: int = BODY_LIMIT) -> None:
        @role(who, body_limit=limit)
        @wraps(view)
        def answer(code: str, **names: str) -> ResponseReturnValue:
            return view(find_seat(code), **names)

        desk.add_url_rule(path, view_func=answer, methods=[method])

    add("", show)
    add("/task", get_task)
    add("/setup", get_setup)
    add("/opening", post_opening, "POST", SMALL_BODY)
    add("/out", post_out, "POST", SMALL_BODY)
    add("/<uuid>/record", get_record)
    add("/<uuid>/evidence", get_evidence)
    add("/<uuid>/manifest", get_manifest)
    add("/<uuid>/questionnaire", get_questionnaire)
    add("/<uuid>/statement", post_statement, "POST", SMALL_BODY)
    add("/<uuid>/mirror-end", post_mirror_end, "POST", SMALL_BODY)
    add("/<uuid>/confirmation", post_confirmation, "POST", SMALL_BODY)
    add("/<uuid>/decryption", post_decryption, "POST", LARGE_BODY)
    return desk


decryption = _set_up(
    "decryption",
    "/committee/campaigns/<code>",
    Role.TRUSTEE,
    lambda code: Seat(code, account=actor()),
)
linked_decryption = _set_up(
    "linked_decryption",
    "/trustee/<code>",
    Role.LINKED_TRUSTEE,
    lambda code: open_seat(code, position()),
)
