"""The pages of a trustee who came by a personal link: home, the ceremony, signing out.

Shells for the browser's program, and what that program sends: the ceremony's messages byte for
byte (docs/formats.md, "The ceremony"). The answer to every POST is the task as it is afterwards.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from voteapp.campaign.ceremony.folder import NAME as SHAPE_NAME
from voteapp.campaign.ceremony.folder import Shape, encode_shape, name_message
from voteapp.errors import InvalidInputError
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.life import State
from voteapp.services.people import trustee_access
from voteapp.services.slips.statements import get_named
from voteapp.services.trustees import messages, planning, reading
from voteapp.services.trustees.messages import MOST_BYTES
from voteapp.services.trustees.seats import open_seat
from voteapp.services.values.ceremonies import CeremonyTask
from voteapp.web.frame.jsonable import jsonable, read_object
from voteapp.web.frame.pages import download
from voteapp.web.frame.roles import SMALL_BODY, Role, role
from voteapp.web.frame.sessions import get_context, position, this_session
from voteapp.web.words.i18n import gettext as _

linked_trustee = Blueprint("linked_trustee", __name__, url_prefix="/trustee/<code>")


_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@linked_trustee.get("")
@role(Role.LINKED_TRUSTEE)
def home(code: str) -> ResponseReturnValue:
    """Where there is something to do now; otherwise a page that says when there will be."""
    seat = open_seat(code, position())
    if seat.role == "witness":
        return redirect(url_for("linked_witness.show", code=code))
    task, desk = _get_task(code), get_decryption_task(get_context(), seat)
    unsigned = task.state is State.READY and desk.opening_text is not None
    if unsigned or task.state is State.CLOSED:
        return redirect(url_for("linked_decryption.show", code=code))
    if task.state.before_opening:
        return redirect(url_for("linked_trustee.ceremony", code=code))
    return render_template(
        "trustee/ceremony/waiting.html",
        task=task,
        unsigned=desk.opening_text is not None,
        unconfirmed=any(one.confirmation_text and not one.confirmed for one in desk.elections),
        tellers=get_named(get_context(), code),
    )


@linked_trustee.post("/sign-out")
@role(Role.LINKED_TRUSTEE)
def sign_out(code: str) -> ResponseReturnValue:
    """End the session on the server and delete the cookie."""
    session = this_session()
    if session.token is not None:
        trustee_access.logout(get_context(), session.token)
    session.drop()
    return redirect(url_for("trustee_access.sign_in", code=code), 303)


@linked_trustee.get("/token")
@role(Role.LINKED_TRUSTEE)
def token(code: str) -> ResponseReturnValue:
    """The CSRF value of a page that was open while somebody signed in again."""
    return jsonify(csrf=generate_csrf())


@linked_trustee.get("/ceremony")
@role(Role.LINKED_TRUSTEE)
def ceremony(code: str) -> ResponseReturnValue:
    """Make the key together with the others, save it, try it."""
    task = _get_task(code)
    return render_template(
        "trustee/ceremony/ceremony.html",
        task=task,
        task_json=jsonable(asdict(task)),
        tellers=get_named(get_context(), code),
    )


@linked_trustee.get("/ceremony/task")
@role(Role.LINKED_TRUSTEE)
def task(code: str) -> ResponseReturnValue:
    """The same task as JSON, with every message."""
    return jsonify(jsonable(asdict(_get_task(code))))


@linked_trustee.get("/ceremony/status")
@role(Role.LINKED_TRUSTEE)
def status(code: str) -> ResponseReturnValue:
    """How far everybody is, without messages: asked for every few seconds."""
    return jsonify(jsonable(asdict(reading.get_ceremony_status(get_context(), code))))


@linked_trustee.post("/ceremony/<int:attempt>/messages/<step>")
@role(Role.LINKED_TRUSTEE, body_limit=MOST_BYTES)
def post_message(code: str, attempt: int, step: str) -> ResponseReturnValue:
    """Take the trustee's message of one step (its exact bytes as the body)."""
    messages.post_ceremony_message(
        get_context(), code, position(), attempt, step, request.get_data()
    )
    return task(code)


@linked_trustee.post("/ceremony/rehearsal")
@role(Role.LINKED_TRUSTEE, body_limit=SMALL_BODY)
def post_rehearsal(code: str) -> ResponseReturnValue:
    """Take the answer that shows that the saved key works."""
    planning.post_ceremony_rehearsal(get_context(), code, position(), request.get_data())
    return task(code)


@linked_trustee.post("/ceremony/lost")
@role(Role.LINKED_TRUSTEE, body_limit=SMALL_BODY)
def post_lost(code: str) -> ResponseReturnValue:
    """Say that the key is lost, or that it was found again: ``{"lost": bool}``."""
    lost = read_object(request.get_data()).get("lost")
    if not isinstance(lost, bool):
        raise InvalidInputError("lost", _("Say whether the key is lost: true or false."))
    report = planning.report_lost_key if lost else planning.withdraw_lost_key
    report(get_context(), code, position())
    return task(code)


@linked_trustee.get("/ceremony/folder.zip")
@role(Role.LINKED_TRUSTEE)
def folder(code: str) -> ResponseReturnValue:
    """All messages so far, as the folder that ``voteapp trustee`` works in."""
    return download(pack_folder(_get_task(code)), "application/zip", f"ceremony-{code}.zip")


def pack_folder(task: CeremonyTask) -> bytes:
    """A ZIP of the messages, one file each, named as the command names them."""
    singles = {trustee.position for trustee in task.trustees if trustee.kind == "single"}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in task.entries:
            name = name_message(entry.step, entry.trustee, single=entry.trustee in singles)
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), entry.message)
        shape = encode_shape(Shape(task.size, task.threshold, task.singles))
        archive.writestr(zipfile.ZipInfo(SHAPE_NAME, _ZIP_TIME), shape)
    return buffer.getvalue()


def _get_task(code: str) -> CeremonyTask:
    return reading.get_ceremony_task(get_context(), code, position())
