"""``voteapp fill-demo``: three campaigns in a trial server, whose pages then show them."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.players.services.world import create_settings
from voteapp.app import create_app
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.questionnaire.numbering import number_questions
from voteapp.cli import main
from voteapp.cli.server.fill_demo import Clock, fill
from voteapp.protocol.archive import BytesSource
from voteapp.services import overview
from voteapp.services.assembly import create_context
from voteapp.web.frame import clockwork

pytestmark = pytest.mark.slow


def test_a_finished_an_open_and_a_drafted_campaign(tmp_path: Path) -> None:
    settings, clock = create_settings(tmp_path), Clock()
    context = create_context(settings, clock=clock, random_bytes=secrets.token_bytes)
    # A running server's clockwork, whose clock is the true one, must not end the campaign early.
    server = replace(context, clock=lambda: datetime.now(UTC))
    stop = clockwork.start(server, seconds=0.2)
    try:
        finished, running = fill(context, clock, 20)
    finally:
        stop.set()
    states = [campaign.state for campaign in overview.list_campaigns(context)]
    assert states == ["draft", "open", "published"]
    client = create_app(settings, context).test_client()
    page = client.get(f"/campaigns/{finished.code}/results").get_data(as_text=True)
    assert "20" in page
    assert "The rule is" in page
    # A vote, the survey's questions and the one apart: each table says which it is.
    parts = [number_questions(e.questionnaire) for e in finished.elections.values()]
    wanted = Counter(number for numbers in parts for number in numbers.values())
    labels = Counter({number: page.count(f'aria-label="Question {number}"') for number in wanted})
    labels[None] = page.count('aria-label="Worked out by the phone"')
    assert labels == wanted
    assert (wanted[1], wanted[None]) == (3, 1)
    for uuid in finished.elections:
        source = BytesSource(client.get(f"/elections/{uuid}/{uuid}.zip").data)
        assert verify_bundle(source).verified
    assert client.get(f"/api/campaigns/{running.code}").get_json()["phase"] == "open"
    assert running.save_key(tmp_path / "demo").exists()


def test_a_server_for_real_votes_is_left_alone(tmp_path: Path) -> None:
    environment = {
        "VOTEAPP_BASE_URL": "https://vote.example.org",
        "VOTEAPP_INSTANCE": str(tmp_path / "instance"),
        "VOTEAPP_KEYS": str(tmp_path / "keys"),
    }
    result = CliRunner().invoke(main, ["fill-demo"], env=environment)
    assert result.exit_code == 2
    assert "nothing was changed" in result.output
    assert not (tmp_path / "instance").exists()
