"""A place's limits to choose from: those that can be compared with, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Limit
from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing
from voteapp.services.drafting.limits import LeafLimit
from voteapp.services.drafting.shift_survey import find_highest_limit
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.values.drafts import CampaignDraft
from voteapp.survey.limits import (
    Jurisdiction,
    UnitLimits,
    compute_key,
    covers_nurses,
    find_limit,
    is_for_shift,
    is_in_force,
    load_jurisdictions,
)
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Typed,
    begin_form,
    load_draft,
    settle,
    view_draft,
)
from voteapp.web.committee.limits.entering import back_to_part, describe_leaf, get_leaf_limit
from voteapp.web.committee.limits.fields import fields_of, tell_fields, write_fields
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.limits.describing import list_details, name_shifts, say_checked
from voteapp.web.words.limits.numbers import say_number


@dataclass(frozen=True)
class Row:
    """One limit of a list; ``reason``: why it cannot be chosen, or nothing."""

    key: str
    sentence: str
    details: str
    checked: str
    citation: str
    address: str
    reason: str
    first: bool = False


@dataclass(frozen=True)
class Group:
    """The limits of one kind of unit."""

    code: str
    name: str
    note: str
    rows: list[Row]


@committee.route("/campaigns/<code>/parts/<part>/limits/<leaf>/<place>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def choose_limit(code: str, part: str, leaf: str, place: str) -> ResponseReturnValue:
    """The limits of a place, in force when voting opens, of a kind of unit and a shift."""
    found, piece = get_place(place), Piece("limit", part, leaf=leaf)

    def show(clash: Clash | None) -> str:
        draft = load_draft(code)
        kept = get_leaf_limit(draft, part, leaf)
        return render_template(
            "committee/part/limit_place.html",
            form=form,
            code=code,
            part=part,
            clash=clash,
            leaf=describe_leaf(kept),
            place=found,
            shared=list_shared(found),
            units=[("", _("Every kind")), *((unit.unit, unit.name) for unit in found.units)],
            shifts=list_shifts(found),
            asked=asked,
            groups=list_groups(draft, part, found, asked),
            action=request.full_path,
        )

    asked = Form({name: request.args.get(name, "") for name in FILTERS})
    if request.method == "GET":
        draft = load_draft(code)
        kept = get_leaf_limit(draft, part, leaf)
        form = begin_form(draft, piece, {"choice": find_key(found, kept)})
        return show(None)
    form = Form(request.form)
    form.anchors = {"limit": "choice", "roles": "choice"}
    chosen = find_limit(found, form.value("choice"))
    reason = find_reason(view_draft(code), part, chosen)
    if reason:
        form.add("choice", reason)

    def save(seen: str) -> None:
        editing.save_limit(get_context(), actor(), code, part, leaf, seen, chosen)

    typed = Typed(
        piece,
        tell_fields(fields_of(chosen) if chosen else {}),
        lambda draft: tell_fields(write_fields(get_leaf_limit(draft, part, leaf))),
    )
    return settle(form, code, typed, save, lambda: back_to_part(code, part), show)


FILTERS = ("unit", "shift")
"""What the list can be made shorter by."""


def get_place(code: str) -> Jurisdiction:
    """The jurisdiction of that code. Raises NotFoundError."""
    found = load_jurisdictions().get(code)
    if found is None:
        raise NotFoundError(_("There is no list of limits for this place."))
    return found


def find_key(place: Jurisdiction, kept: LeafLimit) -> str:
    """The limit of the list that is kept of a leaf, if it is one."""
    for unit in place.units:
        for limit in unit.limits:
            if limit == kept.limit:
                return compute_key(unit, limit)
    return ""


def list_shifts(place: Jurisdiction) -> list[tuple[str, str]]:
    """The shifts to choose from; none where no limit of the place differs by shift."""
    if not any(limit.shift for unit in place.units for limit in unit.limits):
        return []
    return list(name_shifts().items())


def list_shared(place: Jurisdiction) -> list[str]:
    """The sentences that every limit for nurses of a place would say: they are said once."""
    limits = [limit for unit in place.units for limit in unit.limits]
    told = [list_details(limit) for limit in limits if covers_nurses(limit.roles)]
    return [line for line in told[0] if all(line in lines for lines in told)] if told else []


def list_groups(draft: CampaignDraft, part: str, place: Jurisdiction, asked: Form) -> list[Group]:
    """The limits of a place by kind of unit, those of the kind and shift that are asked for."""
    groups, shared = [], list_shared(place)
    first = True
    for unit in place.units:
        if asked.value("unit") not in ("", unit.unit):
            continue
        rows = []
        for limit in unit.limits:
            if not is_for_shift(limit, asked.value("shift")):
                continue
            reason = find_reason(draft, part, limit)
            details = [line for line in list_details(limit) if line not in shared]
            rows.append(_describe(unit, limit, details, reason, first=first and not reason))
            first = first and bool(reason)
        if rows or (unit.note and not unit.limits):
            groups.append(Group(unit.unit, unit.name, unit.note, rows))
    return groups


def find_reason(draft: CampaignDraft, part: str, limit: Limit | None) -> str:
    """Why a part cannot be compared with a limit of a list; nothing where it can."""
    if limit is None:
        return _("Choose one of the limits.")
    zone = ZoneInfo(draft.timezone)
    first, last = (time.astimezone(zone).date() for time in (draft.opening, draft.closing))
    if not is_in_force(limit, first.isoformat(), last.isoformat()):
        return _("It is not in force while voting is open.")
    if not covers_nurses(limit.roles):
        return _("It is for nursing assistants. Answers of nurses are not compared with it.")
    election = find_part(draft, part)
    if election is not None and limit.limit > (find_highest_limit(election.questionnaire) or 0):
        return _("The answers of the question that counts do not reach beyond this limit.")
    return ""


def _describe(
    unit: UnitLimits, limit: Limit, details: list[str], reason: str, *, first: bool
) -> Row:
    return Row(
        compute_key(unit, limit),
        say_number(limit),
        " ".join(details),
        say_checked(limit),
        limit.citation,
        limit.address,
        reason,
        first,
    )
