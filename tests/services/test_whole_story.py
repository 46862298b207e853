"""From the draft to a published bundle that our own auditor verifies."""

from __future__ import annotations

import json

import pytest

from tests.players.services.world import SURVEY, VOTE, World, create_draft
from voteapp.campaign.audit import verify_bundle
from voteapp.errors import ConflictError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.protocol.audit.report import Report
from voteapp.services import overview
from voteapp.services.counting import disclosure
from voteapp.services.life import CLOCK
from voteapp.services.results import exports, numbers, publishing

YES, NO, BLANK = [0, 1, 0], [0, 0, 1], [1, 0, 0]
SURVEY_ROWS = [[0, 1, 0, 0], [0, 1, 1, 0]]


def report_on(data: bytes) -> Report:
    return verify_bundle(BytesSource(data))


def vote(world: World, votes: int = 12) -> None:
    for member in range(votes):
        row = BLANK if member == 0 else YES if member < 8 else NO
        world.cast(world.uuids[0], member, [row])


@pytest.mark.slow
def test_a_vote_and_a_survey_from_draft_to_bundle(each_world: World) -> None:
    world = each_world
    world.open(create_draft(VOTE, SURVEY))
    assert world.state == "open"
    vote(world)
    for member in range(11):
        world.cast(world.uuids[1], member, SURVEY_ROWS)
    world.clock.advance(hours=30)
    world.tick()
    assert world.state == "closed"
    view = overview.get_campaign(world.context, world.code)
    assert [(m.code, m.who) for m in view.missing] == [("slip-counts", "committee")]
    world.count_slips()
    world.tick()
    for uuid in world.uuids:
        assert report_on(publishing.get_bundle(world.context, uuid)).findings == []
    world.decrypt(world.uuids[0])
    assert world.state == "closed"
    hidden = numbers.get_results(world.context, world.code)
    assert all(not e.questions and e.withheld == "not-published" for e in hidden.elections)
    for uuid in world.uuids:
        report = report_on(publishing.get_bundle(world.context, uuid))
        assert report.findings == []
        assert report.result is None
    with pytest.raises(ConflictError):
        exports.get_json(world.context, world.code)
    world.decrypt(world.uuids[1])
    assert world.state == "published"
    last = overview.get_campaign(world.context, world.code).log[-1]
    assert (last.what, last.actor) == ("published", CLOCK)
    check_results(world)


def check_results(world: World) -> None:
    results = numbers.get_results(world.context, world.code)
    strike, breaks = results.elections
    assert [(a.text, a.count) for a in strike.questions[0].answers] == [
        ("Yes", 7),
        ("No", 4),
        ("", 1),
    ]
    assert strike.rule is not None
    assert (strike.rule.met, strike.rule.reached, strike.rule.out_of) == (True, 7, 12)
    assert [a.count for a in breaks.questions[1].answers] == [11, 11, 0, 0]
    for uuid in world.uuids:
        bundle = publishing.get_bundle(world.context, uuid)
        assert bundle == publishing.get_bundle(world.context, uuid)
        report = report_on(bundle)
        assert report.findings == []
        assert report.verified
        assert report.scope == "election"
        record = disclosure.get_record(world.context, uuid)
        assert verify_record(BytesSource(record)).findings.items == []
    published = json.loads(exports.get_json(world.context, world.code))
    assert published["elections"][0]["questions"][0]["answers"][0]["count"] == 7
    rule = published["elections"][0]["rule"]
    manifest = json.loads(disclosure.get_manifest(world.context, world.uuids[0]))["rule"]
    assert all(rule[name] == manifest[name] for name in ("comparison", "of", "numerator"))
    lines = exports.get_csv(world.context, world.code).decode("utf-8-sig").split("\r\n")
    assert lines[1].split(",")[2:5] == ["Shall we strike?", "Yes", "7"]


@pytest.mark.slow
def test_fewer_than_k_ballots_close_without_anything_decrypted(world: World) -> None:
    world.open(create_draft(VOTE, SURVEY))
    vote(world, 4)
    world.close()
    world.tick()
    view = overview.get_campaign(world.context, world.code)
    assert [e.below_k for e in view.elections] == [True, True]
    assert (view.state, view.missing) == ("published", ())
    for uuid in world.uuids:
        assert world.get_row(uuid).tally_tip is None
        with pytest.raises(ConflictError, match="Fewer than k"):
            world.decrypt_anyway(uuid)
    results = numbers.get_results(world.context, world.code)
    assert [e.withheld for e in results.elections] == ["below-k", "below-k"]
    for uuid in world.uuids:
        report = report_on(publishing.get_bundle(world.context, uuid))
        assert report.findings == []
        assert report.result is None
