"""The set-up: fix it whole, then amend the few things that may change, or withdraw it."""

from __future__ import annotations

from datetime import UTC

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.errors import ConflictError
from voteapp.services import overview
from voteapp.services.errors import InvalidDraftError, NotReadyError, UnconfirmedError
from voteapp.services.setup import amending, fixing
from voteapp.services.setup.guarding import get_before_fix
from voteapp.services.trustees import witnesses
from voteapp.services.values.campaigns import CampaignView
from voteapp.web.committee import committee
from voteapp.web.committee.guards import describe_guards, refuse_guarded
from voteapp.web.committee.reasons import NOTHING, Pressed, ask_reason, press, read_reason
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.booth_files import list_fixed_files, read_fixed_files
from voteapp.web.frame.forms import Form, write_instant
from voteapp.web.frame.pages import find_zone
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.amendments import hash_words
from voteapp.web.words.committee import list_tellers
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say
from voteapp.web.words.progress import missing_words, who_words


@committee.route("/campaigns/<code>/fix", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def fix(code: str) -> ResponseReturnValue:
    """Everything once more, with the hash that names it; then fix just that."""
    context, form = get_context(), Form(request.form)
    booth, problem, status = list_fixed_files(), None, 200
    if request.method == "POST":
        try:
            fixing.fix_campaign(
                context,
                actor(),
                code,
                booth=booth,
                files=list(read_fixed_files().values()),
                version=form.value("version"),
                confirmed=form.values("confirmed"),
            )
        except (UnconfirmedError, InvalidDraftError) as error:
            status = refuse_guarded(form, error)
        except ConflictError as error:
            problem, status = say(error), 409
        else:
            return back_to(code, "fixed")
    view = overview.get_campaign(context, code)
    missing = fixing.list_missing(context, code)
    try:
        version = fixing.compute_set_up(context, code, booth)
    except NotReadyError:
        version = ""
    except ConflictError as error:
        version, problem, status = "", problem or say(error), 409
    page = render_template(
        "committee/setup/fix.html",
        campaign=view,
        missing=[(missing_words(m), who_words(m.who)) for m in missing],
        tellers=list_tellers(view),
        version=version,
        words=hash_words(version),
        problem=problem,
        form=form,
        guards=describe_guards(form, get_before_fix(context, code)),
        named=witnesses.list_named(context, code),
    )
    return page, status


@committee.route("/campaigns/<code>/opening-time", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def amend_opening(code: str) -> ResponseReturnValue:
    """Another opening time, with a reason that everybody can read."""
    return _amend_time(code, "opening")


@committee.route("/campaigns/<code>/closing-time", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def amend_closing(code: str) -> ResponseReturnValue:
    """Another closing time, with a reason that everybody can read."""
    return _amend_time(code, "closing")


_TIMES = {"opening": amending.amend_opening, "closing": amending.amend_closing}


def _amend_time(code: str, field: str) -> ResponseReturnValue:
    context = get_context()
    view = overview.get_campaign(context, code)
    present = view.times.opening if field == "opening" else view.times.closing
    zone, pressed = find_zone(view.draft.timezone), NOTHING
    form = Form(request.form or write_instant(field, present, zone))
    instant = form.instant(field, zone, _("Enter the new time."))
    if request.method == "POST":
        reason = read_reason(form, _why_changed())

        def amend(seen: str) -> None:
            if instant:
                to = instant.astimezone(UTC)
                _TIMES[field](context, actor(), code, to, reason, seen=seen)

        pressed = press(form, amend)
        if pressed.done:
            return back_to(code, "amended")
    return _show(code, f"committee/setup/{field}.html", form, pressed)


@committee.route("/campaigns/<code>/members-entitled", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def amend_entitled(code: str) -> ResponseReturnValue:
    """Another number of members entitled, with a reason that everybody can read."""
    context = get_context()
    view, pressed = overview.get_campaign(context, code), NOTHING
    form = Form(request.form or {"entitled": str(view.entitled)})
    if request.method == "POST":
        missing = _("Enter how many members may take part.")
        number = form.integer("entitled", missing, low=1, high=MOST_MEMBERS)
        reason, leaf = read_reason(form, _why_changed()), _get_only_leaf(view)

        def amend(seen: str) -> None:
            amending.amend_entitled(context, actor(), code, leaf, number, reason, seen=seen)

        pressed = press(form, amend)
        if pressed.done:
            return back_to(code, "amended")
    return _show(code, "committee/setup/entitled.html", form, pressed)


def _show(code: str, template: str, form: Form, pressed: Pressed) -> ResponseReturnValue:
    view = overview.get_campaign(get_context(), code)
    page = render_template(template, campaign=view, form=form, stale=pressed.stale)
    return page, pressed.status


def _why_changed() -> str:
    return _("Write why you change this.")


def _get_only_leaf(view: CampaignView) -> str:
    return view.leaves[0]


@committee.route("/campaigns/<code>/withdraw", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def withdraw(code: str) -> ResponseReturnValue:
    """End a campaign before it opens; its slips are worth nothing then."""
    why = _("Write why you withdraw it.")
    page = "committee/setup/withdraw.html"
    return ask_reason(code, page, why, fixing.withdraw_campaign, "withdrawn")
