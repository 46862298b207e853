"""Trustees' passkeys, with an authenticator in software."""

from __future__ import annotations

from typing import Any

import pytest

from tests.players.services.authenticator import Authenticator, encode
from tests.players.services.world import World
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import trustee_access as access
from voteapp.services.people.passkeys import passkeys_possible
from voteapp.services.values.ceremonies import TrusteeSession

CODE = "ABCD2345"
ORIGIN = "https://vote.example.org"
ELSEWHERE = "https://vote.example.com"
BROKEN: list[Any] = [None, 1, "", "AA", [], "x" * 10_000]


@pytest.fixture
def passkey() -> Authenticator:
    return Authenticator(ORIGIN)


def bind(world: World, passkey: Authenticator, position: int = 2) -> str:
    secret = access.create_link(world.context, CODE, position)
    options = access.begin_binding_passkey(world.context, secret, origin=ORIGIN)
    made = passkey.create(options)
    return access.finish_binding_passkey(world.context, secret, made, origin=ORIGIN).token


def ask(world: World, position: int = 2) -> dict[str, Any]:
    return access.begin_passkey_sign_in(world.context, CODE, position, origin=ORIGIN)


def answer(world: World, credential: dict[str, Any], position: int = 2) -> str:
    entry = access.finish_passkey_sign_in(world.context, CODE, position, credential, origin=ORIGIN)
    return entry.token


@pytest.mark.parametrize(
    ("origin", "possible"),
    [
        ("https://vote.example.org", True),
        ("https://vote.example.org:8443", True),
        ("http://localhost:8000", True),
        ("http://vote.localhost", True),
        ("http://vote.example.org", False),
        ("https://192.0.2.1", False),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
        ("", False),
        ("vote.example.org", False),
    ],
)
def test_where_passkeys_work(origin: str, possible: bool) -> None:
    assert passkeys_possible(origin) == possible


def test_a_passkey_is_bound_and_signs_in(each_world: World, passkey: Authenticator) -> None:
    world = each_world
    token = bind(world, passkey)
    assert access.find_session(world.context, token) == TrusteeSession(CODE, 2)
    assert access.list_access(world.context, CODE)[2].bound == "passkey"
    options = ask(world)
    assert options["rpId"] == "vote.example.org"
    assert [item["id"] for item in options["allowCredentials"]] == [encode(passkey.id)]
    signed = passkey.get(options)
    token = answer(world, signed)
    assert access.find_session(world.context, token) == TrusteeSession(CODE, 2)
    with pytest.raises(ConflictError):
        answer(world, signed)  # a challenge works once
    answer(world, passkey.get(ask(world)))


def test_a_link_binds_one_passkey(world: World, passkey: Authenticator) -> None:
    secret = access.create_link(world.context, CODE, 2)
    first, second = (
        access.begin_binding_passkey(world.context, secret, origin=ORIGIN) for _ in range(2)
    )
    access.finish_binding_passkey(world.context, secret, passkey.create(second), origin=ORIGIN)
    with pytest.raises(NotFoundError):
        access.finish_binding_passkey(world.context, secret, passkey.create(first), origin=ORIGIN)
    with pytest.raises(WrongPasswordError):
        access.sign_in_passphrase(world.context, CODE, 2, "0" * 64)


def test_a_passkey_for_another_address_is_refused(world: World) -> None:
    secret = access.create_link(world.context, CODE, 2)
    options = access.begin_binding_passkey(world.context, secret, origin=ORIGIN)
    made = Authenticator(ELSEWHERE).create(options)
    with pytest.raises(InvalidInputError) as caught:
        access.finish_binding_passkey(world.context, secret, made, origin=ORIGIN)
    assert caught.value.field == "credential"
    assert access.list_access(world.context, CODE)[2].bound is None


@pytest.mark.slow
def test_wrong_signatures_are_refused(world: World, passkey: Authenticator) -> None:
    bind(world, passkey)
    stranger = Authenticator(ORIGIN)
    elsewhere = Authenticator(ELSEWHERE)
    elsewhere.key = passkey.key
    other = Authenticator(ORIGIN)
    other.id, other.key = b"\x02" * 32, passkey.key
    for wrong in (stranger, elsewhere, other):
        with pytest.raises(WrongPasswordError):
            answer(world, wrong.get(ask(world)))
    with pytest.raises(WrongPasswordError):
        answer(world, passkey.get(ask(world), type="webauthn.create"))
    with pytest.raises(WrongPasswordError):
        answer(world, passkey.get(ask(world) | {"rpId": "vote.example.com"}))
    passkey.count = 10
    answer(world, passkey.get(ask(world)))
    passkey.count = 3  # a copy of the passkey: its counter is behind
    with pytest.raises(WrongPasswordError):
        answer(world, passkey.get(ask(world)))


def test_challenges_of_others_too_old_or_made_up(world: World, passkey: Authenticator) -> None:
    bind(world, passkey, 1)
    bind(world, passkey, 2)
    with pytest.raises(ConflictError):
        answer(world, passkey.get(ask(world, 1)), 2)
    with pytest.raises(ConflictError):
        answer(world, passkey.get(ask(world) | {"challenge": encode(bytes(32))}))
    options = ask(world)
    world.clock.advance(minutes=10)
    with pytest.raises(ConflictError):
        answer(world, passkey.get(options))
    secret = access.create_link(world.context, CODE, 3)
    binding = access.begin_binding_passkey(world.context, secret, origin=ORIGIN)
    mixed = ask(world) | {"challenge": binding["challenge"]}
    with pytest.raises(ConflictError):
        answer(world, passkey.get(mixed))


@pytest.mark.slow
def test_a_stranger_who_asks_often_keeps_nobody_out(world: World, passkey: Authenticator) -> None:
    bind(world, passkey)
    for _ in range(50):
        world.clock.advance(seconds=1)
        ask(world)
    answer(world, passkey.get(ask(world)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"response": None},
        {"response": {"clientDataJSON": 1}},
        {"response": {"clientDataJSON": "AA"}},
        {"response": {"clientDataJSON": encode(b'{"challenge": 5}')}},
        {"response": {"clientDataJSON": encode(b"[" * 5000)}},
    ],
)
def test_answers_that_make_no_sense(
    world: World, passkey: Authenticator, credential: dict[str, Any]
) -> None:
    bind(world, passkey)
    secret = access.create_link(world.context, CODE, 3)
    with pytest.raises(InvalidInputError):
        access.finish_binding_passkey(world.context, secret, credential, origin=ORIGIN)
    with pytest.raises(InvalidInputError):
        answer(world, credential)


@pytest.mark.parametrize("name", ["attestationObject", "rawId", "type", "id"])
def test_a_new_passkey_with_broken_parts(world: World, passkey: Authenticator, name: str) -> None:
    secret = access.create_link(world.context, CODE, 2)
    options = access.begin_binding_passkey(world.context, secret, origin=ORIGIN)
    for value in BROKEN:
        made = passkey.create(options)
        (made["response"] if name == "attestationObject" else made)[name] = value
        with pytest.raises(InvalidInputError):
            access.finish_binding_passkey(world.context, secret, made, origin=ORIGIN)
    made = passkey.create(options)
    access.finish_binding_passkey(world.context, secret, made, origin=ORIGIN)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["authenticatorData", "signature", "rawId", "type", "id"])
def test_a_signature_with_broken_parts(world: World, passkey: Authenticator, name: str) -> None:
    bind(world, passkey)
    for value in BROKEN:
        signed = passkey.get(ask(world))
        inside = name in signed["response"]
        (signed["response"] if inside else signed)[name] = value
        with pytest.raises(WrongPasswordError):
            answer(world, signed)
    answer(world, passkey.get(ask(world)))


def test_no_passkey_where_none_was_bound_or_can_be(world: World) -> None:
    secret = access.create_link(world.context, CODE, 2)
    with pytest.raises(ConflictError, match="passphrase"):
        access.begin_binding_passkey(world.context, secret, origin="http://127.0.0.1:8000")
    access.bind_passphrase(world.context, secret, "0" * 64)
    for position in (2, 3, 10**12):
        with pytest.raises(NotFoundError):
            ask(world, position)
        with pytest.raises(WrongPasswordError):
            answer(world, Authenticator(ORIGIN).get({"rpId": "x", "challenge": "AA"}), position)
