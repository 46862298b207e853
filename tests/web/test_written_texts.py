"""What people wrote keeps its direction on every page, and no code or word is translated."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from flask import Flask

from tests.players.services.world import World, create_draft, create_settings
from tests.support.markup import find_unmarked
from tests.web.conftest import Committee, sign_in_first
from voteapp.app import create_app
from voteapp.campaign.board.signing import decode_receipt
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import RuleDraft
from voteapp.services.voting import casting

pytestmark = pytest.mark.slow

TITLE, QUESTION, ORGANIZER = "تصويت الممرضات", "هل نضرب؟", "لجنة المساومة"
ANSWERS = ("نعم", "لا")
REASON = "انتهى التصويت"
NOT_OURS = ("/drafting/", "/counting/")
C = "/committee/campaigns/{code}"

PUBLIC = (
    *("/", "/b", "/check", "/help", "/privacy", "/how-to-check"),
    *("/b/{code}", "/campaigns/{code}", "/campaigns/{code}/results"),
    *("/elections/{uuid}", "/elections/{uuid}?tracker={tracker}", "/nothing"),
)
COMMITTEE = (
    *("/committee/", "/committee/accounts", C),
    *(C + path for path in ("/withdraw", "/open", "/close", "/cancel", "/annul", "/fix")),
    *(C + path for path in ("/opening-time", "/closing-time", "/members-entitled", "/trustees")),
    *(C + path for path in ("/keys", "/slips", "/void", "/decrypt", "/keys/remove")),
)


class Walk:
    """A campaign in Arabic, and somebody who looks at every page of it."""

    def __init__(self, world: World, app: Flask) -> None:
        self.world, self.seen = world, 0
        self.faults: set[str] = set()
        self.committee: Committee = sign_in_first(app, world.context)
        self.tracker = ""

    def look(self) -> None:
        """Every page that answers in the present state."""
        values = {
            "code": self.world.code,
            "uuid": self.world.uuids[0] if self.world.uuids else "x",
            "tracker": self.tracker[:8].replace("+", "%2B"),
        }
        for path in (*PUBLIC, *COMMITTEE):
            address = path.format(**values)
            answer = self.committee.client.get(address)
            assert answer.status_code < 500, address
            self.seen += answer.status_code == 200
            unmarked = find_unmarked(answer.get_data(as_text=True))
            self.faults |= {f"{path}: {fault}" for fault in unmarked}


def create_arabic() -> object:
    asked = ask(QUESTION, ANSWERS, blank=True)
    vote = write_election("vote", TITLE, (asked,), secrets.token_bytes, rule=RuleDraft())
    return replace(
        create_draft(vote), title=TITLE, organizer=ORGANIZER, facility="مستشفى", unit="وحدة"
    )


def test_every_page_in_every_state(tmp_path) -> None:  # type: ignore[no-untyped-def]
    world = World(create_settings(tmp_path))
    app = create_app(world.settings, world.context)
    walk = Walk(world, app)
    world.draft(create_arabic())  # type: ignore[arg-type]
    walk.look()
    world.lock()
    walk.look()
    world.make_key()
    walk.look()
    world.make_slips()
    walk.look()
    world.start()
    walk.look()
    world.clock.advance(hours=1)
    world.tick()
    (uuid,) = world.uuids
    for member in range(6):
        data = world.ballot(uuid, member, [[0, 1, 0]])
        walk.tracker = decode_receipt(casting.cast(world.context, uuid, data)).tracker
    walk.look()
    world.clock.advance(hours=4)
    world.tick()
    walk.look()
    world.close(REASON)
    walk.look()
    world.count_slips(6, by=("آنا", "بن"))
    world.tick()
    world.sign(uuid)
    world.post_decryption(uuid)
    walk.look()
    assert "published" in str(world.state)
    assert sorted(walk.faults) == []
    assert walk.seen > 120
