"""Messages of the ceremony on arrival: every lie refused, its teller named, kept as evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.players.campaign.ceremony_lies import LIES
from tests.players.campaign.ceremony_table import SINGLE, SIZE, THRESHOLD, honest, said
from tests.players.campaign.complaint_lies import wrong_share_to_one_trustee
from tests.players.services.world import ADA, World
from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.replay import MOST_REFUSED
from voteapp.errors import ConflictError, NotFoundError
from voteapp.services.campaigns import find_campaign
from voteapp.services.errors import RefusedMessageError
from voteapp.services.holders import load_ceremony
from voteapp.services.trustees import messages, planning, reading
from voteapp.services.trustees.messages import LONGEST_REASON, MOST_BYTES
from voteapp.services.values.ceremonies import CeremonyOverview

pytestmark = pytest.mark.slow

NAMES = ["Bea", "Cem", "Dung", "Single"]
ELSEWHERE = ("message_of_nobody", "the_same_step_twice")
"""Lies that the server meets before it reads the message."""


def plan(world: World) -> None:
    world.submit()
    planning.plan_ceremony(world.context, ADA, world.code, NAMES[:SIZE], THRESHOLD, NAMES[SIZE:])


def post(world: World, entry: Entry, attempt: int = 1) -> None:
    messages.post_ceremony_message(
        world.context, world.code, entry.trustee, attempt, entry.step, entry.message.encode()
    )


def tell(world: World, entries: list[Entry]) -> RefusedMessageError | None:
    """Post this up to the first message that is refused, or until the ceremony has failed."""
    for entry in entries:
        try:
            post(world, entry)
        except RefusedMessageError as error:
            return error
        if look(world).failure is not None:
            break
    return None


def look(world: World) -> CeremonyOverview:
    overview = reading.get_ceremony_overview(world.context, world.code)
    assert overview is not None
    return overview


@pytest.mark.parametrize(
    ("make", "code", "trustee", "step"),
    [
        pytest.param(make, *told, id=make.__name__)
        for make, told in LIES.items()
        if make.__name__ not in ELSEWHERE
    ],
)
def test_a_lie_is_refused_its_teller_named_and_nothing_changed(
    world: World, make: Callable[[], list[Entry]], code: str, trustee: int, step: str
) -> None:
    plan(world)
    lie = make()
    error = tell(world, lie)
    overview = look(world)
    name = NAMES[trustee - 1]
    if error is None:
        failure = overview.failure
        assert failure is not None
        assert (failure.code, failure.trustee, failure.step) == (code, trustee, step)
        assert not overview.done
        return
    assert (error.code, error.trustee, error.step) == (code, trustee, step)
    assert name in str(error)
    assert f"trustee {trustee}, step {step}" in str(error)
    kept = [] if step == "abstain" else [(code, f"trustee {trustee}, step {step}")]
    assert [(r.code, r.message.partition(":")[0]) for r in overview.refused] == kept
    finish_without(world, lie)


def finish_without(world: World, lie: list[Entry]) -> None:
    """A refused message changes nothing: the honest ones still make the same key."""
    task = reading.get_ceremony_task(world.context, world.code, 1)
    heard = [Entry(trustee=e.trustee, step=e.step, message=e.message) for e in task.entries]
    assert heard == lie[: len(heard)]
    if any(entry not in said() for entry in heard):  # a lie that is seen only later
        return
    for entry in said():
        if entry not in heard:
            post(world, entry)
    with world.context.board.read() as session:
        ceremony = load_ceremony(session, find_campaign(session, world.code))
    assert ceremony is not None
    assert ceremony.certs_hash == honest().assembled.ceremony.certs_hash
    assert len(ceremony.refused) == len(look(world).refused)


def test_the_same_again_is_no_error_and_something_else_is(world: World) -> None:
    plan(world)
    first, second = said()[0], said(honest("another ceremony"))[0]
    post(world, first)
    version = look(world).version
    post(world, first)
    assert look(world).version == version
    with pytest.raises(RefusedMessageError) as caught:
        post(world, second)
    assert (caught.value.code, caught.value.trustee) == ("ceremony-replay", 1)


def test_messages_that_nobody_asked_for(world: World) -> None:
    plan(world)
    with pytest.raises(ConflictError, match="started over"):
        post(world, said()[0], attempt=2)
    for number in (0, SINGLE + 1, 10**12):
        with pytest.raises(NotFoundError):
            post(world, Entry(trustee=number, step="certificate", message="{}"))
    for step in ("", "assemble", "x" * 1000, "\x00"):
        with pytest.raises(RefusedMessageError):
            post(world, Entry(trustee=1, step=step, message="{}"))
    assert look(world).refused == ()


def test_what_is_kept_has_bounds(world: World) -> None:
    plan(world)
    big = Entry(trustee=1, step="certificate", message="[" * (MOST_BYTES + 1))
    with pytest.raises(RefusedMessageError, match="too long"):
        post(world, big)
    assert look(world).refused == ()
    for number in range(MOST_REFUSED + 3):
        with pytest.raises(RefusedMessageError):
            post(world, Entry(trustee=1, step="certificate", message=f"{number}"))
    assert len(look(world).refused) == MOST_REFUSED
    with pytest.raises(RefusedMessageError):
        post(world, Entry(trustee=2, step="certificate", message="{}"))
    refused = look(world).refused
    assert (refused[-1].trustee, refused[-1].name, refused[-1].code) == (
        2,
        "Cem",
        "ceremony-encoding",
    )


def test_bytes_that_are_no_text_are_kept_too(each_world: World) -> None:
    world = each_world
    plan(world)
    strange = (b"\x00\xff\xfe", b"\x00", b"", b'{"\\u0000":1}', b'"' + b"x" * 60_000 + b'"')
    for data in strange:
        with pytest.raises(RefusedMessageError):
            messages.post_ceremony_message(world.context, world.code, 1, 1, "certificate", data)
    for entry in said():
        post(world, entry)
    with world.context.board.read() as session:
        ceremony = load_ceremony(session, find_campaign(session, world.code))
    assert ceremony is not None
    assert [refused.message for refused in ceremony.refused] == [
        data.decode(errors="replace") for data in strange
    ]
    assert max(len(refused.message) for refused in look(world).refused) <= LONGEST_REASON


def test_a_proven_complaint_ends_the_attempt(world: World) -> None:
    plan(world)
    assert tell(world, wrong_share_to_one_trustee()) is None
    with pytest.raises(ConflictError, match="has failed"):
        post(world, said()[-1])
    assert look(world).refused == ()  # an honest share was on its way: nobody's fault
    status = reading.get_ceremony_status(world.context, world.code)
    assert status.failure is not None
    assert (status.failure.trustee, status.failure.code) == (1, "trustee-share")
    assert "complain" in status.trustees[1].done
    planning.restart_ceremony(world.context, ADA, world.code)
    for entry in said():
        post(world, entry, attempt=2)
    assert look(world).done
    assert look(world).failure is None
