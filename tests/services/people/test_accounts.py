"""Accounts: one-time secrets, passwords, sessions, rest after wrong passwords."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.services.world import World
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.services.errors import TooManyAttemptsError, WrongPasswordError
from voteapp.services.people import accounts
from voteapp.services.people.secrets import FREE_FAILURES

PASSWORD = "a few plain words"


def set_up(world: World, name: str = "Ada Łovelace") -> str:
    return accounts.set_up(
        world.context, accounts.create_setup_secret(world.context), name, PASSWORD
    )


def test_the_first_account_and_its_session(each_world: World) -> None:
    context = each_world.context
    assert accounts.needs_setup(context)
    secret = accounts.create_setup_secret(context)
    assert accounts.describe_secret(context, secret).purpose == "first"
    token = accounts.set_up(context, secret, " Ada Łovelace ", PASSWORD)
    assert not accounts.needs_setup(context)
    found = accounts.find_session(context, token)
    assert found is not None
    assert found.name == "Ada Łovelace"
    assert [a.name for a in accounts.list_accounts(context)] == ["Ada Łovelace"]
    accounts.logout(context, token)
    assert accounts.find_session(context, token) is None
    accounts.logout(context, token)


def test_a_secret_works_once_and_an_earlier_one_not_at_all(world: World) -> None:
    earlier = accounts.create_setup_secret(world.context)
    secret = accounts.create_setup_secret(world.context)
    with pytest.raises(NotFoundError):
        accounts.describe_secret(world.context, earlier)
    accounts.set_up(world.context, secret, "Ada", PASSWORD)
    with pytest.raises(NotFoundError):
        accounts.set_up(world.context, secret, "Eve", PASSWORD)
    with pytest.raises(ConflictError):
        accounts.create_setup_secret(world.context)


def test_a_secret_ends_after_a_week(world: World) -> None:
    secret = accounts.create_setup_secret(world.context)
    world.clock.advance(days=7)
    with pytest.raises(NotFoundError):
        accounts.set_up(world.context, secret, "Ada", PASSWORD)


@pytest.mark.parametrize(
    ("name", "password", "field"),
    [
        ("", PASSWORD, "name"),
        ("A\x07da", PASSWORD, "name"),
        ("x" * 81, PASSWORD, "name"),
        ("Ada", "short", "password"),
        ("Ada", "x" * 1001, "password"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    world: World, name: str, password: str, field: str
) -> None:
    secret = accounts.create_setup_secret(world.context)
    with pytest.raises(InvalidInputError) as caught:
        accounts.set_up(world.context, secret, name, password)
    assert caught.value.field == field
    assert accounts.describe_secret(world.context, secret).purpose == "first"


def test_invitations_and_names_without_regard_to_case(world: World) -> None:
    set_up(world, "Ada")
    secret = accounts.create_invitation(world.context, "Ada")
    with pytest.raises(InvalidInputError) as caught:
        accounts.set_up(world.context, secret, "ADA", PASSWORD)
    assert caught.value.field == "name"
    accounts.set_up(world.context, secret, "Grace", PASSWORD)
    assert accounts.login(world.context, "gRACE", PASSWORD)


def test_a_reset_sets_a_password_and_ends_old_sessions(world: World) -> None:
    token = set_up(world, "Ada")
    secret = accounts.create_reset_secret(world.context, "ada")
    assert accounts.describe_secret(world.context, secret).name == "Ada"
    accounts.set_up(world.context, secret, "ignored", "another password")
    assert accounts.find_session(world.context, token) is None
    with pytest.raises(WrongPasswordError):
        accounts.login(world.context, "Ada", PASSWORD)
    assert accounts.login(world.context, "Ada", "another password")
    with pytest.raises(NotFoundError):
        accounts.create_reset_secret(world.context, "nobody")


def test_wrong_passwords_make_the_account_rest(world: World) -> None:
    set_up(world, "Ada")
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongPasswordError):
            accounts.login(world.context, "Ada", "wrong")
    with pytest.raises(TooManyAttemptsError) as caught:
        accounts.login(world.context, "Ada", PASSWORD)
    assert 0 < caught.value.retry_after <= 31
    world.clock.advance(seconds=31)
    assert accounts.login(world.context, "Ada", PASSWORD)
    with pytest.raises(WrongPasswordError):
        accounts.login(world.context, "nobody", PASSWORD)


def test_sessions_end_by_themselves(world: World) -> None:
    token = set_up(world)
    world.clock.advance(hours=12)
    assert accounts.find_session(world.context, token) is None
    assert accounts.find_session(world.context, "\ud800") is None


def test_neither_passwords_nor_secrets_nor_tokens_are_kept(world: World, tmp_path: Path) -> None:
    secret = accounts.create_setup_secret(world.context)
    token = accounts.set_up(world.context, secret, "Ada", PASSWORD)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("roll.sqlite*"))
    assert b"Ada" in kept
    for text in (secret, token, PASSWORD):
        assert text.encode() not in kept


@pytest.mark.parametrize("name", ["ANA", "Аna", "An\u200ba", "Ａｎａ", "A na"])
def test_no_account_is_named_like_another(world: World, name: str) -> None:
    set_up(world, "Ana")
    invitation = accounts.create_invitation(world.context, "Ana")
    with pytest.raises(InvalidInputError) as caught:
        accounts.set_up(world.context, invitation, name, PASSWORD)
    assert caught.value.field == "name"
    accounts.set_up(world.context, invitation, "Anna", PASSWORD)


def test_a_name_of_which_nothing_is_seen(world: World) -> None:
    with pytest.raises(InvalidInputError) as caught:
        set_up(world, "\u200b\u3164")
    assert caught.value.field == "name"
