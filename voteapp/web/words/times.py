"""When a campaign opens and closes, in words: what is so now, and what it was before."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from voteapp.services.values.times import Times
from voteapp.web.words.i18n import gettext as _


class TimeLine(NamedTuple):
    """A label, its instant, and the instant that it was changed from, if it was."""

    label: str
    instant: datetime
    before: datetime | None


def list_times(times: Times) -> list[TimeLine]:
    """The lines of a campaign's times, in their order."""
    lines = [_tell_opening(times), _tell_closing(times)]
    if times.decrypts is not None and not times.ended:
        lines.append(TimeLine(_("Totals are opened from"), times.decrypts, None))
    return lines


def _tell_opening(times: Times) -> TimeLine:
    moved = times.first_opening if times.opening != times.first_opening else None
    if times.opened is not None:
        return TimeLine(_("Opened"), times.opened, moved)
    label = _("Was to open") if times.late or times.ended else _("Opens")
    return TimeLine(label, times.opening, moved)


def _tell_closing(times: Times) -> TimeLine:
    moved = times.first_closing if times.closing != times.first_closing else None
    if times.closed is not None:
        return TimeLine(_("Closed"), times.closed, moved)
    label = _("Was to close") if times.ended else _("Closes")
    return TimeLine(label, times.closing, moved)
