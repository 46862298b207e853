"""Accounts: one-time secrets, passwords, sessions, who has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.services.world import World
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.services.errors import WrongPasswordError
from voteapp.services.people import accounts, managing

PASSWORD = "a few plain words"


def set_up(world: World, name: str = "Ada Łovelace") -> str:
    secret = accounts.create_setup_secret(world.context)
    return accounts.set_up(world.context, secret, name, PASSWORD).token


@pytest.mark.slow
def test_the_first_account_and_its_session(each_world: World) -> None:
    context = each_world.context
    assert accounts.needs_setup(context)
    secret = accounts.create_setup_secret(context)
    assert accounts.describe_secret(context, secret).purpose == "first"
    token = accounts.set_up(context, secret, " Ada Łovelace ", PASSWORD).token
    assert not accounts.needs_setup(context)
    found = accounts.find_session(context, token)
    assert found is not None
    assert found.name == "Ada Łovelace"
    assert [a.name for a in managing.list_accounts(context)] == ["Ada Łovelace"]
    accounts.logout(context, token)
    assert accounts.find_session(context, token) is None
    accounts.logout(context, token)


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_invitations_and_names_without_regard_to_case(world: World) -> None:
    set_up(world, "Ada")
    secret = managing.create_invitation(world.context, "Ada")
    with pytest.raises(InvalidInputError) as caught:
        accounts.set_up(world.context, secret, "ADA", PASSWORD)
    assert caught.value.field == "name"
    accounts.set_up(world.context, secret, "Grace", PASSWORD)
    assert accounts.login(world.context, "gRACE", PASSWORD)


@pytest.mark.slow
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


def test_sessions_end_by_themselves(world: World) -> None:
    token = set_up(world)
    world.clock.advance(hours=12)
    assert accounts.find_session(world.context, token) is None
    assert accounts.find_session(world.context, "\ud800") is None


def test_neither_passwords_nor_secrets_nor_tokens_are_kept(world: World, tmp_path: Path) -> None:
    secret = accounts.create_setup_secret(world.context)
    token, device = accounts.set_up(world.context, secret, "Ada", PASSWORD)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("roll.sqlite*"))
    assert b"Ada" in kept
    for text in (secret, token, device, PASSWORD):
        assert text.encode() not in kept


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ANA", "Аna", "An\u200ba", "Ａｎａ", "A na"])
def test_no_account_is_named_like_another(world: World, name: str) -> None:
    set_up(world, "Ana")
    invitation = managing.create_invitation(world.context, "Ana")
    with pytest.raises(InvalidInputError) as caught:
        accounts.set_up(world.context, invitation, name, PASSWORD)
    assert caught.value.field == "name"
    accounts.set_up(world.context, invitation, "Anna", PASSWORD)


def test_a_name_of_which_nothing_is_seen(world: World) -> None:
    with pytest.raises(InvalidInputError) as caught:
        set_up(world, "\u200b\u3164")
    assert caught.value.field == "name"


def invite(world: World, name: str) -> str:
    secret = managing.create_invitation(world.context, "Ada")
    return accounts.set_up(world.context, secret, name, PASSWORD).token


@pytest.mark.slow
def test_a_changed_password_signs_out_everywhere_else(world: World) -> None:
    first = set_up(world, "Ada")
    second, device = accounts.login(world.context, "Ada", PASSWORD)
    for present, new, field in (
        ("wrong", "another password", "present"),
        (PASSWORD, "short", "password"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            accounts.change_password(world.context, "Ada", present, new)
        assert caught.value.field == field
    third = accounts.change_password(
        world.context, "Ada", PASSWORD, "another password", device=device
    )
    assert [accounts.find_session(world.context, t) for t in (first, second)] == [None, None]
    assert accounts.find_session(world.context, third.token) is not None
    assert third.device != device
    with pytest.raises(WrongPasswordError):
        accounts.login(world.context, "Ada", PASSWORD)
    assert accounts.login(world.context, "Ada", "another password")


@pytest.mark.slow
def test_an_account_is_switched_off_and_on(world: World) -> None:
    set_up(world, "Ada")
    token = invite(world, "Grace")
    managing.disable(world.context, "Ada", "Grace")
    assert accounts.find_session(world.context, token) is None
    assert [a.disabled for a in managing.list_accounts(world.context)] == [False, True]
    with pytest.raises(WrongPasswordError) as caught:
        accounts.login(world.context, "Grace", PASSWORD)
    assert "switched off" in str(caught.value)
    with pytest.raises(WrongPasswordError) as caught:
        accounts.login(world.context, "Grace", "wrong")
    assert "switched off" not in str(caught.value)
    managing.enable(world.context, "Grace")
    assert accounts.login(world.context, "Grace", PASSWORD)


@pytest.mark.slow
def test_an_account_is_removed_for_good(world: World) -> None:
    set_up(world, "Ada")
    token = invite(world, "Grace")
    managing.remove(world.context, "Ada", "grace")
    assert accounts.find_session(world.context, token) is None
    assert [a.name for a in managing.list_accounts(world.context)] == ["Ada"]
    with pytest.raises(WrongPasswordError):
        accounts.login(world.context, "Grace", PASSWORD)
    with pytest.raises(NotFoundError):
        managing.remove(world.context, "Ada", "Grace")


def test_nobody_shuts_out_themselves(world: World) -> None:
    token = set_up(world, "Ada")
    for act in (managing.disable, managing.remove):
        with pytest.raises(ConflictError):
            act(world.context, "Ada", "ADA")
    assert accounts.find_session(world.context, token) is not None


def test_invitations_are_listed_and_taken_back(world: World) -> None:
    set_up(world, "Ada")
    secrets = [managing.create_invitation(world.context, "ada") for _ in range(2)]
    first, second = managing.list_invitations(world.context)
    assert (first.made_by, second.made_by) == ("Ada", "Ada")
    assert not any(first.mark in secret for secret in secrets)
    managing.revoke_invitation(world.context, first.mark)
    managing.revoke_invitation(world.context, first.mark)
    assert managing.list_invitations(world.context) == (second,)
    refused = 0
    for secret in secrets:
        try:
            accounts.describe_secret(world.context, secret)
        except NotFoundError:
            refused += 1
    assert refused == 1
    world.clock.advance(days=7)
    assert managing.list_invitations(world.context) == ()
