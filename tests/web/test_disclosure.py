"""Before publication no route tells anybody a total, nor anything that a total can be tested with.

Every route, for everybody, over campaigns of every state from closed on: the bytes that come back
are searched for results, factors, proofs of either kind, and the hashes of what holds them.
"""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.players.services.table import Table, open_with_trustees
from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings
from tests.players.web.people import HTML, Linked, make_link
from tests.web.conftest import Committee, sign_in_first
from voteapp.app import create_app
from voteapp.campaign.units.release import compute_group_code
from voteapp.protocol.encoding import hash_hex, hex_to_base64
from voteapp.services.campaigns import find_election
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.life import State
from voteapp.services.results import publishing
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.voting.records import list_objects
from voteapp.web.frame import roles

SIZE, THRESHOLD = 3, 2
YES, NO = 27, 9
"""Counts that no page of these campaigns shows for another reason, such as a rule's example."""

DRAFT = create_draft(VOTE, SURVEY, slips=40, roster_size=40)
NOT_WALKED = {"committee.logout", "linked_trustee.sign_out"}
"""POSTs that do here what they are for, and end the walk."""

FILES = ("manifest.json", "questionnaire.json", "evidence.json", "UUID.bel", "UUID.zip")
FIGURES = ("figures.json", "ratio", "load", "breaks", "overtime", "care", "objections")
DESK = re.compile(r"/decrypt/<uuid>/")


@dataclass
class Stage:
    """A campaign, and the words that must not come out of it. ``people``: its linked trustees."""

    name: str
    world: World
    secrets: list[bytes] = field(default_factory=list)
    people: list[Linked] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"/committee/campaigns/{self.world.code}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(create_settings(tmp_path_factory.mktemp("disclosure") / "instance"))


@pytest.fixture(scope="module")
def app(world: World) -> Flask:
    return create_app(world.settings, world.context)


@pytest.fixture(scope="module")
def committee(app: Flask, world: World) -> Committee:
    return sign_in_first(app, world.context)


def count(world: World) -> None:
    """Everybody votes alike in every campaign; closed, counted on paper, added up."""
    vote, survey = world.uuids
    for member in range(YES + NO):
        world.cast(vote, member, [[0, 1, 0] if member < YES else [0, 0, 1]])
        if member < 12:
            world.cast(survey, member, [[0, 0, 1, 0], [0, 1, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()


def draft_now(world: World) -> CampaignDraft:
    """The campaign, an hour from now on the world's clock."""
    start = world.clock.now
    return replace(DRAFT, opening=start + timedelta(hours=1), closing=start + timedelta(hours=25))


def hold_alone(world: World, step: str) -> World:
    """A campaign of one trustee, counted, then one step."""
    made = copy.copy(world)
    made.open(draft_now(made))
    count(made)
    if step == "sign":
        made.sign(made.uuids[0])
    elif step == "half":
        made.decrypt(made.uuids[0])
    elif step == "all":
        for uuid in made.uuids:
            made.decrypt(uuid)
    return made


def break_off(world: World) -> World:
    """A campaign of one trustee that was cancelled while people voted."""
    made = copy.copy(world)
    made.open(draft_now(made))
    for member in range(YES):
        made.cast(made.uuids[0], member, [[0, 1, 0]])
    publishing.cancel(made.context, "Ada", made.code, "It leaked.", seen=made.standing)
    made.tick()
    return made


def hold_together(world: World, half: Sequence[int], both: Sequence[int]) -> tuple[World, Table]:
    """A campaign of several trustees: who decrypts the vote only, and who decrypts both."""
    made = copy.copy(world)
    table = open_with_trustees(made, draft_now(made), size=SIZE, threshold=THRESHOLD)
    count(made)
    for place, uuid in enumerate(made.uuids):
        table.sign(uuid, 1, 2, 3)
        table.decrypt(uuid, *(half if place == 0 else ()), *both)
    return made, table


def hold_last(world: World) -> World:
    """One decryption of one part is missing; the next publishes everything."""
    made, table = hold_together(world, [1, 2], [])
    table.decrypt(made.uuids[1], 1)
    return made


@pytest.fixture(scope="module")
def stages(world: World, committee: Committee, app: Flask) -> list[Stage]:
    """One campaign a state and kind of trustee."""
    made = [
        Stage("one closed", hold_alone(world, "")),
        Stage("one signed", hold_alone(world, "sign")),
        Stage("one half decrypted", hold_alone(world, "half")),
        Stage("one cancelled", break_off(world)),
        Stage("several, one decryption", hold_together(world, [1], [])[0]),
        Stage("several, half decrypted", hold_together(world, [1, 2], [])[0]),
        Stage("several, all but one decryption", hold_last(world)),
        Stage("one published", hold_alone(world, "all")),
    ]
    assert [stage.world.state for stage in made].count(State.PUBLISHED) == 1
    for stage in made:
        stage.secrets = list(find_secrets(stage.world))
        if stage.name.startswith("several"):
            for position in (1, SIZE):  # who has decrypted wherever anybody has; who never has
                person = Linked(app, stage.world.code, position)
                person.bind(make_link(stage.world, committee, position))
                stage.people.append(person)
    return made


def find_secrets(world: World) -> Iterator[bytes]:
    """What only the database may know: what stands in the records after the tallies."""
    for uuid in world.uuids:
        with world.context.board.read() as session:
            election = find_election(session, uuid)
            if election.tally_members is None:
                continue
            members = [member.data for member in list_objects(session, election)]
            public, bodies = members[: election.tally_members], members[election.tally_members :]
        texts = [text for body in bodies for text in list_words(json.loads(body))]
        texts += [
            text
            for entry in json.loads(world.read_evidence(uuid))["strong_proofs"]
            for text in list_words(entry["proofs"])
        ]
        for body in bodies:
            digest = hash_hex(body)
            texts += [digest, hex_to_base64(digest)]
            yield body
        # The only trustee's factor of a count of 0 is the second half of that total itself.
        known = b"".join(public)
        yield from (text.encode() for text in texts if text.encode() not in known)


def list_words(value: Any) -> Iterator[str]:
    """Every long text in a JSON value: elements, challenges, responses, hashes of objects."""
    if isinstance(value, str) and len(value) > 40:
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from list_words(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "parent":  # of the first event, the tally's hash, which is public
                yield from list_words(item)


def unpack(data: bytes) -> bytes:
    """A body as it is searched: with what a ZIP holds."""
    if not data.startswith(b"PK\x03\x04"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return data + b"".join(archive.read(name) for name in archive.namelist())


def search(stage: Stage, what: str, answer: TestResponse) -> list[str]:
    """What of a stage's secrets an answer gives away."""
    data = unpack(answer.get_data())
    found = [f"{what}: {secret[:60]!r}" for secret in stage.secrets if secret in data]
    text = data.decode("utf-8", "replace")
    told = any(secret.startswith(b'{"result":') for secret in stage.secrets)
    # The board numbers its ballots, and a record is full of digits.
    if told and answer.mimetype != "application/octet-stream" and "/elections/" not in what:
        visible = re.sub(r"<svg.*?</svg>|<(script|style)(?! type).*?</\1>", "", text, flags=re.S)
        if re.search(rf"(?<![\w.:+/-]){YES}(?![\w.:+/-])", visible):
            found.append(f"{what}: {YES} votes")
    return found


def list_addresses(rule: Rule, stages: Sequence[Stage]) -> Iterator[tuple[Stage, str]]:
    """A rule's addresses for every campaign and election; the stage is the one it speaks of."""
    for stage in stages:
        values = {
            "code": stage.world.code,
            "same": stage.world.code,
            "position": 1,
            "part": "0",
            "question": "0",
        }
        values |= {"attempt": 1, "step": "commit", "filename": "icon.svg"}
        values |= {"number": 99, "mark": "0" * 16, "leaf": LEAF_CODE, "place": "US-CA"}
        values |= {"group": compute_group_code([LEAF_CODE]), "scale": "0", "rule": "0"}
        values["language"] = "es"
        for uuid in stage.world.uuids if "uuid" in rule.arguments else [""]:
            for name in (*FILES, *FIGURES) if "name" in rule.arguments else [""]:
                filled = {**values, "uuid": uuid, "name": name.replace("UUID", uuid)}
                path = rule.rule
                for argument in rule.arguments:
                    path = re.sub(rf"<(\w+:)?{argument}>", str(filled[argument]), path)
                yield stage, path
        if not {"code", "uuid"} & rule.arguments:
            return


Send = Callable[[str, str], TestResponse]


def walk(app: Flask, stages: Sequence[Stage], method: str, send: Send) -> list[str]:
    """Every route of a method, as one person; what came out that must not."""
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or (method == "POST" and rule.endpoint in NOT_WALKED):
            continue
        for stage, path in list_addresses(rule, stages):
            with send(method, path) as answer:
                assert answer.status_code < 500, path
                # Pages without a campaign in their address may speak of any.
                named = {"code", "uuid"} & rule.arguments
                for one in [stage] if named else stages:
                    if one.name != "one published":
                        found += search(one, f"{one.name} {method} {path}", answer)
    return found


def as_visitor(client: FlaskClient) -> Send:
    return lambda method, path: client.open(path, method=method, query_string="tracker=abcd")


def as_account(committee: Committee) -> Send:
    token = committee.csrf("/committee/")
    headers = {"X-CSRFToken": token}
    return lambda method, path: committee.client.open(path, method=method, headers=headers)


def as_trustee(person: Linked) -> Send:
    person.csrf = re.search(  # type: ignore[union-attr]
        r'<meta name="csrf-token" content="([^"]+)"',
        person.client.get(f"{person.base}/ceremony", headers=HTML).get_data(as_text=True),
    )[1]
    headers = {"X-CSRFToken": person.csrf}
    return lambda method, path: person.client.open(path, method=method, headers=headers)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_route_tells_a_total_before_publication(
    app: Flask, client: FlaskClient, committee: Committee, stages: list[Stage], method: str
) -> None:
    assert all(stage.secrets for stage in stages if "decrypt" in stage.name)
    before = [stage.world.state for stage in stages]
    found = walk(app, stages, method, as_visitor(client))
    for stage in stages:
        for person in stage.people:
            found += walk(app, stages, method, as_trustee(person))
    found += walk(app, stages, method, as_account(committee))
    assert found == []
    assert [stage.world.state for stage in stages] == before


@pytest.mark.slow
def test_the_search_finds_what_is_published(client: FlaskClient, stages: list[Stage]) -> None:
    stage = stages[-1]
    uuid = stage.world.uuids[0]
    base = f"/elections/{uuid}"
    whole = {b'{"result":': f"{base}/{uuid}.bel", b'{"decryption_factors":': f"{base}/{uuid}.zip"}
    for start, path in whole.items():
        found = search(stage, path, client.get(path))
        assert any(repr(start)[2:-1] in line for line in found), path
    strong = json.loads(stage.world.read_evidence(uuid))["strong_proofs"]
    words = [word.encode() for word in list_words(strong)]
    evidence = client.get(f"{base}/evidence.json").get_data()
    assert words
    assert all(word in evidence for word in words)
    page = f"/campaigns/{stage.world.code}/results"
    assert f"{page}: {YES} votes" in search(stage, page, client.get(page))


@pytest.mark.slow
def test_trustees_get_the_record_up_to_the_tally(
    client: FlaskClient, committee: Committee, stages: list[Stage]
) -> None:
    """Who decrypted and who still has to read the same as everybody, enough to decrypt with."""
    for stage in stages:
        if stage.world.state is not State.CLOSED:
            continue
        uuid = stage.world.uuids[0]
        public = client.get(f"/elections/{uuid}/{uuid}.bel").get_data()
        evidence = client.get(f"/elections/{uuid}/evidence.json").get_data()
        assert b'"EncryptedTally"' in public
        assert b"decryption_factors" not in public
        desks = [(person.client, person.base) for person in stage.people]
        for sender, base in desks or [(committee.client, stage.path)]:
            assert sender.get(f"{base}/decrypt/{uuid}/record").get_data() == public
            assert sender.get(f"{base}/decrypt/{uuid}/evidence").get_data() == evidence


@pytest.mark.slow
def test_an_election_is_reached_through_its_own_campaign_only(
    app: Flask, committee: Committee, stages: list[Stage]
) -> None:
    """404, whatever is sent: to a trustee, to an account, for a campaign that does not exist."""
    foreign = stages[0].world.uuids[0]
    with_people = [stage for stage in stages if stage.people]
    walked = 0
    for path, methods, role in roles.list_routes(app):
        if DESK.search(path) is None:
            continue
        for stage in stages[1:]:
            codes = [stage.world.code, "NONE"] if role == "trustee" else [stage.world.code]
            people = stage.people if role == "linked-trustee" else [None]
            for code in codes:
                address = path.replace("<code>", code).replace("<uuid>", foreign)
                for person in people:
                    send = as_account(committee) if person is None else as_trustee(person)
                    answer = send(methods, address)
                    several = role == "trustee" and code != "NONE" and stage in with_people
                    assert answer.status_code == (409 if several else 404), (stage.name, address)
                    walked += 1
    assert walked >= 100


@pytest.mark.slow
def test_no_account_sits_at_the_desk_of_several_trustees(
    committee: Committee, stages: list[Stage]
) -> None:
    stage = next(stage for stage in stages if stage.name == "several, half decrypted")
    uuid = stage.world.uuids[0]
    names = ["task", *(f"{uuid}/{name}" for name in ("record", "evidence", "manifest"))]
    for name in names:
        assert committee.client.get(f"{stage.path}/decrypt/{name}").status_code == 409
    page = committee.client.get(f"{stage.path}/decrypt")
    assert (page.status_code, page.headers["Location"]) == (302, f"{stage.path}/trustees")
