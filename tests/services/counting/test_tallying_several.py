"""After closing with several trustees: any that suffice decrypt, nobody else is needed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.players.services.table import Table, open_with_trustees
from tests.players.services.world import GROUP, SURVEY, VOTE, World, create_draft
from tests.services.voting.test_races import race
from tests.support import independent
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Report
from voteapp.protocol.ballots import create_ballot
from voteapp.services import overview
from voteapp.services.campaigns import find_campaign
from voteapp.services.counting import disclosure, tallying
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.errors import NotReadyError
from voteapp.services.results import numbers, publishing
from voteapp.services.trustees import planning
from voteapp.services.trustees.seats import Seat
from voteapp.services.values.roles import MissingView
from voteapp.services.voting import casting

pytestmark = pytest.mark.slow

YES, NO = [[0, 1, 0]], [[0, 0, 1]]
ONE = Signer("trustee", 1)


def close_with(world: World, *, votes: int = 6, **fields: Any) -> Table:
    """A vote of four Yes and two No, closed and added up."""
    table = open_with_trustees(world, **fields)
    for member in range(votes):
        world.cast(world.uuids[0], member, YES if member < 4 else NO)
    world.close()
    world.count_slips()
    world.tick()
    return table


def report_on(world: World, uuid: str) -> Report:
    return verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))


def count(world: World) -> list[int]:
    (election,) = numbers.get_results(world.context, world.code).elections
    return [answer.count for answer in election.questions[0].answers]


def list_events(world: World) -> list[str]:
    record = world.read_record(world.uuids[0])
    return [
        json.loads(data)["type"]
        for name, data, _ in independent.read_members(record)
        if name.endswith(".event.json")
    ]


def test_three_of_five_decrypt_in_any_order(each_world: World, belenios_tool: Path) -> None:
    world = each_world
    table = close_with(world)
    uuid = world.uuids[0]
    table.sign(uuid, 4, 1, 5)
    with pytest.raises(NotReadyError):
        table.decrypt(uuid, 4)  # three of five are too few to sign
    table.sign(uuid, 2)
    election = table.describe(uuid, 4)
    assert [(one.role, one.number) for one in election.signed] == [
        ("trustee", owner) for owner in (1, 2, 4, 5)
    ]
    assert (election.needed, election.missing, election.decrypted) == (4, MissingView(0, 0, 0), ())
    assert (election.statement_posted, table.describe(uuid, 3).statement_posted) == (True, False)
    table.decrypt(uuid, 5, 1)
    assert (world.state, table.describe(uuid).decrypted) == ("closed", (5, 1))
    table.decrypt(uuid, 4)
    assert world.state == "published"
    assert list_events(world)[-4:] == ["PartialDecryption"] * 3 + ["Result"]
    report = report_on(world, uuid)
    assert (report.findings, report.verified, report.scope) == ([], True, "election")
    assert count(world) == [4, 2, 0]
    results = numbers.get_results(world.context, world.code)
    assert (results.trustees_present, results.trustees_needed) == (3, 3)
    record = disclosure.get_record(world.context, uuid)
    assert independent.verify(belenios_tool, uuid, record) == 6
    evidence = json.loads(world.read_evidence(uuid))
    assert [proofs["owner"] for proofs in evidence["strong_proofs"]] == [5, 1, 4]
    assert len(evidence["ceremony"]["messages"]) == 25


@pytest.mark.parametrize("owners", list(combinations(range(1, 6), 3)), ids=str)
def test_every_three_of_five_give_the_result(world: World, owners: tuple[int, ...]) -> None:
    table = close_with(world, rehearsed=owners)
    other = min({1, 2, 3, 4, 5} - set(owners))
    table.sign(world.uuids[0], *owners, other)
    table.decrypt(world.uuids[0], *owners)
    assert report_on(world, world.uuids[0]).findings == []
    assert count(world) == [4, 2, 0]


def test_voters_whose_exponents_cancel_out_stop_nothing(world: World) -> None:
    """Every voter of a small election together can make its total neutral; it still opens."""
    table = open_with_trustees(world, size=3, threshold=2)
    uuid = world.uuids[0]
    draw = world.random
    for member in range(6):
        drawn = iter([(member // 2 + 2 + place) for place in range(3)])

        def cancel(size: int, *, member: int = member, drawn: Iterator[int] = drawn) -> bytes:
            number = next(drawn, None)
            if number is None:
                return draw(size)
            return (number if member % 2 else GROUP.order - number).to_bytes(size, "big")

        credential = compute_credential(world.tokens[member])
        casting.cast(
            world.context, uuid, create_ballot(world.election(uuid), credential, NO, cancel)
        )
    world.close()
    world.count_slips()
    world.tick()
    table.sign(uuid, 1, 2, 3)
    table.decrypt(uuid, 1, 2)
    assert world.state == "published"
    assert report_on(world, uuid).findings == []
    assert count(world) == [0, 6, 0]


def test_a_single_must_take_part(world: World, belenios_tool: Path) -> None:
    table = close_with(world, size=3, threshold=2, singles=1)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2)
    with pytest.raises(NotReadyError):
        table.decrypt(uuid, 1)
    table.sign(uuid, 3, 4)
    table.decrypt(uuid, 1, 2, 3)
    assert world.state == "closed"
    assert [e.decryptions for e in overview.get_campaign(world.context, world.code).elections] == [
        3
    ]
    table.decrypt(uuid, 4)
    assert report_on(world, uuid).findings == []
    assert count(world) == [4, 2, 0]
    record = disclosure.get_record(world.context, uuid)
    independent.verify(belenios_tool, uuid, record)


def test_one_ceremony_for_every_election_of_a_campaign(world: World) -> None:
    table = open_with_trustees(world, create_draft(VOTE, SURVEY), size=3, threshold=2)
    vote, survey = world.uuids
    for member in range(10):
        world.cast(vote, member, YES)
        world.cast(survey, member, [[0, 1, 0, 0], [0, 1, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    table.sign(vote, 1, 2, 3)
    table.sign(survey, 1, 2, 3)
    table.decrypt(vote, 1, 2)
    assert world.state == "closed"
    assert (table.describe(vote).finished, table.describe(survey).finished) == (True, False)
    with pytest.raises(ConflictError, match="nothing more is needed"):
        table.decrypt(vote, 3)
    table.decrypt(survey, 3, 2)
    assert world.state == "published"
    assert [report_on(world, uuid).findings for uuid in (vote, survey)] == [[], []]


def test_a_late_decryption_is_not_appended(world: World) -> None:
    table = close_with(world, size=3, threshold=2)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3)
    late = table.create_decryption(uuid, 3)
    table.decrypt(uuid, 1, 2)
    before = world.read_record(uuid)
    with pytest.raises(ConflictError, match="nothing more is needed"):
        tallying.post_decryption(world.context, Seat(world.code, 3), uuid, late)
    table.decrypt(uuid, 2)  # the same again is no error
    assert world.read_record(uuid) == before


def test_the_task_of_each_trustee(world: World) -> None:
    table = close_with(world, size=3, threshold=2, singles=1)
    task = get_decryption_task(world.context, Seat(world.code, 4))
    assert (task.owner, task.threshold, task.impossible) == (4, 2, False)
    assert [(t.owner, t.name, t.kind, t.lost) for t in task.trustees] == [
        (1, "Bea", "threshold", False),
        (2, "Cem", "threshold", False),
        (3, "Dung", "threshold", False),
        (4, "Single 1", "single", False),
    ]
    for owner in range(1, 5):
        key = get_decryption_task(world.context, Seat(world.code, owner)).public_key
        private_key = table.people[owner - 1].private_key
        public = GROUP.encode(GROUP.base_power(private_key))
        assert json.loads(key)["public_key"] == public
    for owner in (0, 5):
        with pytest.raises(NotFoundError):
            get_decryption_task(world.context, Seat(world.code, owner))


def test_nobody_speaks_for_somebody_else(world: World) -> None:
    table = close_with(world, size=3, threshold=2)
    uuid = world.uuids[0]
    statement = table.create_statement(uuid, 2)
    with pytest.raises(InvalidInputError, match=r"trustee 2's, not trustee 1's \(Bea\)"):
        tallying.post_closing_statement(world.context, Seat(world.code, 1), uuid, statement)
    text = table.describe(uuid).closing_text or ""
    forged = create_statement(GROUP, ONE, table.people[1].signing_key, text, world.random)
    for data in (encode_canonical(forged), b"{}", statement[:-1]):
        with pytest.raises(InvalidInputError) as caught:
            tallying.post_closing_statement(world.context, Seat(world.code, 1), uuid, data)
        assert caught.value.field == "closing_statement"
        assert "Bea" in str(caught.value)
    assert table.describe(uuid).signed == ()
    table.sign(uuid, 1, 2, 3)
    decryption = table.create_decryption(uuid, 2)
    with pytest.raises(InvalidInputError, match=r"trustee 2's, not trustee 1's \(Bea\)"):
        tallying.post_decryption(world.context, Seat(world.code, 1), uuid, decryption)
    assert table.describe(uuid).decrypted == ()


def test_a_second_statement_about_something_else(world: World) -> None:
    table = close_with(world, size=3, threshold=2)
    uuid = world.uuids[0]
    table.sign(uuid, 1)
    text = (table.describe(uuid).closing_text or "")[:-1] + "?"
    second = create_statement(GROUP, ONE, table.people[0].signing_key, text, world.random)
    with pytest.raises(InvalidInputError, match="Bea"):
        tallying.post_closing_statement(
            world.context, Seat(world.code, 1), uuid, encode_canonical(second)
        )
    evidence = json.loads(world.read_evidence(uuid))
    assert [item["number"] for item in evidence["closing_statements"]] == [1]


def test_a_false_share_is_refused_by_name_and_blocks_nothing(world: World) -> None:
    table = close_with(world, size=3, threshold=2)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3)
    good = json.loads(table.create_decryption(uuid, 1))
    before = world.read_record(uuid)
    table.people[0].private_key += 1
    own_key = json.loads(table.create_decryption(uuid, 1))
    moved = json.loads(json.dumps(good))
    row = moved["partial_decryption"]["decryption_factors"][0]
    row[0] = GROUP.encode(GROUP.multiply(GROUP.decode(row[0]), GROUP.generator))
    weak = good | {"strong_proofs": good["partial_decryption"]["decryption_proofs"]}
    short = json.loads(json.dumps(good))
    short["partial_decryption"]["decryption_factors"][0].pop()
    for posted in (own_key, moved, weak, short):
        with pytest.raises(InvalidInputError, match="Bea") as caught:
            tallying.post_decryption(
                world.context, Seat(world.code, 1), uuid, encode_canonical(posted)
            )
        assert caught.value.field == "decryption"
    assert world.read_record(uuid) == before
    table.decrypt(uuid, 3, 2)
    assert count(world) == [4, 2, 0]


def test_two_trustees_at_the_same_moment(each_world: World) -> None:
    """Exactly one result, whoever of the last comes first; the record stays one chain."""
    world = each_world
    table = close_with(world)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3, 4, 5)
    posted = [table.create_decryption(uuid, owner) for owner in range(1, 6)]

    def post(i: int) -> object:
        if i < 5:
            return tallying.post_decryption(world.context, Seat(world.code, i + 1), uuid, posted[i])
        with world.context.board.write() as session:  # until everybody waits
            find_campaign(session, world.code, lock=True)
            time.sleep(2)
        return None

    *results, _held = race(6, post)
    assert results.count(None) == 3
    late = [result for result in results if result is not None]
    assert all(isinstance(result, ConflictError) for result in late)
    assert world.state == "published"
    assert list_events(world)[-4:] == ["PartialDecryption"] * 3 + ["Result"]
    assert report_on(world, uuid).findings == []
    assert count(world) == [4, 2, 0]


def test_the_same_decryption_many_times_at_once(each_world: World) -> None:
    world = each_world
    table = close_with(world, size=3, threshold=2)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3)
    posted = table.create_decryption(uuid, 2)
    results = race(
        5, lambda _: tallying.post_decryption(world.context, Seat(world.code, 2), uuid, posted)
    )
    assert results == [None] * 5
    assert table.describe(uuid).decrypted == (2,)
    table.decrypt(uuid, 1)
    assert world.state == "published"


def test_losing_as_many_as_may_be_lost_changes_nothing_one_more_everything(world: World) -> None:
    table = close_with(world)
    uuid = world.uuids[0]
    table.sign(uuid, 1, 2, 3, 4, 5)
    for owner in (1, 4):
        planning.report_lost_key(world.context, world.code, owner)
    task = get_decryption_task(world.context, Seat(world.code, 2))
    assert [trustee.lost for trustee in task.trustees] == [True, False, False, True, False]
    assert not task.impossible
    table.decrypt(uuid, 5, 2)
    planning.report_lost_key(world.context, world.code, 2)
    assert not table.overview.impossible  # it had decrypted before
    planning.report_lost_key(world.context, world.code, 3)
    assert table.overview.impossible
    assert get_decryption_task(world.context, Seat(world.code, 5)).impossible
    view = overview.get_campaign(world.context, world.code)
    assert (view.impossible, view.state) == (True, "closed")
    assert [(w.code, w.owner) for w in view.warnings] == [("lost", n) for n in (1, 2, 3, 4)]
    assert numbers.get_results(world.context, world.code).elections[0].questions == ()
    planning.withdraw_lost_key(world.context, world.code, 3)
    table.decrypt(uuid, 3)
    assert world.state == "published"
    assert not table.overview.impossible


def test_a_single_that_is_lost_makes_a_result_impossible(world: World) -> None:
    table = close_with(world, size=3, threshold=2, singles=1)
    planning.report_lost_key(world.context, world.code, 4)
    assert table.overview.impossible
    table.sign(world.uuids[0], 1, 2, 3, 4)
    table.decrypt(world.uuids[0], 1, 2, 3)
    assert world.state == "closed"


def test_what_was_refused_stands_in_the_evidence(world: World) -> None:
    world.submit()
    table = Table(world, 3, 2)
    with pytest.raises(InvalidInputError):
        table.post(2, "certificate", b"{}")
    table.hold()
    table.rehearse(1, 2)
    world.make_slips()
    world.start()
    evidence = json.loads(disclosure.get_evidence(world.context, world.uuids[0]))
    assert evidence["ceremony"]["refused"] == [
        {"trustee": 2, "step": "certificate", "code": "ceremony-encoding", "message": "{}"}
    ]
    assert report_on(world, world.uuids[0]).findings == []
