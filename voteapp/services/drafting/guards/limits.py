"""What of a draft's limits cannot be right, or may not be meant.

A figure "over the limit" is only as true as the limit: one that nobody decided, that the answers
do not reach, that is not in force, or that is for other people, stops. What is averaged, counted
otherwise or for one shift only may be meant, and is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from voteapp.campaign.questionnaire.document import Limit
from voteapp.errors import Sentence
from voteapp.errors import gettext as _
from voteapp.services.drafting.limits import list_limits
from voteapp.services.drafting.shift_survey import find_highest_limit
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.values.guards import Guard
from voteapp.survey.limits import AVERAGES, covers_nurses, is_in_force


def list_guards_of_limits(draft: CampaignDraft) -> Iterator[Guard]:
    """Part by part, leaf by leaf: each stands at its leaf."""
    for place, election in enumerate(draft.elections):
        for found in list_limits(draft, election):
            path = f"elections.{place}.limits.{found.leaf.code}"
            if not found.decided:
                text = _(
                    "“%(title)s” compares with a limit, and nobody said which. Choose one, or say "
                    "that there is none.",
                    title=election.title,
                )
                yield Guard("limit-missing", "stop", path, text)
            elif found.limit is not None:
                yield from _list_of_limit(path, draft, election, found.limit)


def _list_of_limit(
    path: str, draft: CampaignDraft, election: ElectionDraft, limit: Limit
) -> Iterator[Guard]:
    title, highest = election.title, find_highest_limit(election.questionnaire)
    if highest is None or limit.limit > highest:
        text = _(
            "The limit of “%(title)s” is %(limit)d, and the answers of the question that counts do "
            "not reach beyond it.",
            title=title,
            limit=limit.limit,
        )
        yield Guard("limit-beyond", "stop", path, text)
    if not covers_nurses(limit.roles):
        text = _(
            "The limit of “%(title)s” is for nursing assistants, and nurses’ answers would be "
            "compared with it.",
            title=title,
        )
        yield Guard("limit-role", "stop", path, text)
    yield from _list_of_days(path, draft, title, limit)
    for code, sentence in _list_meant(title, limit):
        yield Guard(code, "confirm", path, sentence)


def _list_of_days(path: str, draft: CampaignDraft, title: str, limit: Limit) -> Iterator[Guard]:
    first, last = (_find_day(draft, time) for time in (draft.opening, draft.closing))
    values = {"title": title, "from": limit.since or "", "until": limit.until or ""}
    if limit.since is not None and limit.since > last:
        text = _(
            "The limit of “%(title)s” begins on %(from)s, after voting closes. Nobody can be over "
            "it yet.",
            **values,
        )
        yield Guard("limit-later", "stop", path, text)
    elif limit.until is not None and limit.until < first:
        text = _(
            "The limit of “%(title)s” ended on %(until)s, before voting opens. Nobody can be over "
            "it any more.",
            **values,
        )
        yield Guard("limit-ended", "stop", path, text)
    elif not (is_in_force(limit, first, first) and is_in_force(limit, last, last)):
        text = _(
            "The limit of “%(title)s” begins or ends while voting is open. All answers are "
            "compared with it.",
            **values,
        )
        yield Guard("limit-part-time", "confirm", path, text)


def _find_day(draft: CampaignDraft, instant: datetime) -> str:
    """The day of the place's calendar."""
    return instant.astimezone(ZoneInfo(draft.timezone)).date().isoformat()


def _list_meant(title: str, limit: Limit) -> Iterator[tuple[str, Sentence]]:
    if limit.counted in AVERAGES:
        text = _(
            "The limit of “%(title)s” is an average. One nurse can have more without breaking it: "
            "results say how many had more, not how often it was broken.",
            title=title,
        )
        yield "limit-average", text
    elif limit.counted != "patient":
        text = _(
            "The limit of “%(title)s” does not count patients alone: read whether its question "
            "asks members to count as the limit does.",
            title=title,
        )
        yield "limit-counted", text
    if limit.shift:
        text = _(
            "The limit of “%(title)s” is for one shift only, and answers about every shift are "
            "compared with it.",
            title=title,
        )
        yield "limit-shift", text
