"""Trustees who came by personal links, and the committee that names them, at their browsers."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.players.services.world import GROUP, World
from tests.support.randomness import RandomStream
from tests.web.conftest import Committee
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.table import STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import PlayedSingle, PlayedTrustee
from voteapp.cli.server.played_campaign import load_totals

NAMES = ("Ana Lua", "Bo Chen", "Cy Okri")
HTML = {"Accept": "text/html"}


def pages(world: World) -> str:
    return f"/committee/campaigns/{world.code}/trustees"


def name_trustees(
    world: World,
    committee: Committee,
    names: Sequence[str] = NAMES,
    threshold: int = 2,
    singles: Sequence[str] = (),
) -> None:
    """The committee names them on its page."""
    fields = {
        "names": "\n".join(names),
        "threshold": str(threshold),
        "singles": "\n".join(singles),
    }
    answer = committee.post(pages(world), fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)


def make_link(world: World, committee: Committee, position: int, **fields: str) -> str:
    """The secret of a trustee's new link, as the committee's page shows it."""
    answer = committee.post(f"{pages(world)}/{position}/link", fields, page=pages(world))
    found = re.search(r"/trustee/begin#([\w-]+)", answer.get_data(as_text=True))
    assert found, answer.get_data(as_text=True)
    return found[1]


class Linked:
    """One trustee at a browser of their own, with the key in it."""

    def __init__(self, app: Flask, code: str, position: int, *, single: bool = False) -> None:
        self.client = app.test_client()
        self.code, self.position = code, position
        self.base = f"/trustee/{code}"
        self.verifier = f"{position:064x}"
        self.random = RandomStream(f"trustee {position}")
        self.player = (PlayedSingle if single else PlayedTrustee)(position, self.random)
        self.csrf = ""

    def send(self, path: str, body: object, **headers: str) -> TestResponse:
        """A POST before signing in."""
        return self.client.post(path, json=body, headers=headers)

    def bind(self, secret: str) -> None:
        body = {"secret": secret, "verifier": self.verifier}
        answer = self.send("/trustee/begin/passphrase", body)
        assert answer.status_code == 200, answer.json
        assert answer.json == {"address": self.base}
        self.load()

    def load(self) -> str:
        """The page of the ceremony, with the value that every POST needs."""
        page = self.client.get(f"{self.base}/ceremony", headers=HTML)
        assert page.status_code == 200, page.headers
        text = page.get_data(as_text=True)
        found = re.search(r'<meta name="csrf-token" content="([^"]+)"', text)
        assert found
        self.csrf = found[1]
        return text

    def post(self, path: str, body: bytes) -> TestResponse:
        headers = {"X-CSRFToken": self.csrf, "Content-Type": "application/json"}
        return self.client.post(f"{self.base}/{path}", data=body, headers=headers)

    def task(self) -> dict[str, Any]:
        answer = self.client.get(f"{self.base}/ceremony/task")
        assert answer.status_code == 200
        task: dict[str, Any] = answer.json
        return task

    def say(self, transcript: Transcript, step: str) -> dict[str, Any]:
        data = self.player.say(transcript, step)
        attempt = self.task()["attempt"]
        answer = self.post(f"ceremony/{attempt}/messages/{step}", data)
        assert answer.status_code == 200, answer.json
        transcript.add(self.position, step, data)
        task: dict[str, Any] = answer.json
        return task

    def rehearse(self, transcript: Transcript) -> TestResponse:
        answer = self.player.rehearse(self.player.get_digest(transcript))
        return self.post("ceremony/rehearsal", encode_canonical(answer))

    def look(self) -> TestResponse:
        """Sign that the set-up was looked at, by the text that the task asks for."""
        text = self.client.get(f"{self.base}/decrypt/task").json["opening_text"]
        return self.post("decrypt/opening", encode_canonical(self.player.agree(text)))

    def sign(self, uuid: str) -> TestResponse:
        """Post the closing statement that the decryption task asks for."""
        task = self.client.get(f"{self.base}/decrypt/task").json
        text = next(e["closing_text"] for e in task["elections"] if e["uuid"] == uuid)
        return self.post(f"decrypt/{uuid}/statement", encode_canonical(self.player.agree(text)))

    def create_factors(self, world: World, uuid: str) -> bytes:
        task = self.client.get(f"{self.base}/decrypt/task").json
        group = next(e["group"] for e in task["elections"] if e["uuid"] == uuid)
        bound, totals = load_totals(world.context, uuid, self.position)
        assert GROUP.encode(bound.public_key) == json.loads(task["public_key"])["public_key"]
        return encode_canonical(self.player.decrypt(uuid, group, bound, totals))

    def decrypt(self, world: World, uuid: str) -> TestResponse:
        return self.post(f"decrypt/{uuid}/decryption", self.create_factors(world, uuid))


def bind_all(
    app: Flask,
    world: World,
    committee: Committee,
    size: int = 3,
    singles: int = 0,
    *,
    again: bool = False,
) -> list[Linked]:
    """Links for everybody, each used in a browser of its own."""
    people = [
        Linked(app, world.code, number, single=number > size)
        for number in range(1, size + singles + 1)
    ]
    for person in people:
        confirmed = {"confirm": "yes"} if again else {}
        person.bind(make_link(world, committee, person.position, **confirmed))
    return people


def fix_and_look(world: World, people: Sequence[Linked]) -> None:
    """Fix the set-up, print the slips; these look at it and sign."""
    world.fix_alone()
    world.print_slips()
    for person in people:
        answer = person.look()
        assert answer.status_code == 200, answer.json


def hold_ceremony(people: Sequence[Linked], threshold: int = 2) -> Transcript:
    """Every step of everybody, in turn; the secrets stay with the people."""
    singles = sum(isinstance(person.player, PlayedSingle) for person in people)
    transcript = Transcript(GROUP, len(people) - singles, threshold, singles)
    for step in STEPS:
        for person in people:
            if step in person.player.steps:
                person.say(transcript, step)
    return transcript


def text_of(answer: TestResponse) -> str:
    return html.unescape(answer.get_data(as_text=True))
