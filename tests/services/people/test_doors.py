"""No stranger shuts a door: who is known passes, who is not pays with time, nobody is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.services.world import World
from voteapp.services.errors import MustWaitError, WrongPasswordError
from voteapp.services.people import accounts, doors
from voteapp.services.people import trustee_access as access
from voteapp.services.people.secrets import Entry

pytestmark = pytest.mark.slow

PASSWORD, CODE, VERIFIER = "a few plain words", "ABCD2345", "0123456789abcdef" * 4

Try = Callable[..., Entry]


def prepare_account(world: World) -> tuple[Entry, Try]:
    secret = accounts.create_setup_secret(world.context)
    entry = accounts.set_up(world.context, secret, "Ada", PASSWORD)

    def attempt(right: bool, **how: str) -> Entry:
        return accounts.login(world.context, "ADA", PASSWORD if right else "wrong", **how)

    return entry, attempt


def prepare_trustee(world: World) -> tuple[Entry, Try]:
    secret = access.create_link(world.context, CODE, 2)
    entry = access.bind_passphrase(world.context, secret, VERIFIER)

    def attempt(right: bool, **how: str) -> Entry:
        verifier = VERIFIER if right else "f" * 64
        return access.sign_in_passphrase(world.context, CODE, 2, verifier, **how)

    return entry, attempt


PREPARED = [prepare_account, prepare_trustee]
Prepare = Callable[[World], tuple[Entry, Try]]


def fail(attempt: Try, **how: str) -> None:
    with pytest.raises(WrongPasswordError):
        attempt(False, **how)


def be_sent_off(attempt: Try, right: bool = True, **how: str) -> MustWaitError:
    with pytest.raises(MustWaitError) as caught:
        attempt(right, **how)
    return caught.value


@pytest.mark.parametrize("prepare", PREPARED)
def test_who_is_known_never_waits_for_what_others_try(world: World, prepare: Prepare) -> None:
    entry, attempt = prepare(world)
    for _ in range(doors.FREE_FAILURES):
        fail(attempt)
    for _ in range(50):
        be_sent_off(attempt, right=False)
    again = attempt(True, device=entry.device)
    assert again.device == entry.device
    fail(attempt, device=entry.device)
    assert attempt(True, device=entry.device)


@pytest.mark.parametrize("prepare", PREPARED)
def test_who_is_not_known_waits_and_gets_in(world: World, prepare: Prepare) -> None:
    _entry, attempt = prepare(world)
    for _ in range(doors.FREE_FAILURES):
        fail(attempt)
    waits = []
    for _ in range(10):
        told = be_sent_off(attempt, right=False)
        waits.append(told.retry_after)
        world.clock.advance(seconds=told.retry_after)
        fail(attempt, ticket=told.ticket)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    told = be_sent_off(attempt)
    for early in (told.ticket, "", "x", told.ticket[:-1] + "0", f"0.{told.ticket}", "é.é"):
        assert be_sent_off(attempt, ticket=early).retry_after <= doors.LONGEST_PAUSE
    assert be_sent_off(attempt, ticket=told.ticket).ticket == told.ticket
    world.clock.advance(seconds=told.retry_after)
    assert attempt(True, ticket=told.ticket)
    assert be_sent_off(attempt, ticket=told.ticket).ticket != told.ticket


@pytest.mark.parametrize("prepare", PREPARED)
def test_tickets_of_others_and_old_ones_open_nothing(world: World, prepare: Prepare) -> None:
    _entry, attempt = prepare(world)
    for _ in range(doors.FREE_FAILURES + 1):
        with pytest.raises((WrongPasswordError, MustWaitError)):
            accounts.login(world.context, "nobody", "wrong")
        with pytest.raises((WrongPasswordError, MustWaitError)):
            attempt(False)
    with pytest.raises(MustWaitError) as caught:
        accounts.login(world.context, "nobody", "wrong")
    world.clock.advance(seconds=caught.value.retry_after)
    told = be_sent_off(attempt, ticket=caught.value.ticket)
    assert told.ticket != caught.value.ticket
    world.clock.advance(seconds=told.retry_after)
    world.clock.now += doors.TICKET_LIFETIME
    world.clock.advance(seconds=1)
    assert be_sent_off(attempt, ticket=told.ticket).ticket != told.ticket


@pytest.mark.parametrize("prepare", PREPARED)
def test_a_known_browser_that_guesses_is_one_like_any_other(world: World, prepare: Prepare) -> None:
    entry, attempt = prepare(world)
    for _ in range(doors.MOST_DEVICE_FAILURES):
        fail(attempt, device=entry.device)
    for _ in range(doors.FREE_FAILURES):
        fail(attempt, device=entry.device)
    be_sent_off(attempt, device=entry.device)


@pytest.mark.parametrize("prepare", PREPARED)
def test_old_tries_and_old_devices_are_forgotten(world: World, prepare: Prepare) -> None:
    entry, attempt = prepare(world)
    for _ in range(doors.FREE_FAILURES):
        fail(attempt)
    be_sent_off(attempt)
    world.clock.now += doors.FORGOTTEN_AFTER
    world.clock.advance(seconds=1)
    fail(attempt)
    assert attempt(True)
    world.clock.now += doors.DEVICE_LIFETIME
    assert attempt(True, device=entry.device).device != entry.device


def test_a_device_is_known_at_its_own_door_only(world: World) -> None:
    account, sign_in = prepare_account(world)
    trustee, enter = prepare_trustee(world)
    for _ in range(doors.FREE_FAILURES):
        fail(sign_in)
        fail(enter)
    be_sent_off(sign_in, device=trustee.device)
    be_sent_off(enter, device=account.device)


@given(failures=st.integers(0, 10**9))
def test_waits_are_short_and_never_shrink(failures: int) -> None:
    assert 0 <= doors.compute_wait(failures) <= doors.compute_wait(failures + 1) <= 60
    assert (doors.compute_wait(failures) == 0) == (failures < doors.FREE_FAILURES)
