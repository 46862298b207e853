"""A draft's title, dates and numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import available_timezones

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.setup.zones import ZONES
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.services.drafting import editing
from voteapp.services.drafting.versions import Piece
from voteapp.services.drafting.writing import list_followers
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import Clash, Told, Typed, begin_form, load_draft, settle
from voteapp.web.frame.forms import Form, write_instant
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
DETAILS, SCHEDULE, NUMBERS = Piece("details"), Piece("schedule"), Piece("numbers")


def zone_options() -> list[tuple[str, str]]:
    """Time zones for a list to choose from, the nearest first."""
    rest = sorted(ZONES & available_timezones() - {"UTC"})
    names = [*COMMON_ZONES, "UTC", *(z for z in rest if z not in COMMON_ZONES)]
    return [(name, zone_words(name)) for name in names]


def back_to(code: str, done: str = "saved") -> ResponseReturnValue:
    """Go to the campaign's page and say there what was done."""
    return redirect(url_for("committee.campaign", code=code, done=done), 303)


class Schedule(NamedTuple):
    """The times that were written into a form, in UTC."""

    timezone: str
    opening: datetime
    closing: datetime
    decrypts: datetime | None


def read_dates(form: Form) -> Schedule | None:
    """Zone, opening, closing and first decryption from the fields of those names; None with a
    problem."""
    name = form.value("timezone")
    if name not in ZONES & available_timezones():
        form.add("timezone", _("Choose a time zone."))
        name = "UTC"
    zone = find_zone(name)
    opening = form.instant("opening", zone, _("Enter when voting opens."))
    closing = form.instant("closing", zone, _("Enter when voting closes."))
    decrypts = form.instant("decrypts", zone, "") if form.value("decrypts").strip() else None
    if opening is None or closing is None:
        return None
    opening, closing = opening.astimezone(UTC), closing.astimezone(UTC)
    if closing <= opening:
        form.add("closing", _("Voting must close after it opens."))
    return Schedule(name, opening, closing, decrypts and decrypts.astimezone(UTC))


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

    def show(clash: Clash | None) -> str:
        return render_template(
            "committee/drafting/details.html",
            form=form,
            code=code,
            clash=clash,
            hint=title_hint(load_draft(code)),
        )

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, DETAILS, detail_fields(draft))
        return show(None)
    form = Form(request.form)
    title = form.text("title", _("Enter a title."))
    organizer = form.text("organizer", _("Enter who calls this campaign."))
    facility = form.text("facility", "", required=False)
    unit = form.text("unit", "", required=False)

    def save(seen: str) -> None:
        editing.save_details(
            get_context(),
            actor(),
            code,
            seen,
            title=title,
            organizer=organizer,
            facility=facility,
            unit=unit,
        )

    def describe(draft: CampaignDraft) -> Told:
        return tell_details(detail_fields(draft))

    typed = Typed(DETAILS, tell_details(form.data), describe)
    return settle(form, code, typed, save, lambda: back_to(code), show)


def title_hint(draft: CampaignDraft) -> str | None:
    """What is corrected along with the title."""
    parts = [election for election in draft.elections if election.title == draft.title]
    if not parts:
        return None
    if any(list_followers(election) for election in parts):
        return _("The slips have it. The vote and its question have the same and change with it.")
    return _("The slips have it. The vote or survey has the same and changes with it.")


def detail_fields(draft: CampaignDraft) -> dict[str, str]:
    """Title and place as the fields of their form."""
    return {
        "title": draft.title,
        "organizer": draft.organizer,
        "facility": draft.facility,
        "unit": draft.unit,
    }


def tell_details(fields: Told) -> Told:
    """The fields of that form by their labels."""
    return {
        _("Title"): fields.get("title", ""),
        _("Who calls it"): fields.get("organizer", ""),
        _("Hospital or other place"): fields.get("facility", ""),
        _("Unit"): fields.get("unit", ""),
    }


@committee.route("/campaigns/<code>/dates", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def dates(code: str) -> ResponseReturnValue:
    """Opening and closing, with their zone."""

    def show(clash: Clash | None) -> str:
        return render_template(
            "committee/drafting/dates.html",
            form=form,
            code=code,
            zones=zone_options(),
            clash=clash,
        )

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, SCHEDULE, date_fields(draft))
        read_dates(form)
        return show(None)
    form = Form(request.form)
    times = read_dates(form)

    def save(seen: str) -> None:
        if times:
            editing.save_schedule(get_context(), actor(), code, seen, **times._asdict())

    def describe(draft: CampaignDraft) -> Told:
        return tell_dates(date_fields(draft))

    typed = Typed(SCHEDULE, tell_dates(form.data), describe)
    return settle(form, code, typed, save, lambda: back_to(code), show)


def date_fields(draft: CampaignDraft) -> dict[str, str]:
    """Opening and closing as the fields of their form."""
    zone = find_zone(draft.timezone)
    return {
        "timezone": draft.timezone,
        **write_instant("opening", draft.opening, zone),
        **write_instant("closing", draft.closing, zone),
        **write_instant("decrypts", draft.decrypts, zone),
    }


def tell_dates(fields: Told) -> Told:
    """The fields of that form by their labels."""
    return {
        _("Voting opens"): fields.get("opening", "").replace("T", " "),
        _("Voting closes"): fields.get("closing", "").replace("T", " "),
        _("Time zone"): fields.get("timezone", ""),
        _("Totals are opened from"): fields.get("decrypts", "").replace("T", " "),
    }


@committee.route("/campaigns/<code>/numbers", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def numbers(code: str) -> ResponseReturnValue:
    """How many members may take part, and how many slips to make."""

    def show(clash: Clash | None) -> str:
        return render_template("committee/drafting/numbers.html", form=form, code=code, clash=clash)

    if request.method == "GET":
        draft = load_draft(code)
        form = begin_form(draft, NUMBERS, number_fields(draft))
        return show(None)
    form = Form(request.form)
    slips, roster_size = read_numbers(form)

    def save(seen: str) -> None:
        editing.save_numbers(
            get_context(), actor(), code, seen, slips=slips, roster_size=roster_size
        )

    def describe(draft: CampaignDraft) -> Told:
        return tell_numbers(number_fields(draft))

    typed = Typed(NUMBERS, tell_numbers(form.data), describe)
    return settle(form, code, typed, save, lambda: back_to(code), show)


def number_fields(draft: CampaignDraft) -> dict[str, str]:
    """Members and slips as the fields of their form."""
    return {"slips": str(draft.slips), "roster_size": str(draft.roster_size)}


def tell_numbers(fields: Told) -> Told:
    """The fields of that form by their labels."""
    return {
        _("Members who may take part"): fields.get("roster_size", ""),
        _("Slips to make"): fields.get("slips", ""),
    }
