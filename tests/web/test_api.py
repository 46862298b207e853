"""The JSON that the booth reads and sends: every refusal has its own code and status."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import ADA, World, create_draft, create_settings
from voteapp.services.context import Context
from voteapp.services.errors import ServerBusyError
from voteapp.services.setup import fixing
from voteapp.services.voting import casting

pytestmark = pytest.mark.slow

YES, NO = [[0, 1, 0]], [[0, 0, 1]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.open()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


def cast(client: FlaskClient, uuid: str, ballot: bytes) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/elections/{uuid}/ballots", data=ballot)
    return answer.status_code, answer.get_json()


def refusal(answer: tuple[int, dict[str, object]]) -> tuple[int, str]:
    error = answer[1]["error"]
    assert isinstance(error, dict)
    assert error["message"]
    return answer[0], str(error["code"])


def test_the_booth_gets_what_it_needs(world: World, client: FlaskClient) -> None:
    body = client.get(f"/api/campaigns/{world.code}").get_json()
    assert body["phase"] == "open"
    assert body["opening"].endswith("+00:00")
    assert body["trial"] is True
    election = body["elections"][0]
    assert json.loads(election["election"])["uuid"] == election["uuid"] == world.uuids[0]
    assert "credentials" not in election
    assert client.get("/api/campaigns/nothing").get_json()["error"]["code"] == "not-found"


def test_a_ballot_is_answered_with_the_same_receipt_each_time(
    world: World, client: FlaskClient
) -> None:
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    first = client.post(f"/api/elections/{uuid}/ballots", data=ballot)
    second = client.post(f"/api/elections/{uuid}/ballots", data=ballot)
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    receipt = first.get_json()
    assert receipt["type"] == "voteapp-receipt"
    query = {"tracker": receipt["tracker"]}
    state = client.get(f"/api/elections/{uuid}/tracker", query_string=query).get_json()
    assert state.pop("state") == "absent" and set(state.values()) == {None}
    assert "Set-Cookie" not in first.headers


def test_a_used_slip(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    _status, receipt = cast(client, uuid, world.ballot(uuid, 0, YES))
    answer = cast(client, uuid, world.ballot(uuid, 0, NO))
    assert refusal(answer) == (409, "used")
    error = answer[1]["error"]
    assert isinstance(error, dict)
    signed = json.loads(error["refusal"])
    assert (signed["reason"], signed["receipt"]) == ("used", receipt)
    state = slip_state(client, uuid, world.credential(uuid, 0))
    assert state.pop("state") == "unused"
    assert set(state.values()) == {None}
    world.close()
    state = slip_state(client, uuid, world.credential(uuid, 0))
    told = json.loads(str(state.pop("receipt")))
    assert (told["tracker"], told["credential"]) == (receipt["tracker"], receipt["credential"])
    told_state = {"state": "used", "tracker": receipt["tracker"], "batch": 1, "refusal": None}
    assert state == told_state


def slip_state(client: FlaskClient, uuid: str, credential: object) -> dict[str, object]:
    body = json.dumps({"credential": credential})
    state = client.post(f"/api/elections/{uuid}/slip", data=body).get_json()
    assert isinstance(state, dict)
    return state


def test_the_states_of_a_slip(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    assert slip_state(client, uuid, world.credential(uuid, 1))["state"] == "unused"
    assert slip_state(client, uuid, "0" * 64)["state"] == "unknown"
    answers = world.void(2, "Torn.")
    state = slip_state(client, uuid, world.credential(uuid, 2))
    assert (state["state"], state["refusal"]) == ("voided", answers[uuid])
    assert refusal(cast(client, uuid, world.ballot(uuid, 2, YES))) == (410, "voided")


@pytest.mark.parametrize("credential", ["", "A" * 64, "0" * 63, 7, None, ["0" * 64]])
def test_a_credential_of_another_shape(
    world: World, client: FlaskClient, credential: object
) -> None:
    state = slip_state(client, world.uuids[0], credential)
    assert state["error"]["field"] == "credential"  # type: ignore[index]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 900, b'{"credential":1}'])
def test_what_is_no_json_is_refused(world: World, client: FlaskClient, body: bytes) -> None:
    answer = client.post(f"/api/elections/{world.uuids[0]}/slip", data=body)
    assert answer.status_code == 422


def test_refused_ballots(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    for data in (b"", b"{}", ballot + b" ", ballot[:-5], b"\x00" * 100, b'{"a":' * 5000):
        status, code = refusal(cast(client, uuid, data))
        assert (status, code) in ((422, "invalid"), (413, "too-large"))
    assert refusal(cast(client, uuid, b"x" * 900_000)) == (413, "too-large")
    answer = client.post(f"/api/elections/{uuid}/ballots", data=b"x" * 2_000_000)
    assert answer.status_code == 413
    assert refusal(cast(client, "unknownUUID123", ballot)) == (404, "not-found")
    world.tokens.append(world.tokens[0][:-2] + "00")
    status, code = refusal(cast(client, uuid, world.ballot(uuid, len(world.tokens) - 1, YES)))
    assert (status, code) == (404, "unknown")


def test_before_and_after(tmp_path: Path, world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    world.clock.advance(hours=-1, seconds=-1)
    assert refusal(cast(client, uuid, ballot)) == (403, "not-open")
    world.clock.advance(hours=26)
    answer = client.post(f"/api/elections/{uuid}/ballots", data=ballot)
    assert refusal((answer.status_code, answer.get_json())) == (503, "closing")
    assert int(answer.headers["Retry-After"]) > 0
    world.tick()
    status, body = cast(client, uuid, ballot)
    assert refusal((status, body)) == (403, "closed")
    assert json.loads(body["error"]["refusal"])["head"]["final"] is True  # type: ignore[index]


def test_a_withdrawn_campaign(world: World, client: FlaskClient) -> None:
    world.submit(create_draft(opening=world.clock.now + timedelta(hours=1)))
    uuid = world.uuids[0]
    fixing.withdraw_campaign(
        world.context, ADA, world.code, "The offer changed.", seen=world.standing
    )
    assert client.get(f"/api/campaigns/{world.code}").get_json()["phase"] == "withdrawn"
    assert refusal(cast(client, uuid, b"{}")) == (410, "withdrawn")


def test_a_busy_server_says_when_to_try_again(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> bytes:
        raise ServerBusyError("Try again.")

    monkeypatch.setattr(casting, "cast", busy)
    answer = client.post(f"/api/elections/{world.uuids[0]}/ballots", data=b"{}")
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "busy"
    assert int(answer.headers["Retry-After"]) > 0


def test_heads_and_key(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    for member in range(6):
        world.cast(uuid, member, YES)
    world.close()
    heads = [json.loads(head) for head in client.get(f"/api/elections/{uuid}/heads").json["heads"]]
    assert [head["final"] for head in heads] == [False, True]
    key = client.get("/api/key").get_json()["server_key"]
    manifest = json.loads(client.get(f"/elections/{uuid}/manifest.json").data)
    assert manifest["server_key"] == key
    assert client.get("/api/elections/unknown/heads").status_code == 404
