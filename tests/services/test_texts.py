"""Texts of any script, with quotes, tabs and line ends, from every field into the record."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.players.services.world import World, create_draft
from tests.support.independent import verify
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.texts import split_description
from voteapp.protocol.archive import BytesSource
from voteapp.services.counting import disclosure
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.results import exports, publishing
from voteapp.services.values.drafts import RuleDraft

RICH = "é «中文» ਪੰਜਾਬੀ 👩🏽‍⚕️ \"a\" 'b' \\ / \u2028 =1+1 tab\there\r\nline\rend"
KEPT = RICH.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.slow
def test_every_field(world: World, belenios_tool: Path) -> None:
    question = ask(RICH, (RICH, f"2 {RICH}"), blank=True)
    vote = write_election(
        "vote", RICH, [question], world.random, description=RICH, rule=RuleDraft()
    )
    fields = {"title": RICH, "organizer": RICH, "facility": RICH, "unit": RICH}
    world.open(create_draft(vote, **fields))
    uuid = world.uuids[0]
    election = world.election(uuid).election
    assert (election.name, election.administrator) == (KEPT, KEPT)
    assert (election.questions[0].question, election.questions[0].answers[0]) == (KEPT, KEPT)
    assert split_description(election.description)[0] == KEPT
    manifest = json.loads(world.get_row(uuid).manifest or b"")
    assert (manifest["organizer"], manifest["campaign"]["name"]) == (KEPT, KEPT)
    assert manifest["strata"]["children"][0]["children"][0]["name"] == KEPT
    for member in range(5):
        world.cast(uuid, member, [[0, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(uuid)
    assert verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid))).findings == []
    record = disclosure.get_record(world.context, uuid)
    assert verify(belenios_tool, uuid, record) == 5
    check_exports(world)


def check_exports(world: World) -> None:
    """CSV keeps every character; a text that looks like a formula would be disarmed."""
    text = exports.get_csv(world.context, world.code).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][0] == rows[1][2] == rows[1][3] == KEPT
    body = json.loads(exports.get_json(world.context, world.code))
    assert body["elections"][0]["questions"][0]["answers"][0]["text"] == KEPT


@pytest.mark.slow
def test_a_text_that_a_spreadsheet_takes_for_a_formula(world: World) -> None:
    question = ask("=cmd()", ("@x", "-1"), blank=True)
    vote = write_election("vote", "+1", [question], world.random, rule=RuleDraft())
    world.open(create_draft(vote))
    for member in range(5):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    world.decrypt(world.uuids[0])
    text = exports.get_csv(world.context, world.code).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][0:4:2] == ["'+1", "'=cmd()"]
    assert [row[3] for row in rows[1:]] == ["'@x", "'-1", "No answer (blank)"]
