"""Limits in words: the sentence that stands in the draft and in results, and its details.

A limit that nobody compared with its source is never called law: the sentence that says so, and
the source's address, stand wherever the limit stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date

from voteapp.campaign.questionnaire.document import Limit
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.limits.numbers import say_cited, say_for_unit


@dataclass(frozen=True)
class LimitWords:
    """``sentence``: the number and where it is written; ``checked``: who compared it with that
    text, or that we did not; ``address``: where to read it, or nothing. ``details``: the rest."""

    sentence: str
    checked: str = ""
    address: str = ""
    citation: str = ""
    details: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The sentence and who checked it, for where there is no room for more."""
        return " ".join(filter(None, (self.sentence, self.checked)))


def describe_limit(limit: Limit | None) -> LimitWords:
    """The limit of a unit; None: it was said that there is none."""
    if limit is None:
        return LimitWords(_("There is no limit for this unit."))
    sentence = say_cited(limit) if limit.citation else say_for_unit(limit)
    return LimitWords(
        sentence, say_checked(limit), limit.address, limit.citation, tuple(list_details(limit))
    )


def undecided_words() -> LimitWords:
    """Where nobody said anything yet."""
    return LimitWords(_("The limit is not decided yet. Until it is, the draft cannot be locked."))


def say_checked(limit: Limit) -> str:
    """Who compared a limit with its source, and when; that we did not."""
    if limit.checked is not None:
        values = {"day": show_day(limit.checked), "name": limit.checked_by}
        return _("Compared with the source on %(day)s by %(name)s.", **values)
    if limit.citation or limit.address:
        return _("Not checked by us; see the source.")
    return _("Not checked by us; no source is named.")


def show_day(day: str) -> str:
    """A day of the calendar (``2026-06-01``) as the page's language writes it."""
    return str(format_date(date.fromisoformat(day), "long"))


def list_details(limit: Limit) -> list[str]:
    """Who says so, whom it covers, when and where it holds: a sentence each."""
    lines = [_say_source(limit), _say_shift(limit.shift)]
    if limit.condition:
        lines.append(_("It is for: %(condition)s.", condition=limit.condition))
    if limit.roles:
        roles = ", ".join(map(name_role, limit.roles))
        lines.append(_("People whom it covers: %(roles)s.", roles=roles))
    if limit.covered:
        lines.append(_("Where it holds: %(places)s.", places=limit.covered))
    lines.append(_say_days(limit.since, limit.until))
    return [line for line in lines if line]


def _say_source(limit: Limit) -> str:
    if limit.source == "law":
        return _("It is law.") if limit.checked is not None else ""
    if limit.source == "policy":
        return _("It is a policy, not a law.")
    if limit.source == "contract":
        return _("It stands in a contract.")
    return _("Nobody said who sets it.")


def _say_shift(shift: str) -> str:
    known = {
        "": "",
        "day": _("It is for the day: for every shift but the night."),
        "morning": _("It is for the morning shift only."),
        "afternoon": _("It is for the afternoon shift only."),
        "night": _("It is for the night shift only."),
    }
    return known[shift] if shift in known else _("It is for this shift: %(shift)s.", shift=shift)


def _say_days(since: str | None, until: str | None) -> str:
    first = show_day(since) if since else ""
    last = show_day(until) if until else ""
    if first and last:
        return _("In force from %(first)s to %(last)s.", first=first, last=last)
    if first:
        return _("In force since %(first)s.", first=first)
    return _("In force until %(last)s.", last=last) if last else ""


def name_role(role: str) -> str:
    """Those people; what somebody wrote by hand stays as it is."""
    known = {
        "nurse": _("nurses"),
        "registered nurse": _("registered nurses"),
        "licensed nurse": _("licensed nurses"),
        "midwife": _("midwives"),
        "nursing assistant": _("nursing assistants"),
    }
    return known.get(role, role)


def name_counted() -> dict[str, str]:
    """What can be counted, for a list to choose from."""
    return {
        "patient": _("Patients"),
        "couplet": _("Mothers with their babies: a mother and her baby are one"),
        "mother-and-baby": _("Mothers and babies: a mother is one and her baby is one"),
        "ward-average": _("Patients, as an average over the whole ward"),
        "shift-average": _("Patients, as an average over the shift"),
    }


def name_shifts() -> dict[str, str]:
    """The shifts that a limit can be for, for a list to choose from."""
    return {
        "": _("Every shift"),
        "day": _("The day: every shift but the night"),
        "morning": _("The morning shift"),
        "afternoon": _("The afternoon shift"),
        "night": _("The night shift"),
    }
