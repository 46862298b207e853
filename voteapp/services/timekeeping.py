"""Whether the server's clock can be believed: one wrong tick must not close a vote for good.

PAPER, "Restore" (Clock). The last good instant is kept. While the clock is in doubt, time stands
still at that instant: nothing opens, seals or closes by it, and ballots are taken as before.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voteapp.errors import gettext as _
from voteapp.services.campaigns import format_instant, record
from voteapp.services.context import Context, Watch
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import CLOCK, LIFE, Deed
from voteapp.store.board.models import CLOCK_ROW, Action, Campaign, ClockState

log = logging.getLogger("voteapp.clock")

TOLERANCE = timedelta(minutes=1)
"""How far the clock may be set without anybody being asked."""

DRIFT = 1 / 1000
"""How much of the time since this process began the two clocks may differ besides."""

MOST_AHEAD = timedelta(hours=12)
"""How long a server may have been off: a night. After more a person looks at the clock."""

KEPT_EVERY = timedelta(minutes=1)

LONGEST_LOOK = timedelta(hours=1)


@dataclass(frozen=True)
class Doubt:
    """``good``: the last good instant; ``doubt``: what the clock said when it was no longer."""

    good: datetime
    doubt: datetime


def watch_clock(context: Context) -> bool:
    """Look at the clock; whether anything may open, seal or close by it now."""
    now, elapsed, watch = context.clock(), context.monotonic(), context.cache.watch
    kept = _read(context, now)
    if watch.anchor is not None and watch.confirmed != kept.confirmed:
        watch.anchor = None
    if watch.anchor is None and kept.doubt is not None:
        return False
    if not _is_plausible(watch, kept.good, now, elapsed):
        watch.jumped = True
        if kept.doubt is None:
            _set_doubt(context, now)
        return False
    if watch.anchor is None:
        watch.anchor, watch.confirmed = (now, elapsed), kept.confirmed
    if kept.doubt is not None:
        return watch.jumped and _recover(context, watch, now)
    if now - kept.good >= KEPT_EVERY:
        _keep(context, now)
    return True


def find_doubt(context: Context) -> Doubt | None:
    """For pages and commands: None while the clock is believed."""
    with context.board.read() as session:
        row = session.get(ClockState, CLOCK_ROW)
        return None if row is None or row.doubt is None else Doubt(row.good, row.doubt)


def confirm_clock(context: Context, actor: str, seen: Doubt, shown: datetime) -> None:
    """A person says that the clock is right. ``seen`` and ``shown``: the doubt and the time that
    they looked at. Raises StaleDraftError where either is another by now."""
    now = context.clock()
    with context.board.write() as session:
        row = session.get(ClockState, CLOCK_ROW, with_for_update=True)
        same = row is not None and row.doubt is not None and Doubt(row.good, row.doubt) == seen
        if row is None or not same or not -TOLERANCE <= now - shown <= LONGEST_LOOK:
            raise StaleDraftError(_("The clock has changed since you looked at it."))
        row.good, row.doubt, row.confirmed = now, None, row.confirmed + 1
        session.flush()
        _record(context, session, Deed.TRUSTED_CLOCK, actor, format_instant(now))
    log.warning("the clock was confirmed: %s", format_instant(now))


def _is_plausible(watch: Watch, good: datetime, now: datetime, elapsed: float) -> bool:
    """In a running process against the clock that nobody sets; after a start against what is
    kept: not behind it, and not ahead by more than a night."""
    if watch.anchor is None:
        return -TOLERANCE <= now - good <= MOST_AHEAD
    then, before = watch.anchor
    passed = timedelta(seconds=elapsed - before)
    return abs(now - then - passed) <= TOLERANCE + abs(passed) * DRIFT


def _read(context: Context, now: datetime) -> ClockState:
    """The kept row; the first look at a database keeps this instant, or the log's last one."""
    with context.board.read() as session:
        row = session.get(ClockState, CLOCK_ROW)
        if row is not None:
            return row
        latest = session.scalar(select(func.max(Action.at)))
    good = now if latest is None else max(now, latest)
    try:
        with context.board.write() as session:
            session.add(ClockState(id=CLOCK_ROW, good=good, doubt=None, confirmed=0))
    except IntegrityError:
        pass  # another process was faster
    with context.board.read() as session:
        return session.get_one(ClockState, CLOCK_ROW)


def _keep(context: Context, now: datetime) -> None:
    with context.board.write() as session:
        row = session.get_one(ClockState, CLOCK_ROW, with_for_update=True)
        if row.doubt is None:
            row.good = max(row.good, now)


def _set_doubt(context: Context, now: datetime) -> None:
    with context.board.write() as session:
        row = session.get_one(ClockState, CLOCK_ROW, with_for_update=True)
        if row.doubt is not None:
            return
        row.doubt = now
        session.flush()
        jump = f"{format_instant(row.good)} → {format_instant(now)}"
        _record(context, session, Deed.DOUBTED_CLOCK, CLOCK, jump)
    log.error("the clock jumped: %s; nothing opens, seals or closes by it", jump)


def _recover(context: Context, watch: Watch, now: datetime) -> bool:
    """The clock is again where this process, which saw the jump, expects it."""
    watch.jumped = False
    with context.board.write() as session:
        row = session.get_one(ClockState, CLOCK_ROW, with_for_update=True)
        if row.doubt is not None:
            row.good, row.doubt = max(row.good, now), None
            session.flush()
            _record(context, session, Deed.TRUSTED_CLOCK, CLOCK, format_instant(now))
    log.warning("the clock went back to where it should be: %s", format_instant(now))
    return True


def _record(context: Context, session: Session, deed: Deed, actor: str, note: str) -> None:
    """In the log of every campaign that the clock opens or closes."""
    states = [state.value for state in LIFE[deed].within]
    query = select(Campaign).where(Campaign.state.in_(states)).order_by(Campaign.id)
    for campaign in session.scalars(query.with_for_update()):
        record(session, context, campaign, deed, actor, note)
