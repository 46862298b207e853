"""When a draft's voting opens and closes, and when its totals may be opened.

A past time is refused when it is written down, not days later when the draft is locked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from voteapp.campaign.setup.zones import ZONES
from voteapp.errors import gettext as _
from voteapp.services.drafting.problems import Problems
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft

LONGEST_VOTING = timedelta(days=120)
LONGEST_WAIT = timedelta(days=120)
"""From the end of voting to the first instant at which totals are opened."""


def check_schedule(problems: Problems, draft: CampaignDraft) -> None:
    """Whether the times make sense together, whatever the time is now."""
    try:
        known = draft.timezone in ZONES and ZoneInfo(draft.timezone) is not None
    except (ValueError, OSError, LookupError):
        known = False
    if not known:
        problems.add("timezone", _("Choose a time zone from the list."))
    times = {"opening": draft.opening, "closing": draft.closing, "decrypts": draft.decrypts}
    for field, instant in times.items():
        if instant is not None and instant.tzinfo is None:
            problems.add(field, _("This needs a time zone."))
            return
    problems.require(
        draft.opening.replace(microsecond=0) < draft.closing.replace(microsecond=0),
        "closing",
        _("Voting must close after it opens."),
    )
    problems.require(
        draft.closing - draft.opening <= LONGEST_VOTING,
        "closing",
        _("Voting may last %(number)d days at most.", number=LONGEST_VOTING.days),
    )
    if draft.decrypts is None:
        return
    problems.require(
        draft.decrypts.replace(microsecond=0) >= draft.closing.replace(microsecond=0),
        "decrypts",
        _("Totals are opened after voting has closed: choose a later time."),
    )
    problems.require(
        draft.decrypts - draft.closing <= LONGEST_WAIT,
        "decrypts",
        _("Totals may wait for %(number)d days at most.", number=LONGEST_WAIT.days),
    )


def check_not_past(draft: CampaignDraft, now: datetime) -> None:
    """Raises InvalidDraftError for each time that is over already."""
    problems = Problems()
    for field, instant in (("opening", draft.opening), ("closing", draft.closing)):
        over = instant.tzinfo is not None and instant <= now
        problems.require(not over, field, _("This time is over. Choose one in the future."))
    if problems.errors:
        raise InvalidDraftError(problems.errors)
