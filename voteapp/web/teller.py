"""The teller's pages (shells for the browser's program) and what that program sends.

Tokens never come here: only public credentials do (docs/formats.md, "What the teller posts").
"""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.protocol.encoding import is_hex
from voteapp.services import overview
from voteapp.services.slips import printing, slips
from voteapp.services.voting import voiding
from voteapp.web.frame.jsonable import jsonable, read_object
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

teller = Blueprint("teller", __name__, url_prefix="/committee/campaigns/<code>")
LARGEST_BATCH = 64 * 1024 * 1024


@teller.get("/slips")
@role(Role.TELLER)
def slips_page(code: str) -> ResponseReturnValue:
    """Make tokens in the browser, save, post; once fixed: check, print, scan one back in."""
    task = slips.get_slip_task(get_context(), code, actor())
    return render_template(
        "teller/slips.html", task=task, task_json=jsonable(asdict(task)), name=actor()
    )


@teller.get("/slips/task")
@role(Role.TELLER)
def slip_task(code: str) -> ResponseReturnValue:
    """The same task as JSON."""
    return jsonify(jsonable(asdict(slips.get_slip_task(get_context(), code, actor()))))


@teller.get("/slips/list")
@role(Role.TELLER)
def fixed_list(code: str) -> ResponseReturnValue:
    """The public credentials of all slips, by election, once the set-up is fixed."""
    return jsonify(slips.list_fixed(get_context(), code))


@teller.post("/slips/credentials")
@role(Role.TELLER, body_limit=LARGEST_BATCH)
def post_credentials(code: str) -> ResponseReturnValue:
    """Take the public credentials (``voteapp-token-batch``, exact bytes)."""
    slips.post_credentials(get_context(), actor(), code, request.get_data())
    return slip_task(code)


@teller.post("/slips/printed")
@role(Role.TELLER)
def printed(code: str) -> ResponseReturnValue:
    """Note that a teller's slips are printed and one was read back: ``{"set_up": campaign hash,
    "signature": hers, of voteapp-printed and the fingerprints}``, from the command with
    ``"prints"``, how often it has printed (docs/formats.md, "Printed")."""
    body = read_object(request.get_data())
    set_up, signature = body.get("set_up"), body.get("signature")
    if not isinstance(set_up, str) or not is_hex(set_up, 32):
        raise InvalidInputError("set_up", _("Say for which set-up the slips were printed."))
    if not isinstance(signature, str) or not is_hex(signature, 64):
        raise InvalidInputError("signature", _("Sign for which set-up the slips were printed."))
    prints = body.get("prints")
    if prints is not None and (not isinstance(prints, int) or isinstance(prints, bool)):
        raise InvalidInputError("prints", _("Say how often the slips were printed."))
    printing.record_printed(get_context(), actor(), code, set_up, signature, prints=prints)
    return slip_task(code)


@teller.post("/slips/print")
@role(Role.TELLER)
def begin_print(code: str) -> ResponseReturnValue:
    """Note that the page begins to print; the second time and later it is told."""
    printing.record_print(get_context(), actor(), code)
    return slip_task(code)


@teller.post("/slips/reprint")
@role(Role.TELLER)
def reprint(code: str) -> ResponseReturnValue:
    """Note that slips were printed again from the file: ``{"slips": number}``."""
    number = read_object(request.get_data()).get("slips")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise InvalidInputError("slips", _("Say how many slips were printed again."))
    printing.record_reprint(get_context(), actor(), code, number)
    return slip_task(code)


@teller.post("/slips/destroyed")
@role(Role.TELLER)
def destroyed(code: str) -> ResponseReturnValue:
    """Note who destroyed the file of tokens; a plain form works too."""
    printing.record_destroyed(get_context(), actor(), code)
    if request.is_json:
        return slip_task(code)
    return redirect(url_for("committee.campaign", code=code, done="saved"), 303)


@teller.get("/void")
@role(Role.TELLER)
def void(code: str) -> ResponseReturnValue:
    """Void a slip: its token is typed or scanned in the browser and stays there."""
    view = overview.get_campaign(get_context(), code)
    task = slips.get_slip_task(get_context(), code, actor())
    return render_template(
        "teller/void.html", campaign=view, task=task, task_json=jsonable(asdict(task))
    )


@teller.post("/void")
@role(Role.TELLER)
def post_void(code: str) -> ResponseReturnValue:
    """Void a slip: ``{"voids": {uuid: the void's exact text}, "reason": text}`` ->
    ``{"answers": {uuid: signed answer}}``."""
    body = read_object(request.get_data())
    voids, reason = body.get("voids"), body.get("reason")
    if not isinstance(voids, dict) or not all(isinstance(one, str) for one in voids.values()):
        raise InvalidInputError("voids", _("Give the slip up in every election."))
    if not isinstance(reason, str) or not reason.strip():
        raise InvalidInputError("reason", _("Write why the slip is void."))
    signed = {uuid: one.encode("utf-8", "replace") for uuid, one in voids.items()}
    answers = voiding.void_slip(get_context(), actor(), code, signed, reason)
    return jsonify({"answers": answers})
