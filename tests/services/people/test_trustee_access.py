"""Trustees' access: a link once, a passphrase by its verifier, sessions; only hashes are kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.players.services.world import World
from tests.services.voting.test_races import race
from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import trustee_access as access
from voteapp.services.people.secrets import Entry
from voteapp.services.values.ceremonies import AccessView, TrusteeSession
from voteapp.store.board.models import Base as Board
from voteapp.store.roll.models import Base as Roll

CODE = "ABCD2345"
VERIFIER = "0123456789abcdef" * 4
WRONG = "f" * 64


def bind(world: World, position: int = 2) -> str:
    secret = access.create_link(world.context, CODE, position)
    return access.bind_passphrase(world.context, secret, VERIFIER).token


def test_a_link_binds_a_passphrase_once(each_world: World) -> None:
    context = each_world.context
    secret = access.create_link(context, CODE, 2)
    view = access.describe_link(context, secret)
    assert (view.code, view.position) == (CODE, 2)
    assert access.list_access(context, CODE)[2] == AccessView(True, view.expires, None)
    token = access.bind_passphrase(context, secret, VERIFIER).token
    assert access.find_session(context, token) == TrusteeSession(CODE, 2)
    assert access.list_access(context, CODE) == {2: AccessView(False, None, "passphrase")}
    for action in (
        lambda: access.describe_link(context, secret),
        lambda: access.bind_passphrase(context, secret, VERIFIER),
        lambda: access.describe_link(context, "nothing"),
    ):
        with pytest.raises(NotFoundError):
            action()
    again = access.sign_in_passphrase(context, CODE, 2, VERIFIER).token
    assert access.find_session(context, again) == TrusteeSession(CODE, 2)
    access.logout(context, again)
    access.logout(context, again)
    assert access.find_session(context, again) is None
    assert access.find_session(context, token) == TrusteeSession(CODE, 2)


def test_a_link_used_by_two_at_the_same_moment(each_world: World) -> None:
    context = each_world.context
    secret = access.create_link(context, CODE, 1)
    results = race(6, lambda i: access.bind_passphrase(context, secret, f"{i:064x}"))
    assert sum(isinstance(result, Entry) for result in results) == 1
    assert sum(isinstance(result, NotFoundError) for result in results) == 5


def test_a_link_grows_old(world: World) -> None:
    secret = access.create_link(world.context, CODE, 2)
    world.clock.advance(days=7, seconds=-1)
    access.describe_link(world.context, secret)
    world.clock.advance(seconds=1)
    with pytest.raises(NotFoundError):
        access.bind_passphrase(world.context, secret, VERIFIER)


def test_a_new_link_ends_everything_before_it(world: World) -> None:
    first = access.create_link(world.context, CODE, 2)
    second = access.create_link(world.context, CODE, 2)
    with pytest.raises(NotFoundError):
        access.describe_link(world.context, first)
    token = access.bind_passphrase(world.context, second, VERIFIER).token
    other = bind(world, 3)
    access.create_link(world.context, CODE, 2)
    assert access.find_session(world.context, token) is None
    assert access.find_session(world.context, other) == TrusteeSession(CODE, 3)
    with pytest.raises(WrongPasswordError):
        access.sign_in_passphrase(world.context, CODE, 2, VERIFIER)


@pytest.mark.slow
def test_access_is_forgotten_for_one_and_for_all(world: World) -> None:
    tokens = [bind(world, position) for position in (1, 2, 3)]
    access.reset(world.context, CODE, 2)
    access.reset(world.context, CODE, 9)
    assert sorted(access.list_access(world.context, CODE)) == [1, 3]
    assert [access.find_session(world.context, token) is None for token in tokens] == [
        False,
        True,
        False,
    ]
    access.forget(world.context, CODE)
    assert access.list_access(world.context, CODE) == {}
    assert access.find_session(world.context, tokens[0]) is None


@pytest.mark.slow
@pytest.mark.parametrize("verifier", ["", "0" * 63, "0" * 65, "A" * 64, "0" * 64 + "\n", "é" * 64])
def test_a_verifier_of_another_form_is_refused_before_the_link_is_used(
    world: World, verifier: str
) -> None:
    secret = access.create_link(world.context, CODE, 2)
    with pytest.raises(InvalidInputError) as caught:
        access.bind_passphrase(world.context, secret, verifier)
    assert caught.value.field == "verifier"
    access.bind_passphrase(world.context, secret, VERIFIER)


@pytest.mark.parametrize("position", [0, -1, 3, 10**12])
def test_nobody_signs_in_as_nobody(world: World, position: int) -> None:
    bind(world, 2)
    with pytest.raises(WrongPasswordError):
        access.sign_in_passphrase(world.context, CODE, position, VERIFIER)
    with pytest.raises(WrongPasswordError):
        access.sign_in_passphrase(world.context, "OTHER", 2, VERIFIER)


def test_nobody_signs_in_with_a_link_that_was_not_used(world: World) -> None:
    access.create_link(world.context, CODE, 2)
    for verifier in ("", VERIFIER):
        with pytest.raises(WrongPasswordError):
            access.sign_in_passphrase(world.context, CODE, 2, verifier)


def test_a_session_ends_by_itself(world: World) -> None:
    token = bind(world)
    world.clock.advance(hours=world.settings.session_hours)
    assert access.find_session(world.context, token) is None


def test_no_secret_is_kept(world: World) -> None:
    waiting = access.create_link(world.context, CODE, 1)
    used = access.create_link(world.context, CODE, 2)
    token, device = access.bind_passphrase(world.context, used, VERIFIER)
    access.begin_binding_passkey(world.context, waiting, origin="http://localhost:8000")
    kept = ""
    for database, tables in ((world.context.board, Board), (world.context.roll, Roll)):
        with database.read() as session:
            for table in tables.metadata.tables.values():
                kept += repr(session.execute(select(table)).all())
    assert CODE in kept
    for secret in (waiting, used, token, device, VERIFIER):
        assert secret not in kept
    files = b"".join(path.read_bytes() for path in world.settings.instance.glob("*.sqlite*"))
    assert CODE.encode() in files
    for secret in (waiting, used, token, device, VERIFIER):
        assert secret.encode() not in files
