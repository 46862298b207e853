"""Warnings on the pages that ask once more: each is ticked by name before the press counts.

A page sends back the keys of the warnings that it showed (``warned``) and of those that were
ticked (``confirmed``). One that was not on the page is shown first, and nothing is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for

from voteapp.services.errors import InvalidDraftError, UnconfirmedError
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.guards import Guard
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _


class Line(NamedTuple):
    """One guard on a page: ``address`` leads to where it can be changed, if it can."""

    key: str
    text: str
    address: str
    link: str
    ticked: bool


@dataclass(frozen=True)
class Guards:
    """What cannot work, and what to confirm; ``late``: some of it was not on the page before."""

    stops: list[Line]
    warnings: list[Line]
    late: bool = False


def describe_guards(
    form: Form, guards: Sequence[Guard], code: str = "", draft: CampaignDraft | None = None
) -> Guards:
    """For the page; with the ``draft`` that can still be changed, with links into it."""
    ticked = form.values("confirmed")
    lines = {guard: _describe(guard, code, draft, ticked) for guard in guards}
    shown = form.values("warned")
    return Guards(
        [line for guard, line in lines.items() if guard.severity == "stop"],
        [line for guard, line in lines.items() if guard.severity == "confirm"],
        bool(form.data) and any(guard.key not in shown for guard in guards),
    )


def refuse_guarded(form: Form, error: UnconfirmedError | InvalidDraftError) -> int:
    """Note why a press changed nothing; the status: 409 where the page did not show it before."""
    if isinstance(error, InvalidDraftError):
        return 409
    if any(key not in form.values("warned") for key in error.keys):
        return 409
    form.add("confirmed", _("Tick each warning that you have read, or change what it is about."))
    return 422


def _describe(guard: Guard, code: str, draft: CampaignDraft | None, ticked: list[str]) -> Line:
    sentence = guard.sentence
    text = _(sentence.template, **sentence.values)
    address, link = _locate(guard.place, code, draft) if draft is not None else ("", "")
    return Line(guard.key, text, address, link, guard.key in ticked)


def _locate(place: str, code: str, draft: CampaignDraft) -> tuple[str, str]:
    """The page where a place of the draft is changed, and what its link says."""
    names = place.split(".")
    if names[0] == "slips":
        return url_for("committee.numbers", code=code), _("Change members and slips")
    if names[0] != "elections":
        return url_for("committee.details", code=code), _("Change the title")
    election = draft.elections[int(names[1])]
    part = election.id
    if names[2:3] == ["questions"]:
        question = election.questions[int(names[3])].id
        address = url_for("committee.question", code=code, part=part, question=question)
        number = election.numbers[question]
        if number is None:
            return address, _("Change the question that the phone fills in")
        return address, _("Change question %(number)d", number=number)
    if names[2:3] == ["limits"]:
        leaf = ".".join(names[3:])
        return url_for("committee.limit", code=code, part=part, leaf=leaf), _("Set the limit")
    if names[2:3] == ["languages"]:
        address = url_for("committee.translation", code=code, part=part, language=names[3])
        return address, _("Look at the translation")
    pages = {
        "k": ("committee.election_details", _("Change the fewest ballots that are opened")),
        "title": ("committee.election_details", _("Change title and introduction")),
        "rule": ("committee.rule", _("Change the rule")),
    }
    endpoint, link = pages.get("".join(names[2:]), ("committee.election", _("Change this part")))
    return url_for(endpoint, code=code, part=part), link
