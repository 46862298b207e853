"""Several trustees: planned, one ceremony, replaced, started over, rehearsed, keys lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.players.services.table import Table
from tests.players.services.world import ADA, GROUP, World
from tests.services.voting.test_races import race
from voteapp.campaign.words import compute_hash_words
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.trustees import create_trustee_public_key, decode_trustees
from voteapp.services.campaigns import find_campaign
from voteapp.services.drafting import drafting
from voteapp.services.errors import NotReadyError, RefusedMessageError, WrongStateError
from voteapp.services.holders import find_ceremony, load_ceremony, load_trustees
from voteapp.services.overview import get_campaign
from voteapp.services.setup import fixing
from voteapp.services.trustees import keying, planning, reading

pytestmark = pytest.mark.slow


def missing(world: World) -> list[tuple[str, str]]:
    view = get_campaign(world.context, world.code)
    return [(item.code, item.who) for item in view.missing]


def test_three_of_five_from_names_to_the_tellers_turn(each_world: World) -> None:
    world = each_world
    world.submit()
    assert missing(world) == [("key", "trustee"), ("credentials", "teller")]
    table = Table(world)
    assert missing(world) == [("ceremony", "trustee"), ("credentials", "teller")]
    assert table.overview.certs_words is None
    for step, following in (
        ("certificate", "commit"),
        ("commit", "acknowledge"),
        ("acknowledge", "reveal"),
        ("reveal", "share"),
        ("share", "done"),
    ):
        before = table.overview
        assert (before.step, before.missing, before.done) == (step, (1, 2, 3, 4, 5), False)
        table.hold(step)
        assert table.overview.version > before.version
        assert table.overview.step == following
    overview = table.overview
    assert overview.done
    assert overview.missing == ()
    assert overview.certs_words == tuple(compute_hash_words(table.read().certs_hash or "").split())
    check_stored(table)
    assert missing(world) == [("rehearsal", "trustee"), ("credentials", "teller")]
    table.rehearse(2, 5)
    assert world.state == "keys"
    table.rehearse(4, 4)
    assert world.state == "slips"
    view = get_campaign(world.context, world.code)
    assert (view.ceremony, view.key_posted, view.rehearsed) == (True, True, True)
    assert [(w.code, w.owner, w.name) for w in view.warnings] == [
        ("not-rehearsed", 1, "Bea"),
        ("not-rehearsed", 3, "Dung"),
    ]


def check_stored(table: Table) -> None:
    """What was assembled is what anybody assembles from the messages."""
    world, assembled = table.world, table.read().assemble()
    with world.context.board.read() as session:
        campaign = find_campaign(session, world.code)
        assert load_trustees(session, campaign) == decode_trustees(assembled.trustees)
        assert load_ceremony(session, campaign) == assembled.ceremony


def test_each_trustee_sees_the_task(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2, 1)
    table.hold("certificate")
    table.post(2, "commit", table.say(2, "commit"))
    task = reading.get_ceremony_task(world.context, world.code, 4)
    assert (task.name, task.kind, task.position) == ("Single 1", "single", 4)
    assert (task.size, task.threshold, task.singles, task.attempt) == (3, 2, 1, 1)
    assert (task.organizer, task.state, task.step) == ("Local 1", "keys", "commit")
    assert [len(trustee.done) for trustee in task.trustees] == [1, 2, 1, 0]
    assert [(entry.trustee, entry.step) for entry in task.entries[:4]] == [
        (1, "certificate"),
        (2, "certificate"),
        (3, "certificate"),
        (2, "commit"),
    ]
    status = reading.get_ceremony_status(world.context, world.code)
    assert status.missing == (1, 3, 4)
    assert status.version == task.version
    for position in (0, 5):
        with pytest.raises(NotFoundError):
            reading.get_ceremony_task(world.context, world.code, position)


def test_mixed_with_a_single_who_must_rehearse(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2, 1)
    table.hold()
    check_stored(table)
    table.rehearse(1, 2, 3)
    assert world.state == "keys"
    table.rehearse(4)
    assert world.state == "slips"


def test_wrong_answers_to_the_rehearsal(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2, 1)
    with pytest.raises(ConflictError):
        planning.post_ceremony_rehearsal(world.context, world.code, 1, b"{}")
    table.hold()
    others = [table.create_rehearsal(number) for number in (1, 4)]
    wrong = [table.create_rehearsal(2, key=table.people[0].private_key), b"{}", b"\xff"]
    for answer in (*others, *wrong):
        with pytest.raises(InvalidInputError) as caught:
            planning.post_ceremony_rehearsal(world.context, world.code, 2, answer)
        assert caught.value.field == "answer"
    assert not any(trustee.rehearsed for trustee in table.overview.trustees)


@pytest.mark.parametrize(
    ("names", "threshold", "singles", "field"),
    [
        ([], 1, [], "names"),
        (["A", "B", "C"], 1, [], "threshold"),
        (["A", "B", "C", "D"], 2, [], "threshold"),
        (["A", "B", "C"], 4, [], "threshold"),
        (["A", " a ", "C"], 2, [], "names"),
        (["A", "", "C"], 2, [], "names"),
        (["A", "x" * 81, "C"], 2, [], "names"),
        (["A", "B\x00", "C"], 2, [], "names"),
        ([str(i) for i in range(16)], 9, [], "names"),
        (["A", "B", "C"], 2, ["c"], "singles"),
        (["A", "B", "C"], 2, [str(i) for i in range(16)], "singles"),
    ],
)
def test_bad_plans(
    world: World, names: list[str], threshold: int, singles: list[str], field: str
) -> None:
    world.submit()
    with pytest.raises(InvalidInputError) as caught:
        planning.plan_ceremony(world.context, ADA, world.code, names, threshold, singles)
    assert caught.value.field == field
    assert reading.get_ceremony_overview(world.context, world.code) is None


def test_one_trustee_or_several_never_both(world: World) -> None:
    world.submit()
    world.make_key()
    plan: tuple[Any, ...] = (world.context, ADA, world.code, ["A", "B", "C"], 2)
    with pytest.raises(ConflictError):
        planning.plan_ceremony(*plan)
    keying.remove_key(world.context, ADA, world.code)
    planning.plan_ceremony(*plan)
    with pytest.raises(ConflictError):
        planning.plan_ceremony(*plan)
    key = encode_json(create_trustee_public_key(GROUP, world.private_key, world.random))
    for action in (
        lambda: keying.post_key(world.context, ADA, world.code, key),
        lambda: keying.post_rehearsal(world.context, ADA, world.code, b"{}"),
        lambda: keying.remove_key(world.context, ADA, world.code),
    ):
        with pytest.raises(ConflictError):
            action()
    planning.remove_ceremony(world.context, ADA, world.code)
    assert reading.get_ceremony_overview(world.context, world.code) is None
    world.make_key()
    assert world.state == "slips"


def test_starting_over_puts_everything_aside(each_world: World) -> None:
    world = each_world
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2)
    world.make_slips()
    assert world.state == "fixing"
    old = table.say(1, "certificate")
    before = table.overview.version
    planning.restart_ceremony(world.context, ADA, world.code)
    overview = table.overview
    assert world.state == "keys"
    assert overview.version > before
    assert (overview.attempt, overview.step, overview.done) == (2, "certificate", False)
    assert overview.certs_words is None
    assert not any(trustee.done or trustee.rehearsed for trustee in overview.trustees)
    with pytest.raises(NotReadyError) as caught:
        fixing.compute_set_up(world.context, world.code, {})
    assert caught.value.missing == ("ceremony",)
    with pytest.raises(ConflictError, match="started over"):
        table.post(1, "certificate", old, attempt=1)
    table.sit_down()
    table.hold()
    table.rehearse(2, 3)
    assert world.state == "fixing"


def test_an_attempts_number_never_comes_back(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold("certificate")
    version = table.overview.version
    planning.remove_ceremony(world.context, ADA, world.code)
    again = Table(world, 3, 2)
    assert again.overview.attempt == 2
    assert again.overview.version > version
    again.hold()
    assert again.overview.done


def test_somebody_else_for_one_who_dropped_out(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold("certificate")
    planning.replace_trustee(world.context, ADA, world.code, 2, "  Ida ")
    overview = table.overview
    assert [trustee.name for trustee in overview.trustees] == ["Bea", "Ida", "Dung"]
    assert (overview.attempt, overview.step) == (2, "certificate")
    for position, name, error in ((2, "BEA", InvalidInputError), (9, "Jo", NotFoundError)):
        with pytest.raises(error):
            planning.replace_trustee(world.context, ADA, world.code, position, name)
    notes = [line.note for line in get_campaign(world.context, world.code).log]
    assert "Cem → Ida" in notes


def test_lost_keys_before_opening(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2, 1)
    table.hold()
    table.rehearse(1, 2, 3, 4)
    world.make_slips()
    planning.report_lost_key(world.context, world.code, 1)
    planning.report_lost_key(world.context, world.code, 1)
    # Two and the single can decrypt, but all four have to sign that voting is over.
    assert (world.state, table.overview.impossible) == ("fixing", True)
    with pytest.raises(NotReadyError) as caught:
        fixing.compute_set_up(world.context, world.code, {})
    assert caught.value.missing == ("signers",)
    warnings = get_campaign(world.context, world.code).warnings
    assert [(w.code, w.owner) for w in warnings] == [("lost", 1)]
    planning.report_lost_key(world.context, world.code, 3)
    assert (world.state, table.overview.impossible) == ("keys", True)
    with pytest.raises(NotReadyError) as caught:
        fixing.compute_set_up(world.context, world.code, {})
    assert caught.value.missing == ("rehearsal",)
    for owner in (1, 3):
        planning.withdraw_lost_key(world.context, world.code, owner)
    assert (world.state, table.overview.impossible) == ("fixing", False)
    planning.report_lost_key(world.context, world.code, 4)
    assert (world.state, table.overview.impossible) == ("keys", True)
    table.rehearse(4)
    assert (world.state, table.overview.impossible) == ("fixing", False)


def test_nothing_changes_once_voting_is_open(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2)
    world.make_slips()
    world.start()
    args = (world.context, ADA, world.code)
    actions: list[Callable[[], None]] = [
        lambda: planning.restart_ceremony(*args),
        lambda: planning.remove_ceremony(*args),
        lambda: planning.replace_trustee(*args, 1, "Ida"),
        lambda: planning.plan_ceremony(*args, ["A", "B", "C"], 2),
        lambda: table.post(1, "complain", b"{}"),
    ]
    for action in actions:
        with pytest.raises(WrongStateError):
            action()
    table.rehearse(3)
    assert get_campaign(world.context, world.code).warnings == ()


def test_the_trustees_stay_when_the_draft_is_reopened_and_go_with_it(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2)
    drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    world.lock()
    assert world.state == "slips"
    drafting.reopen_draft(world.context, ADA, world.code, seen=world.standing)
    drafting.delete_campaign(world.context, ADA, world.code, world.version)
    code = world.draft()
    with world.context.board.read() as session:
        assert find_ceremony(session, find_campaign(session, code)) is None


def test_the_same_message_at_the_same_moment(each_world: World) -> None:
    world = each_world
    world.submit()
    table = Table(world, 3, 2)
    data = table.say(1, "certificate")
    assert race(6, lambda _: table.post(1, "certificate", data, 1)) == [None] * 6
    assert len(reading.get_ceremony_task(world.context, world.code, 1).entries) == 1


def test_two_messages_of_one_step_at_the_same_moment(each_world: World) -> None:
    world = each_world
    world.submit()
    table = Table(world, 3, 2)
    said = [table.say(1, "certificate") for _ in range(4)]
    results = race(4, lambda i: table.post(1, "certificate", said[i], 1))
    refused = [result for result in results if isinstance(result, RefusedMessageError)]
    assert (results.count(None), len(refused)) == (1, 3)
    assert {error.code for error in refused} == {"ceremony-replay"}


def test_everybody_at_the_same_moment(each_world: World) -> None:
    world = each_world
    world.submit()
    table = Table(world, 5, 3)
    for step in ("certificate", "commit", "acknowledge", "reveal", "share"):
        transcript = table.read()
        said = [person.say(transcript, step) for person in table.people]
        assert race(5, lambda i, s=step, m=said: table.post(i + 1, s, m[i], 1)) == [None] * 5
    assert table.overview.done
    check_stored(table)


def test_fifteen_trustees_are_checked_in_no_time(world: World) -> None:
    """A restarted server reads everything again, and still answers at once."""
    world.submit()
    table = Table(world, 15, 8)
    table.hold("certificate", "commit", "acknowledge", "reveal")
    transcript = table.read()
    for person in table.people[:-1]:
        table.post(person.number, "share", person.say(transcript, "share"))
    last = table.people[-1].say(transcript, "share")
    world.restart()
    start = time.perf_counter()
    table.post(15, "share", last)
    assert time.perf_counter() - start < 3
    assert table.overview.done


@pytest.mark.parametrize("twin", ["BEA", "Веа", "Be\u200da", "Ｂea"])
def test_no_trustee_is_named_like_another(world: World, twin: str) -> None:
    world.submit()
    plan, args = planning.plan_ceremony, (world.context, ADA, world.code)
    for names, singles, field in (
        (["Bea", twin], [], "names"),
        (["Bea", "Cem"], [twin], "singles"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            plan(*args, names, 2, singles)
        assert caught.value.field == field
    with pytest.raises(InvalidInputError):
        plan(*args, ["Bea", "\u2800"], 2)
    plan(*args, ["Bea", "Cem"], 2)
    with pytest.raises(InvalidInputError) as caught:
        planning.replace_trustee(*args, 2, twin)
    assert caught.value.field == "name"
