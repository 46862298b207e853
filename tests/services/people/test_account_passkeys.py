"""Passkeys of committee accounts: added with the password, used without a name, forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from tests.players.services.authenticator import Authenticator
from tests.players.services.world import World
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import account_passkeys as keys
from voteapp.services.people import accounts, managing

pytestmark = pytest.mark.slow

ORIGIN = "https://vote.example.org"
ELSEWHERE = "https://vote.example.com"
PASSWORD = "an otter reads slowly"
BROKEN: list[Any] = [None, 1, "", "AA", [], "x" * 10_000]


@pytest.fixture
def passkey() -> Authenticator:
    return Authenticator(ORIGIN)


@pytest.fixture
def world(each_world: World) -> World:
    """Ada has an account."""
    secret = accounts.create_setup_secret(each_world.context)
    accounts.set_up(each_world.context, secret, "Ada", PASSWORD)
    return each_world


def invite(world: World, name: str) -> None:
    secret = managing.create_invitation(world.context, "Ada")
    accounts.set_up(world.context, secret, name, PASSWORD)


def add(world: World, passkey: Authenticator, name: str = "Ada", label: str = "phone") -> None:
    options = keys.begin_adding(world.context, name, PASSWORD, origin=ORIGIN)
    made = passkey.create(options)
    keys.finish_adding(world.context, name, label, made, origin=ORIGIN)


def answer(world: World, passkey: Authenticator, **changes: str) -> dict[str, Any]:
    return passkey.get(keys.begin_sign_in(world.context, origin=ORIGIN), **changes)


def enter(world: World, credential: dict[str, Any], origin: str = ORIGIN) -> str:
    token = keys.finish_sign_in(world.context, credential, origin=origin).token
    found = accounts.find_session(world.context, token)
    assert found is not None
    return found.name


def test_added_listed_used_removed(world: World, passkey: Authenticator) -> None:
    add(world, passkey, label="  my   phone ")
    (listed,) = keys.list_passkeys(world.context, "Ada")
    assert listed.used is None
    assert enter(world, answer(world, passkey)) == "Ada"
    (used,) = keys.list_passkeys(world.context, "Ada")
    assert used.used == world.clock()
    keys.remove(world.context, "Ada", used.mark)
    keys.remove(world.context, "Ada", used.mark)
    assert keys.list_passkeys(world.context, "Ada") == ()
    with pytest.raises(WrongPasswordError):
        enter(world, answer(world, passkey))


def test_nobody_adds_one_without_the_password(world: World, passkey: Authenticator) -> None:
    with pytest.raises(InvalidInputError) as caught:
        keys.begin_adding(world.context, "Ada", "not the right one", origin=ORIGIN)
    assert caught.value.field == "present"
    invite(world, "Bo")
    made = passkey.create(keys.begin_adding(world.context, "Bo", PASSWORD, origin=ORIGIN))
    with pytest.raises(ConflictError):  # what was asked for by one is not added to another
        keys.finish_adding(world.context, "Ada", "phone", made, origin=ORIGIN)
    assert keys.list_passkeys(world.context, "Ada") == ()


def test_a_challenge_is_for_one_use_one_purpose_and_ten_minutes(
    world: World, passkey: Authenticator
) -> None:
    add(world, passkey)
    once = answer(world, passkey)
    assert enter(world, once) == "Ada"
    with pytest.raises(ConflictError):
        enter(world, once)
    adding = keys.begin_adding(world.context, "Ada", PASSWORD, origin=ORIGIN)
    signing_in = keys.begin_sign_in(world.context, origin=ORIGIN)
    with pytest.raises(ConflictError):
        enter(world, passkey.get({**signing_in, "challenge": adding["challenge"]}))
    late = answer(world, passkey)
    world.clock.advance(minutes=10)
    with pytest.raises(ConflictError):
        enter(world, late)


def test_another_address_another_key_nobody_asked(world: World, passkey: Authenticator) -> None:
    add(world, passkey)
    with pytest.raises(WrongPasswordError):
        enter(world, answer(world, passkey), ELSEWHERE)
    stranger = Authenticator(ORIGIN)
    with pytest.raises(WrongPasswordError):  # the same id, another key
        enter(world, answer(world, stranger))
    with pytest.raises(WrongPasswordError):  # the device did not ask who holds it
        enter(world, passkey.get(keys.begin_sign_in(world.context, origin=ORIGIN), flags=0x01))
    assert enter(world, answer(world, passkey)) == "Ada"


@pytest.mark.parametrize("value", BROKEN)
@pytest.mark.parametrize("part", ["id", "rawId", "response", "type"])
def test_rubbish_is_refused(world: World, passkey: Authenticator, part: str, value: Any) -> None:
    add(world, passkey)
    with pytest.raises((WrongPasswordError, InvalidInputError, ConflictError)):
        enter(world, {**answer(world, passkey), part: value})


def test_what_ends_a_passkey(world: World, passkey: Authenticator) -> None:
    invite(world, "Bo")
    add(world, passkey, "Bo")
    managing.disable(world.context, "Ada", "Bo")
    with pytest.raises(WrongPasswordError):
        enter(world, answer(world, passkey))
    managing.enable(world.context, "Bo")
    assert enter(world, answer(world, passkey)) == "Bo"
    secret = accounts.create_reset_secret(world.context, "Bo")
    accounts.set_up(world.context, secret, "", PASSWORD)
    assert keys.list_passkeys(world.context, "Bo") == ()
    add(world, passkey, "Bo")
    managing.remove(world.context, "Ada", "Bo")
    with pytest.raises(WrongPasswordError):
        enter(world, answer(world, passkey))


def test_not_more_than_ten_and_none_twice(world: World, passkey: Authenticator) -> None:
    add(world, passkey)
    with pytest.raises(ConflictError):
        add(world, passkey)
    for number in range(9):
        another = Authenticator(ORIGIN)
        another.id = bytes([number + 2]) * 32
        add(world, another)
    with pytest.raises(ConflictError):
        keys.begin_adding(world.context, "Ada", PASSWORD, origin=ORIGIN)
    assert len(keys.list_passkeys(world.context, "Ada")) == 10
