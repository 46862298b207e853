"""A clock that jumps closes nothing; one that merely went on while the server was off does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.services.world import ADA, START, World
from voteapp.services import clockwork, overview, timekeeping
from voteapp.services.context import Context, Watch
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import CLOCK
from voteapp.services.voting import board, entry
from voteapp.store.board.models import CLOCK_ROW, ClockState

pytestmark = pytest.mark.slow

YES = [[0, 1, 0]]


class Machine:
    """A server whose clock can be set, with the other clock beside it; ``boot``: a new process."""

    def __init__(self, world: World) -> None:
        self.world, self.up = world, 1000.0
        self.context = self.boot()

    def boot(self) -> Context:
        base = self.world.restart()
        self.context = replace(base, monotonic=lambda: self.up)
        self.world.context = self.context
        return self.context

    def worker(self) -> Context:
        """Another process on the same databases and clocks."""
        return replace(self.context, cache=type(self.context.cache)())

    def pass_time(self, **parts: float) -> None:
        self.up += timedelta(**parts).total_seconds()
        self.world.clock.advance(**parts)

    def set_clock(self, **parts: float) -> None:
        """Somebody, or something, sets it."""
        self.world.clock.advance(**parts)

    def tick(self) -> None:
        clockwork.tick(self.context)


@pytest.fixture
def machine(each_world: World) -> Machine:
    """An open vote on a server that has looked at its clock."""
    each_world.open()
    made = Machine(each_world)
    made.tick()
    return made


def logged(machine: Machine) -> list[tuple[str, str]]:
    log = overview.get_campaign(machine.context, machine.world.code).log
    return [(line.what, line.actor or "") for line in log if "clock" in line.what]


def phase(machine: Machine) -> str:
    return entry.get_booth(machine.context, machine.world.code).phase


def test_one_tick_49_hours_ahead_closes_nothing(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    """The very case of the issue: 49 h ahead for 8 s."""
    world = machine.world
    for member in range(10):
        world.cast(world.uuids[0], member, YES)
    machine.pass_time(minutes=5)
    machine.tick()
    with caplog.at_level(logging.ERROR, "voteapp.clock"):
        machine.set_clock(hours=49)
        machine.tick()
    assert "jumped" in caplog.text
    assert world.state == "open"
    assert phase(machine) == "open"
    assert timekeeping.find_doubt(machine.context) is not None
    assert world.cast(world.uuids[0], 10, YES)  # a vote is never lost
    machine.pass_time(seconds=8)
    machine.tick()
    machine.set_clock(hours=-49)
    machine.tick()
    assert timekeeping.find_doubt(machine.context) is None
    assert (world.state, phase(machine)) == ("open", "open")
    assert board.list_heads(machine.context, world.uuids[0]) == ()
    assert logged(machine) == [("doubted-clock", CLOCK), ("trusted-clock", CLOCK)]
    machine.pass_time(hours=1)
    machine.tick()
    assert len(board.list_heads(machine.context, world.uuids[0])) == 1
    machine.pass_time(hours=24)
    machine.tick()
    assert world.state == "closed"


@pytest.mark.parametrize("hours", [49, -3, 0.1])
def test_a_jump_waits_for_a_person(machine: Machine, hours: float) -> None:
    world = machine.world
    worker = machine.worker()
    assert timekeeping.watch_clock(worker)
    machine.set_clock(hours=hours)
    for _ in range(3):
        assert not timekeeping.watch_clock(machine.context)
        assert not timekeeping.watch_clock(worker)
        machine.pass_time(hours=1)
    machine.boot()
    worker = replace(worker, board=machine.context.board)
    assert not timekeeping.watch_clock(machine.context)  # a start does not help
    assert [line[0] for line in logged(machine)] == ["doubted-clock"]
    seen = timekeeping.find_doubt(machine.context)
    assert seen is not None
    shown = world.clock.now
    wrong = replace(seen, doubt=seen.doubt + timedelta(seconds=1))
    with pytest.raises(StaleDraftError):
        timekeeping.confirm_clock(machine.context, ADA, wrong, shown)
    with pytest.raises(StaleDraftError):
        timekeeping.confirm_clock(machine.context, ADA, seen, shown - timedelta(hours=2))
    timekeeping.confirm_clock(machine.context, ADA, seen, shown)
    with pytest.raises(StaleDraftError):
        timekeeping.confirm_clock(machine.context, ADA, seen, shown)
    assert timekeeping.watch_clock(machine.context)
    assert timekeeping.watch_clock(worker)
    assert logged(machine)[1:] == [("trusted-clock", ADA)]
    machine.pass_time(hours=25)
    machine.tick()
    assert world.state == "published"


@pytest.mark.parametrize(
    ("hours", "believed"), [(0, True), (11.9, True), (12.1, False), (-0.1, False)]
)
def test_a_start_after_a_night_goes_on_by_itself(
    machine: Machine, hours: float, believed: bool
) -> None:
    machine.set_clock(hours=hours)  # the server was off; the other clock begins anew
    machine.up = 3.0
    machine.boot()
    assert timekeeping.watch_clock(machine.context) is believed
    assert (timekeeping.find_doubt(machine.context) is None) is believed


def test_nothing_opens_while_the_clock_is_in_doubt(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    world.fix()
    machine = Machine(world)
    machine.tick()
    machine.set_clock(hours=2)
    machine.tick()
    assert (world.state, phase(machine)) == ("ready", "not-open")
    machine.set_clock(hours=-2)
    machine.tick()
    machine.pass_time(hours=1)
    machine.tick()
    assert (world.state, phase(machine)) == ("open", "open")


def test_another_server_with_a_wrong_clock_does_not_argue(machine: Machine) -> None:
    """Two machines on one database: the wrong one stops both, and they do not take turns."""
    other = machine.worker()
    other = replace(other, clock=lambda: machine.world.clock.now + timedelta(hours=13))
    assert not timekeeping.watch_clock(other)
    for _ in range(3):
        assert not timekeeping.watch_clock(machine.context)
        assert not timekeeping.watch_clock(other)
    assert [line[0] for line in logged(machine)] == ["doubted-clock"]


def test_the_last_good_instant_is_kept_and_never_goes_back(machine: Machine) -> None:
    kept: Callable[[], ClockState] = lambda: read(machine.context)  # noqa: E731
    first = kept().good
    machine.pass_time(seconds=30)
    machine.tick()
    assert kept().good == first
    machine.pass_time(seconds=40)
    machine.tick()
    assert kept().good == first + timedelta(seconds=70)
    machine.set_clock(seconds=-50)  # set by a few seconds: nobody is asked
    machine.tick()
    assert kept().good == first + timedelta(seconds=70)
    assert timekeeping.find_doubt(machine.context) is None


def read(context: Context) -> ClockState:
    with context.board.read() as session:
        return session.get_one(ClockState, CLOCK_ROW)


def test_a_database_without_a_kept_instant_has_its_log(world: World) -> None:
    """After an upgrade, with a clock that is behind what was done already."""
    world.open()
    world.clock.now = START - timedelta(days=400)
    machine = Machine(world)
    assert not timekeeping.watch_clock(machine.context)
    assert timekeeping.find_doubt(machine.context) is not None


@given(st.lists(st.floats(-59, 59), max_size=60), st.floats(1, 60))
def test_many_small_steps_do_not_add_up(steps: list[float], between: float) -> None:
    """Whatever small steps somebody makes, the clock stays near the one that nobody sets."""
    watch, up, now = Watch(anchor=(START, 0.0)), 0.0, START
    for step in steps:
        up += between
        now += timedelta(seconds=between + step)
        if not timekeeping._is_plausible(watch, START, now, up):
            return
        shift = abs((now - START).total_seconds() - up)
        assert shift <= 60 + up / 1000 + 1e-6
