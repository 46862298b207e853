"""A draft's title, dates and numbers; going forward to keys and back to the draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import available_timezones

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.services import overview
from voteapp.services.drafting import drafting
from voteapp.services.errors import InvalidDraftError, WrongStateError
from voteapp.services.life import Deed, is_allowed
from voteapp.services.people import trustee_access
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.committee import committee
from voteapp.web.frame.forms import Form
from voteapp.web.frame.pages import find_zone, zone_words
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

COMMON_ZONES = (
    "America/Los_Angeles",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/New_York",
    "America/Anchorage",
    "Pacific/Honolulu",
)


def zone_options() -> list[tuple[str, str]]:
    """Time zones for a list to choose from, the nearest first."""
    rest = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))
    names = [*COMMON_ZONES, "UTC", *(z for z in rest if z not in COMMON_ZONES)]
    return [(name, zone_words(name)) for name in names]


def load_draft(code: str) -> CampaignDraft:
    """The draft of a campaign that is still one. Raises NotFoundError, WrongStateError."""
    view = overview.get_campaign(get_context(), code)
    if not is_allowed(view.state, Deed.EDITED):
        raise WrongStateError(
            _("The draft is locked. Go back to the draft first, then change it."), view.state
        )
    return view.draft


def save_draft(code: str, draft: CampaignDraft) -> None:
    """Store an edited draft. Raises InvalidDraftError, WrongStateError, NotFoundError."""
    drafting.update_campaign(get_context(), actor(), code, draft)


def back_to(code: str, done: str = "saved") -> ResponseReturnValue:
    """Go to the campaign's page and say there what was done."""
    return redirect(url_for("committee.campaign", code=code, done=done), 303)


def read_dates(form: Form) -> tuple[str, datetime | None, datetime | None]:
    """Zone, opening and closing (in UTC) from the fields of those names."""
    zone = form.value("timezone")
    if zone not in available_timezones():
        form.add("timezone", _("Choose a time zone."))
        zone = "UTC"
    opening = form.instant("opening", find_zone(zone), _("Enter when voting opens."))
    closing = form.instant("closing", find_zone(zone), _("Enter when voting closes."))
    if opening and closing and closing <= opening:
        form.add("closing", _("Voting must close after it opens."))
    return (
        zone,
        opening.astimezone(UTC) if opening else None,
        closing.astimezone(UTC) if closing else None,
    )


def read_numbers(form: Form) -> tuple[int, int]:
    """Slips to make and members entitled."""
    roster = form.integer(
        "roster_size", _("Enter how many members may take part."), low=1, high=MOST_MEMBERS
    )
    slips = form.integer("slips", _("Enter how many slips to make."), low=1, high=MOST_MEMBERS)
    return slips, roster


@committee.route("/campaigns/<code>/details", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def details(code: str) -> ResponseReturnValue:
    """Title, who calls it, and the place it is for."""
    draft = load_draft(code)
    fields = ("title", "organizer", "facility", "unit")
    if request.method == "GET":
        form = Form({name: getattr(draft, name) for name in fields})
        return render_template("committee/drafting/details.html", form=form, code=code)
    form = Form(request.form)
    edited = replace(
        draft,
        title=form.text("title", _("Enter a title.")),
        organizer=form.text("organizer", _("Enter who calls this campaign.")),
        facility=form.text("facility", "", required=False),
        unit=form.text("unit", "", required=False),
    )
    if form.ok and try_save(form, code, edited):
        return back_to(code)
    return render_template("committee/drafting/details.html", form=form, code=code), 422


def try_save(form: Form, code: str, draft: CampaignDraft, prefix: str = "") -> bool:
    """Store a draft, or note the refusals in the form."""
    try:
        save_draft(code, draft)
    except InvalidDraftError as error:
        form.refuse_all(error, prefix)
        return False
    return True


@committee.route("/campaigns/<code>/dates", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def dates(code: str) -> ResponseReturnValue:
    """Opening and closing, with their zone."""
    draft = load_draft(code)
    if request.method == "GET":
        zone = find_zone(draft.timezone)
        form = Form(
            {
                "timezone": draft.timezone,
                "opening": draft.opening.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
                "closing": draft.closing.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
            }
        )
        return render_template(
            "committee/drafting/dates.html", form=form, code=code, zones=zone_options()
        )
    form = Form(request.form)
    name, opening, closing = read_dates(form)
    if form.ok and opening and closing:
        edited = replace(draft, timezone=name, opening=opening, closing=closing)
        if try_save(form, code, edited):
            return back_to(code)
    return render_template(
        "committee/drafting/dates.html", form=form, code=code, zones=zone_options()
    ), 422


@committee.route("/campaigns/<code>/numbers", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def numbers(code: str) -> ResponseReturnValue:
    """How many members may take part, and how many slips to make."""
    draft = load_draft(code)
    if request.method == "GET":
        form = Form({"slips": str(draft.slips), "roster_size": str(draft.roster_size)})
        return render_template("committee/drafting/numbers.html", form=form, code=code)
    form = Form(request.form)
    slips, roster_size = read_numbers(form)
    if form.ok:
        edited = replace(draft, slips=slips, roster_size=roster_size)
        if try_save(form, code, edited):
            return back_to(code)
    return render_template("committee/drafting/numbers.html", form=form, code=code), 422


@committee.route("/campaigns/<code>/review", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def review(code: str) -> ResponseReturnValue:
    """Everything once more before the draft is locked."""
    draft = load_draft(code)
    if request.method == "POST":
        drafting.submit_draft(get_context(), actor(), code)
        return back_to(code, "submitted")
    place = ", ".join(name for name in (draft.facility, draft.unit) if name)
    return render_template("committee/drafting/review.html", draft=draft, code=code, where=place)


@committee.route("/campaigns/<code>/reopen", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def reopen(code: str) -> ResponseReturnValue:
    """Back to the draft, before opening."""
    view = overview.get_campaign(get_context(), code)
    if request.method == "POST":
        drafting.reopen_draft(get_context(), actor(), code)
        return back_to(code, "reopened")
    return render_template("committee/drafting/reopen.html", campaign=view)


@committee.route("/campaigns/<code>/delete", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def delete(code: str) -> ResponseReturnValue:
    """Throw a draft away."""
    draft = load_draft(code)
    if request.method == "POST":
        drafting.delete_campaign(get_context(), actor(), code)
        trustee_access.forget(get_context(), code)
        return redirect(url_for("committee.campaigns"), 303)
    return render_template("committee/drafting/delete.html", draft=draft, code=code)
