"""Who stands beside the trustees: witnesses, who sign and decrypt nothing, and mirrors."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.services.overview import get_campaign
from voteapp.services.people import trustee_access
from voteapp.services.trustees import planning, witnesses
from voteapp.services.trustees.seats import WITNESS_PLACES
from voteapp.services.values.roles import WitnessView
from voteapp.web.committee import committee
from voteapp.web.committee.trustees import read_names
from voteapp.web.frame.forms import Form
from voteapp.web.frame.pages import address_of
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.closing.signing import list_witness_lines
from voteapp.web.words.i18n import gettext as _


@committee.route("/campaigns/<code>/trustees/witnesses", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def name_witnesses(code: str) -> ResponseReturnValue:
    """Name the witnesses, make their links; name the mirrors."""
    if request.method == "GET":
        return _show(code, Form()), 200
    form = Form(request.form)
    names = read_names(form, "witnesses")
    if form.ok:
        try:
            for number in witnesses.name_witnesses(get_context(), actor(), code, names):
                trustee_access.reset(get_context(), code, WITNESS_PLACES + number)
            return _back(code, "witnesses")
        except InvalidInputError as error:
            form.refuse(error)
    return _show(code, form), 422


@committee.post("/campaigns/<code>/trustees/mirrors")
@role(Role.COMMITTEE)
def name_mirrors(code: str) -> ResponseReturnValue:
    """Name the mirrors: one a line, with address and key."""
    form = Form(request.form)
    lines = [line.split() for line in form.value("mirrors").splitlines() if line.strip()]
    if any(len(line) < 3 for line in lines):
        form.add("mirrors", _("Write a name, an address and a key on each line."))
    if form.ok:
        listed = [(" ".join(line[:-2]), line[-2], line[-1]) for line in lines]
        try:
            witnesses.name_mirrors(get_context(), actor(), code, listed)
            return _back(code, "mirrors")
        except InvalidInputError as error:
            form.refuse(error)
    return _show(code, form), 422


@committee.post("/campaigns/<code>/trustees/witnesses/<int:position>/link")
@role(Role.COMMITTEE)
def witness_link(code: str, position: int) -> ResponseReturnValue:
    """Make a personal link and show it once; asks first where it ends an earlier one."""
    view, witness = get_campaign(get_context(), code), _find(code, position)
    place = WITNESS_PLACES + position
    access = trustee_access.list_access(get_context(), code).get(place)
    earlier = access is not None and (access.link_made or access.bound is not None)
    if earlier and request.form.get("confirm") != "yes":
        return render_template(
            "committee/trustees/witness_link_again.html",
            campaign=view,
            witness=witness,
            access=access,
        )
    if request.form.get("name", witness.name) != witness.name:
        raise ConflictError(_("Somebody else is the witness of this number by now."))
    planning.log_witness_link(get_context(), actor(), code, witness.name)
    secret = trustee_access.create_link(get_context(), code, place)
    return render_template(
        "committee/trustees/witness_link.html",
        campaign=view,
        witness=witness,
        address=address_of("trustee_access.begin") + "#" + secret,
        home=address_of("linked_trustee.home", code=code),
    )


def _find(code: str, position: int) -> WitnessView:
    for witness in witnesses.list_named(get_context(), code).witnesses:
        if witness.number == position:
            return witness
    raise NotFoundError(_("This campaign has no such witness."))


def _show(code: str, form: Form) -> str:
    view, named = get_campaign(get_context(), code), witnesses.list_named(get_context(), code)
    form.data.setdefault("witnesses", "\n".join(one.name for one in named.witnesses))
    lines = [f"{one.name} {one.address} {one.key}" for one in named.mirrors]
    form.data.setdefault("mirrors", "\n".join(lines))
    access = trustee_access.list_access(get_context(), code)
    return render_template(
        "committee/trustees/witnesses.html",
        campaign=view,
        form=form,
        named=named,
        lines=list_witness_lines(named.witnesses, access, get_context().clock()),
        before_fix=view.state.before_fix,
        done=_done_words(request.args.get("done", "")),
    )


def _done_words(code: str) -> str | None:
    return {
        "witnesses": _("The witnesses are named. Make a link for each of them."),
        "mirrors": _("The mirrors are named."),
    }.get(code)


def _back(code: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("committee.name_witnesses", code=code, done=done), 303)
