"""The page on which a witness, who came by a personal link, makes a key; the desk is the trustees'
(``decryption.py``)."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.services.trustees import witnesses
from voteapp.services.trustees.seats import Seat, open_seat
from voteapp.web.frame.forms import Form
from voteapp.web.frame.jsonable import jsonable, read_object
from voteapp.web.frame.roles import SMALL_BODY, Role, role
from voteapp.web.frame.sessions import get_context, position
from voteapp.web.words.i18n import gettext as _

linked_witness = Blueprint("linked_witness", __name__, url_prefix="/trustee/<code>/witness")


@linked_witness.get("")
@role(Role.LINKED_TRUSTEE)
def show(code: str) -> ResponseReturnValue:
    """What a witness is, the key, and where to look and sign."""
    return _show(_find_seat(code), Form())


@linked_witness.get("/task")
@role(Role.LINKED_TRUSTEE)
def get_task(code: str) -> ResponseReturnValue:
    """The same task as JSON."""
    task = witnesses.get_witness_task(get_context(), _find_seat(code))
    return jsonify(jsonable(asdict(task)))


@linked_witness.post("/key")
@role(Role.LINKED_TRUSTEE, body_limit=SMALL_BODY)
def post_key(code: str) -> ResponseReturnValue:
    """Take the public key: ``{"key": 64 hex digits}``, answered by the task; a plain form works,
    too."""
    seat = _find_seat(code)
    if request.is_json:
        key = read_object(request.get_data()).get("key")
        if not isinstance(key, str):
            raise InvalidInputError("key", _("A public key has 64 hex digits."))
        witnesses.post_witness_key(get_context(), seat, key)
        return get_task(code)
    form = Form(request.form)
    try:
        witnesses.post_witness_key(get_context(), seat, form.value("key").strip().lower())
    except InvalidInputError as error:
        form.refuse(error)
        return _show(seat, form), 422
    return redirect(url_for("linked_witness.show", code=code), 303)


def _show(seat: Seat, form: Form) -> str:
    task = witnesses.get_witness_task(get_context(), seat)
    return render_template(
        "trustee/witness/witness.html", task=task, task_json=jsonable(asdict(task)), form=form
    )


def _find_seat(code: str) -> Seat:
    return open_seat(code, position())
