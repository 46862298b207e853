"""The trustee's key and its rehearsal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.players.services.world import ADA, GROUP, World
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.errors import ConflictError, InvalidInputError
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.trustees import TrusteePublicKey, create_trustee_public_key
from voteapp.services.errors import NotReadyError, WrongStateError
from voteapp.services.setup import fixing
from voteapp.services.trustees import keying


def make(world: World) -> TrusteePublicKey:
    return create_trustee_public_key(GROUP, world.private_key, world.random)


def answer(world: World, key: TrusteePublicKey, private_key: int | None = None) -> bytes:
    digest = compute_digest(key)
    secret = world.private_key if private_key is None else private_key
    return encode_canonical(create_answer(GROUP, secret, digest, 1, world.random))


def test_key_then_rehearsal_then_the_teller(each_world: World) -> None:
    world = each_world
    world.submit()
    key = make(world)
    keying.post_key(world.context, ADA, world.code, encode_json(key))
    task = keying.get_key_task(world.context, world.code)
    assert (task.state, task.rehearsed, task.index) == ("keys", False, 1)
    assert task.public_key == encode_json(key).decode()
    assert len(task.challenge or "") == 64
    keying.post_rehearsal(world.context, ADA, world.code, answer(world, key))
    assert world.state == "slips"
    assert keying.get_key_task(world.context, world.code).rehearsed


def test_the_key_may_come_before_the_draft_is_finished(world: World) -> None:
    world.draft()
    world.make_key()
    assert world.state == "draft"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b" ",
        lambda data: data.replace(b'"public_key":"', b'"public_key":"0', 1),
        lambda data: data.replace(b'"challenge":"', b'"challenge":"1', 1),
        lambda data: data.replace(b'"public_key"', b'"x":1,"public_key"'),
    ],
)
def test_a_broken_key_is_refused(world: World, change: Callable[[bytes], bytes]) -> None:
    world.submit()
    with pytest.raises(InvalidInputError) as caught:
        keying.post_key(world.context, ADA, world.code, change(encode_json(make(world))))
    assert caught.value.field == "public_key"


def test_an_answer_by_another_key_or_to_another_challenge_is_refused(world: World) -> None:
    world.submit()
    key = make(world)
    with pytest.raises(ConflictError):
        keying.post_rehearsal(world.context, ADA, world.code, answer(world, key))
    keying.post_key(world.context, ADA, world.code, encode_json(key))
    other = create_trustee_public_key(GROUP, world.private_key + 1, world.random)
    good = answer(world, key)
    for wrong in (
        answer(world, key, world.private_key + 1),
        answer(world, other, world.private_key),
        good + b" ",
        good.replace(b'"response":"', b'"response":"1', 1),
        b"{}",
    ):
        with pytest.raises(InvalidInputError) as caught:
            keying.post_rehearsal(world.context, ADA, world.code, wrong)
        assert caught.value.field == "answer"
    assert world.state == "keys"


def test_a_key_is_replaced_until_the_rehearsal_and_removed_after_it(world: World) -> None:
    world.submit()
    first, second = make(world), make(world)
    keying.post_key(world.context, ADA, world.code, encode_json(first))
    keying.post_key(world.context, ADA, world.code, encode_json(second))
    keying.post_rehearsal(world.context, ADA, world.code, answer(world, second))
    keying.post_key(world.context, ADA, world.code, encode_json(second))
    with pytest.raises(ConflictError):
        keying.post_key(world.context, ADA, world.code, encode_json(first))
    keying.remove_key(world.context, ADA, world.code)
    assert world.state == "keys"
    with pytest.raises(ConflictError):
        keying.remove_key(world.context, ADA, world.code)


def test_a_lost_key_does_not_void_the_slips(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    keying.remove_key(world.context, ADA, world.code)
    assert world.state == "keys"
    with pytest.raises(NotReadyError) as caught:
        fixing.compute_set_up(world.context, world.code, {})
    assert caught.value.missing == ("key",)
    world.make_key()
    assert world.state == "fixing"


def test_nothing_changes_once_voting_is_open(world: World) -> None:
    world.open()
    actions: list[Callable[[], None]] = [
        lambda: keying.post_key(world.context, ADA, world.code, encode_json(make(world))),
        lambda: keying.remove_key(world.context, ADA, world.code),
        lambda: keying.post_rehearsal(world.context, ADA, world.code, b"{}"),
    ]
    for action in actions:
        with pytest.raises(WrongStateError):
            action()
