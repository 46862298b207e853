"""From ready to published: open, close, cancel, annul."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import ConflictError
from voteapp.services import overview
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import State
from voteapp.services.overview import UNSIGNED
from voteapp.services.results import publishing
from voteapp.services.setup import fixing
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.timekeeping import Doubt, confirm_clock, find_doubt
from voteapp.services.voting import closing, opening
from voteapp.web.committee import committee
from voteapp.web.committee.guards import describe_guards
from voteapp.web.committee.reasons import NOTHING, ask_reason, press, read_reason
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.amendments import hash_words
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import say
from voteapp.web.words.progress import missing_words, who_words


@committee.route("/campaigns/<code>/open", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def open_campaign(code: str) -> ResponseReturnValue:
    """Ask once more, then open now what was fixed."""
    context = get_context()
    view, problem = overview.get_campaign(context, code), None
    explained, early = opening.asks_reason(context, code), context.clock() < view.times.opening
    form, pressed = Form(request.form), NOTHING
    if request.method == "POST":
        reason = read_reason(form, _why(early=early)) if explained else ""
        version, confirmed = form.value("version"), form.values("confirmed")

        def act(seen: str) -> None:
            opening.open_campaign(
                context,
                actor(),
                code,
                version=version,
                seen=seen,
                reason=reason,
                confirmed=confirmed,
            )

        try:
            pressed = press(form, act)
        except ConflictError as error:
            problem = say(error)
        if pressed.done:
            return back_to(code, "opened")
    view = overview.get_campaign(context, code)
    missing = [one for one in fixing.list_missing(context, code) if one.code != UNSIGNED]
    page = render_template(
        "committee/voting/open.html",
        campaign=view,
        form=form,
        early=early,
        explained=explained,
        problem=problem,
        stale=pressed.stale,
        missing=[(missing_words(m), who_words(m.who)) for m in missing],
        blocked=bool(missing) or view.state is not State.READY,
        words=hash_words(view.set_up),
        guards=describe_guards(form, get_before_opening(context, code)),
    )
    return page, 409 if problem else pressed.status


def _why(*, early: bool) -> str:
    if early:
        return _("Write why you open early.")
    return _("Write why you open although too few trustees have looked at the set-up.")


@committee.route("/campaigns/<code>/close", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def close(code: str) -> ResponseReturnValue:
    """Close early, with a reason that everybody can read."""
    context, form, pressed = get_context(), Form(request.form), NOTHING
    if request.method == "POST":
        reason = read_reason(form, _("Write why you close early."))
        confirmed = form.values("confirmed")

        def act(seen: str) -> None:
            closing.close_campaign(context, actor(), code, reason, seen=seen, confirmed=confirmed)

        pressed = press(form, act)
        if pressed.done:
            return back_to(code, "closed")
    page = render_template(
        "committee/voting/close.html",
        campaign=overview.get_campaign(context, code),
        form=form,
        stale=pressed.stale,
        guards=describe_guards(form, closing.get_before_closing(context, code)),
    )
    return page, pressed.status


@committee.route("/clock", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def clock() -> ResponseReturnValue:
    """A person says that the server's clock is right, as the page showed it."""
    context, stale = get_context(), False
    if request.method == "POST":
        try:
            confirm_clock(context, actor(), *_read_seen(Form(request.form)))
            return redirect(url_for("committee.campaigns"), 303)
        except StaleDraftError:
            stale = True
    page = render_template(
        "committee/voting/clock.html",
        doubt=find_doubt(context),
        now=context.clock(),
        timezone=next((one.times.timezone for one in overview.list_campaigns(context)), "UTC"),
        stale=stale,
    )
    return page, 409 if stale else 200


def _read_seen(form: Form) -> tuple[Doubt, datetime]:
    """The doubt and the time that the page showed. Raises StaleDraftError for anything else."""
    try:
        good, doubt, shown = (
            datetime.fromisoformat(form.value(name)) for name in ("good", "doubt", "shown")
        )
        return Doubt(good.astimezone(UTC), doubt.astimezone(UTC)), shown.astimezone(UTC)
    except (ValueError, OverflowError):
        raise StaleDraftError(_("The clock has changed since you looked at it.")) from None


@committee.route("/campaigns/<code>/annul", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def annul(code: str) -> ResponseReturnValue:
    """Say that a published result does not count, with a reason that stays beside it."""
    why = _("Write why you annul it.")
    return ask_reason(code, "committee/voting/annul.html", why, publishing.annul, "annulled")


@committee.route("/campaigns/<code>/cancel", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def cancel(code: str) -> ResponseReturnValue:
    """Cancel while voting runs, with a reason that stays public."""
    why = _("Write why you cancel.")
    return ask_reason(code, "committee/voting/cancel.html", why, publishing.cancel, "cancelled")
