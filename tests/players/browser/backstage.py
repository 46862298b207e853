"""A campaign made behind the scenes, for tests of what its trustees' browsers do at the end; and a
server that tells one of them something else.

Committee, teller and members are played by the services; the trustees whose pages are tested
click. The lies are told by changing what the server answers to one browser.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route

from tests.forgeries.workshop import Step, build
from tests.players.browser.people import KEY_PASSPHRASE, People, Person
from tests.players.browser.site import Site
from tests.players.services.table import Table
from tests.players.services.world import ADA, World, create_draft
from voteapp.campaign.playing.trustees import PlayedKeys
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.protocol.archive import BytesSource, read_header, read_members
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.events import decode_event
from voteapp.services.assembly import create_context
from voteapp.services.counting import disclosure
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.people import trustee_access
from voteapp.services.values.drafts import ElectionDraft
from voteapp.web.frame.jsonable import jsonable

QUICK = 2**14
"""Scrypt's cost of the key files here: the least that is allowed."""


class Backstage(World):
    """Everybody but the trustees' browsers, on a running site's databases."""

    def __init__(self, site: Site, *drafts: ElectionDraft) -> None:
        PlayedCampaign.__init__(self, site.context, ADA)
        self.site, self.drafts = site, drafts

    def begin(self) -> None:
        """Drafted and locked."""
        now = self.site.now()
        draft = replace(
            create_draft(*self.drafts, slips=20),
            opening=now + timedelta(minutes=1),
            closing=now + timedelta(hours=30),
        )
        self.submit(draft)

    def start(self) -> None:
        """Slips made and voting opened; the key is there already."""
        self.make_slips()
        super().start()
        self.site.advance(minutes=2)

    def seal(self) -> None:
        """Of what was cast so far, all but k get on the board, if they are 2k at least."""
        self.site.advance(hours=5)

    def vote(self, members: range) -> None:
        """Each of them answers every question with its second choice."""
        for uuid in self.uuids:
            questions = self.election(uuid).election.questions
            choices = [[int(i == 1) for i in range(question.width)] for question in questions]
            for member in members:
                self.cast(uuid, member, choices)

    def finish(self) -> None:
        """Closed, counted, added up."""
        self.close()
        self.count_slips()
        self.tick()

    def save_key(self, folder: Path) -> Path:
        """The file of a campaign's only key."""
        path = folder / f"only-{self.code}.json"
        path.write_bytes(self.sole.protect(KEY_PASSPHRASE, n=QUICK))
        return path

    def tell(self, position: int | None = None) -> dict[str, bytes]:
        """What this server answers about its elections: the end of an address and the body."""
        task = get_decryption_task(self.context, self.get_seat(position or 1))
        told = {"/decrypt/task": encode_json(jsonable(asdict(task)))}
        for uuid in self.uuids:
            told[f"/{uuid}/record"] = disclosure.get_record(self.context, uuid)
            told[f"/{uuid}/manifest"] = disclosure.get_manifest(self.context, uuid)
            told[f"/{uuid}/questionnaire"] = disclosure.get_questionnaire(self.context, uuid)
            told[f"/{uuid}/evidence"] = disclosure.get_evidence(self.context, uuid)
        return told

    def fork(self, folder: Path) -> Backstage:
        """The same server as it is now, with a future of its own."""
        shutil.copytree(self.site.folder, folder)
        settings = replace(
            self.context.settings,
            instance=folder / "instance",
            keys=folder / "keys",
            board_url=f"sqlite:///{folder}/instance/board.sqlite",
            roll_url=f"sqlite:///{folder}/instance/roll.sqlite",
        )
        other = Backstage(self.site)
        other.__dict__ |= self.__dict__
        other.context = create_context(
            settings, clock=self.site.now, random_bytes=secrets.token_bytes
        )
        return other


class SeveralTrustees(Backstage):
    """2 of 3 threshold trustees, who made their key before the test begins."""

    names = ("Ana", "Ben", "Cleo")

    def make_keys(self) -> None:
        self.table = Table(self, len(self.names), 2, names=self.names)
        self.table.hold()
        self.table.rehearse(*range(1, len(self.names) + 1))

    def save_keys(self, folder: Path) -> list[Path]:
        """Everybody's key file."""
        keys = PlayedKeys(self.table.people, self.table.read().assemble())
        paths = []
        for trustee in keys.trustees:
            path = folder / f"key-{trustee.number}.json"
            path.write_bytes(keys.protect(trustee.number, KEY_PASSPHRASE, self.random, n=QUICK))
            paths.append(path)
        return paths

    def admit(self, people: People, position: int) -> Person:
        """A trustee's browser, signed in by the personal link."""
        secret = trustee_access.create_link(self.context, self.code, position)
        token = trustee_access.bind_passphrase(self.context, secret, "0" * 64).token
        person = Person(people, self.names[position - 1])
        people.everybody.append(person)
        person.browser.add_cookie(self.site.address, "voteapp_trustee", token)
        return person


def read_steps(record: bytes) -> tuple[list[Step], int]:
    """A record as steps that can be bent, and its timestamp."""
    source = BytesSource(record)
    header, offset = read_header(source)
    steps: list[Step] = []
    objects: list[bytes] = []
    for member in read_members(source, offset, int(header.timestamp)):
        if not member.is_event:
            objects.append(member.body)
            continue
        steps.append(Step(decode_event(member.body).type, objects))
        objects = []
    return steps, int(header.timestamp)


def bend_record(record: bytes, bend: Callable[[list[Step]], None]) -> bytes:
    """The record with its steps bent and the chain made right."""
    steps, timestamp = read_steps(record)
    bend(steps)
    return build(steps, timestamp=timestamp)


def lie(page: Page, told: Mapping[str, bytes]) -> None:
    """Answer GETs whose address ends so with these bodies."""
    for end, body in told.items():
        kind = "application/octet-stream" if end.endswith("/record") else "application/json"
        page.route(f"**{end}", _answer(body, kind))


def _answer(body: bytes, kind: str) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(status=200, body=body, content_type=kind)
        else:
            route.continue_()

    return answer


def change_task(page: Page, code_path: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the task that the server tells, in the page's address, polls and answers alike."""

    def whole(route: Route) -> None:
        answer = route.fetch()
        if "text/html" not in answer.headers["content-type"]:
            task = answer.json()
            change(task)
            route.fulfill(response=answer, body=json.dumps(task))
            return
        text = answer.text()
        found = re.search(r'id="task">(.*?)</script>', text, re.DOTALL)
        assert found is not None
        task = json.loads(found[1])
        change(task)
        safe = json.dumps(task).replace("<", "\\u003c")
        route.fulfill(response=answer, body=text.replace(found[1], safe))

    for end in ("", "/task", "/*/statement", "/*/decryption"):
        page.route(f"**{code_path}{end}", whole)
