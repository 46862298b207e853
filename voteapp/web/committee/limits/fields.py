"""A limit as the fields of its form, and back."""

from __future__ import annotations

import re
from datetime import date

from voteapp.campaign.lookalikes import looks_empty
from voteapp.campaign.questionnaire.document import Limit, Source
from voteapp.services.drafting.limits import LeafLimit
from voteapp.web.committee.drafts import Told
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.limits.describing import name_counted, name_role, name_shifts, show_day

OTHER = "other"
"""In the place of what is counted: something else, in words."""

SOURCES: tuple[Source, ...] = ("law", "contract", "policy")
MORE = ("condition", "shift", "roles", "covered", "from", "until", "checked", "checked_by")
"""The fields that few limits need."""

_ADDRESS = re.compile(r"https?://[!-;=?-~]+\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def limit_sources() -> dict[str, str]:
    """Who may set a limit."""
    return {"law": _("A law"), "contract": _("Our contract"), "policy": _("The hospital’s policy")}


def write_fields(found: LeafLimit) -> dict[str, str]:
    """What is kept of a leaf, as the fields of the form."""
    if not found.decided:
        return {}
    return {"has": "no"} if found.limit is None else fields_of(found.limit)


def fields_of(limit: Limit) -> dict[str, str]:
    """A limit as the fields of the form."""
    known = limit.counted in name_counted()
    return {
        "has": "yes",
        "limit": str(limit.limit),
        "counted": limit.counted if known else OTHER,
        "counted_other": "" if known else limit.counted,
        "source": limit.source or "",
        "citation": limit.citation,
        "address": limit.address,
        "condition": limit.condition,
        "shift": limit.shift,
        "roles": ", ".join(map(name_role, limit.roles)),
        "covered": limit.covered,
        "from": limit.since or "",
        "until": limit.until or "",
        "checked": limit.checked or "",
        "checked_by": limit.checked_by,
    }


def read_fields(form: Form) -> Limit | None:
    """The limit that a form holds; problems are noted in the form."""
    if form.choice("has", ("yes", "no"), _("Say whether there is a limit.")) == "no":
        return None
    number = form.integer("limit", _("Enter the limit."), low=1, high=999)
    counted = _read_counted(form)
    source = None
    if form.value("source"):
        source = form.choice("source", SOURCES, _("Choose one from the list."))
    citation = form.text("citation", "", required=False)
    address = _read_address(form)
    texts = {
        name: form.text(name, "", required=False)
        for name in ("condition", "shift", "roles", "covered", "checked_by")
    }
    since, until, checked = (_read_day(form, name) for name in ("from", "until", "checked"))
    if since is not None and until is not None and until < since:
        form.add("until", _("The limit ends before it begins."))
    if looks_empty(texts["checked_by"]):
        texts["checked_by"] = ""
    if checked is not None and not texts["checked_by"]:
        form.add("checked_by", _("Say who compared it with the source."))
    if checked is None and texts["checked_by"]:
        form.add("checked", _("Say on which day it was compared with the source."))
    return Limit(
        limit=number,
        counted=counted,
        source=source,
        citation=citation,
        address=address,
        condition=texts["condition"],
        shift=texts["shift"],
        roles=_read_roles(texts["roles"]),
        covered=texts["covered"],
        since=since,
        until=until,
        checked=checked,
        checked_by=texts["checked_by"],
    )


def _read_counted(form: Form) -> str:
    if not form.value("counted"):
        return "patient"
    chosen = form.choice("counted", (*name_counted(), OTHER), _("Choose one from the list."))
    if chosen != OTHER:
        return chosen
    return form.text("counted_other", _("Say what is counted.")) or OTHER


def _read_address(form: Form) -> str:
    typed = form.value("address").strip()
    if typed and not (_ADDRESS.match(typed) and len(typed) <= 1000):
        form.add("address", _("Enter an address that begins with https://, or leave it empty."))
        return ""
    return typed


def _read_roles(typed: str) -> list[str]:
    """People by the names that files have for them, where somebody typed ours."""
    known = {
        name_role(role): role
        for role in ("nurse", "registered nurse", "licensed nurse", "midwife", "nursing assistant")
    }
    names = [name.strip() for name in typed.split(",")]
    return list(dict.fromkeys(known.get(name, name) for name in names if name))


def _read_day(form: Form, name: str) -> str | None:
    typed = form.value(name).strip()
    if not typed:
        return None
    try:
        known = _DAY.match(typed) is not None and date.fromisoformat(typed).year >= 1970
    except ValueError:
        known = False
    if not known:
        form.add(name, _("Enter a day, like 2026-11-21."))
        return None
    return typed


def tell_fields(fields: Told) -> Told:
    """The fields of the form by their labels, as people read them."""
    has = {"yes": _("There is a limit."), "no": _("There is no limit.")}
    counted = {**name_counted(), OTHER: fields.get("counted_other", ""), "": ""}
    shifts = {**name_shifts(), "": ""}
    found = {name: fields.get(name, "") for name in ("counted", "shift")}
    return {
        _("Limit"): has.get(fields.get("has", ""), ""),
        _("At most, for one nurse"): fields.get("limit", ""),
        _("What is counted?"): counted.get(found["counted"], found["counted"]),
        _("Who says so?"): limit_sources().get(fields.get("source", ""), ""),
        _("Where is it written?"): fields.get("citation", ""),
        _("Address of the text"): fields.get("address", ""),
        _("What it is for"): fields.get("condition", ""),
        _("Shift"): shifts.get(found["shift"], found["shift"]),
        _("People whom it covers"): fields.get("roles", ""),
        _("Where it holds"): fields.get("covered", ""),
        _("In force from"): _tell_day(fields.get("from", "")),
        _("In force until"): _tell_day(fields.get("until", "")),
        _("Compared with the source on"): _tell_day(fields.get("checked", "")),
        _("Compared by"): fields.get("checked_by", ""),
    }


def _tell_day(typed: str) -> str:
    try:
        return show_day(typed)
    except ValueError:
        return typed
