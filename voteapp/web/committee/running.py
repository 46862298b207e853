"""From ready to published: open, close, extend, count the paper, publish, cancel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.texts import LONGEST_EXPLANATION
from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.errors import NotReadyError
from voteapp.services.results import publishing
from voteapp.services.slips.counts import record_counts
from voteapp.services.values.campaigns import CampaignView, SlipCounts
from voteapp.services.voting import closing, opening
from voteapp.web.committee import committee
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.booth_files import list_booth_files
from voteapp.web.frame.forms import Form
from voteapp.web.frame.pages import find_zone
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.committee import ballots_words, counts_words
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.progress import missing_words, who_words


@committee.route("/campaigns/<code>/open", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def open_campaign(code: str) -> ResponseReturnValue:
    """Ask once more, then open: from here on nothing can be changed."""
    context = get_context()
    view = overview.get_campaign(context, code)
    status = 200
    if request.method == "POST":
        try:
            opening.open_campaign(context, actor(), code, booth=list_booth_files())
        except NotReadyError:
            status = 409
        else:
            return back_to(code, "opened")
    missing = opening.list_missing(context, code)
    page = render_template(
        "committee/voting/open.html",
        campaign=view,
        missing=[(missing_words(m), who_words(m.who)) for m in missing],
        blocked=bool(missing),
        not_tried=[w.name for w in view.warnings if w.code == "not-rehearsed"],
        lost=[w.name for w in view.warnings if w.code == "lost"],
    )
    return page, status


@committee.route("/campaigns/<code>/close", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def close(code: str) -> ResponseReturnValue:
    """Close early, with a reason that everybody can read."""
    why = _("Write why you close early.")
    return _ask_reason(code, "committee/voting/close.html", why, closing.close_campaign, "closed")


@committee.route("/campaigns/<code>/extend", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def extend(code: str) -> ResponseReturnValue:
    """Close later than planned, with a reason that everybody can read."""
    context = get_context()
    view = overview.get_campaign(context, code)
    zone = find_zone(view.draft.timezone)
    if request.method == "GET":
        local = view.scheduled_closing.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
        form = Form({"closing": local})
        return render_template("committee/voting/extend.html", campaign=view, form=form)
    form = Form(request.form)
    later = form.instant("closing", zone, _("Enter the new closing time."))
    reason = form.text(
        "reason", _("Write why you move the closing time."), limit=LONGEST_EXPLANATION
    )
    if later and later <= view.scheduled_closing:
        form.add("closing", _("The new time must be later than the present one."))
    if form.ok and later:
        try:
            closing.extend_campaign(context, actor(), code, later.astimezone(UTC), reason)
            return back_to(code, "extended")
        except InvalidInputError as error:
            form.refuse(error)
    return render_template("committee/voting/extend.html", campaign=view, form=form), 422


@committee.route("/campaigns/<code>/counts", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def counts(code: str) -> ResponseReturnValue:
    """What became of the paper: printed, handed out, spoiled, returned; two names."""
    context = get_context()
    view = overview.get_campaign(context, code)
    if request.method == "GET":
        form = Form(count_fields(view))
        return render_template("committee/counting/counts.html", campaign=view, form=form)
    form = Form(request.form)
    read = read_counts(form)
    if form.ok:
        try:
            record_counts(context, actor(), code, read)
            return back_to(code, "counts")
        except InvalidInputError as error:
            form.refuse(error, {"countersigned_by": "first_name"})
    return render_template("committee/counting/counts.html", campaign=view, form=form), 422


def count_fields(view: CampaignView) -> dict[str, str]:
    """The counts so far as the fields of their form; empty until two people have counted."""
    if not view.counts.countersigned_by:
        return {"printed": str(view.draft.slips)}
    names = (*view.counts.countersigned_by, "", "")
    counts = {name: str(getattr(view.counts, name)) for name in COUNT_FIELDS}
    return {**counts, "first_name": names[0], "second_name": names[1]}


COUNT_FIELDS = ("printed", "handed_out", "spoiled", "returned")


def read_counts(form: Form) -> SlipCounts:
    """The counts that a form holds; problems are noted in the form."""
    read = {
        name: form.integer(name, _("Enter a number; 0 if none."), low=0, high=1_000_000)
        for name in COUNT_FIELDS
    }
    if read["handed_out"] > read["printed"]:
        form.add("handed_out", _("No more can be handed out than were printed."))
    if read["spoiled"] + read["returned"] > read["handed_out"]:
        form.add("returned", _("Spoiled and returned together are at most those handed out."))
    names = (
        form.text("first_name", _("Enter the name of the first person who counted.")),
        form.text("second_name", _("Enter the name of the second person who counted.")),
    )
    if names[0] and names[0].casefold() == names[1].casefold():
        form.add("second_name", _("Two different people must count."))
    return SlipCounts(countersigned_by=names, **read)


@committee.route("/campaigns/<code>/publish", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def publish(code: str) -> ResponseReturnValue:
    """Ask once more, then show the results to everybody."""
    context = get_context()
    view = overview.get_campaign(context, code)
    if request.method == "POST":
        publishing.publish(context, actor(), code)
        return back_to(code, "published")
    return render_template(
        "committee/results/publish.html",
        campaign=view,
        ballots=[(election.title, ballots_words(election)) for election in view.elections],
        counts=counts_words(view.counts),
    )


@committee.route("/campaigns/<code>/cancel", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def cancel(code: str) -> ResponseReturnValue:
    """Cancel, with a reason that stays public."""
    why = _("Write why you cancel.")
    return _ask_reason(code, "committee/voting/cancel.html", why, publishing.cancel, "cancelled")


def _ask_reason(
    code: str,
    template: str,
    missing: str,
    act: Callable[[Context, str, str, str], None],
    done: str,
) -> ResponseReturnValue:
    """Show the form that asks for a reason; once it is given, act and go back to the campaign."""
    context = get_context()
    view = overview.get_campaign(context, code)
    form = Form(request.form)
    if request.method == "POST":
        reason = form.text("reason", missing, limit=LONGEST_EXPLANATION)
        if form.ok:
            try:
                act(context, actor(), code, reason)
                return back_to(code, done)
            except InvalidInputError as error:
                form.refuse(error)
        return render_template(template, campaign=view, form=form), 422
    return render_template(template, campaign=view, form=form)
