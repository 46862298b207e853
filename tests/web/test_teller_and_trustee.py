"""The programs of the trustee's and the teller's pages: what they send and get back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.players.services.table import Table
from tests.players.services.tellers import Tellers
from tests.players.services.world import World, create_settings
from tests.players.web.people import Linked, make_link
from tests.web.conftest import NAME, Committee, open_early
from voteapp.campaign.board.refusals import check_refusal, decode_refusal
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.slips.tellers import sign_printed
from voteapp.protocol.encoding import encode_json
from voteapp.services.context import Context
from voteapp.services.overview import get_campaign

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    return world.context


def test_key_slips_opening_decryption(world: World, committee: Committee) -> None:
    world.submit()
    base = f"/committee/campaigns/{world.code}"
    key = world.sole.key
    task = committee.post_json(f"{base}/keys/public-key", encode_json(key), f"{base}/keys")
    assert json.loads(task.json["public_key"])["public_key"] == key.public_key
    answer = world.sole.rehearse(world.sole.digest)
    task = committee.post_json(f"{base}/keys/rehearsal", encode_canonical(answer), f"{base}/keys")
    assert task.json["rehearsed"] is True
    assert world.state == "slips"
    batch, page = world.create_batch(), f"{base}/slips"
    done = committee.post_json(f"{base}/slips/credentials", batch, page)
    assert done.json["posted"] is True
    world.fix_alone()
    set_up = get_campaign(world.context, world.code).set_up or ""
    signature = sign_printed(world.fingerprints, world.teller.secret).signature
    for wrong, status in (
        ({}, 422),
        ({"set_up": set_up}, 422),
        ({"set_up": set_up, "signature": signature[:-1]}, 422),
        ({"set_up": set_up, "signature": "0" * 128}, 422),
        ({"set_up": "0" * 64, "signature": signature}, 409),
    ):
        answer = committee.post_json(f"{base}/slips/printed", encode_json(wrong), page)
        assert answer.status_code == status
    word = encode_json({"set_up": set_up, "signature": signature})
    printed = committee.post_json(f"{base}/slips/printed", word, page)
    assert printed.json["state"] == "ready"
    assert committee.post_json(f"{base}/slips/reprint", b'{"slips":3}', page).json["reprints"] == 3
    assert committee.post_json(f"{base}/slips/destroyed", b"{}", page).json["destroyed_by"]
    look_and_sign(world, committee)
    assert open_early(committee, base).status_code == 303
    world.clock.advance(hours=1)
    uuid = world.uuids[0]
    for member in range(7):
        world.cast(uuid, member, [[0, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    page = f"{base}/decrypt"
    for name in ("record", "evidence", "manifest"):
        assert committee.client.get(f"{base}/decrypt/{uuid}/{name}").status_code == 200
    statement = world.create_statement(uuid)
    posted = committee.post_json(f"{base}/decrypt/{uuid}/statement", statement, page)
    assert posted.json["elections"][0]["statement_posted"] is True
    factors = world.create_decryption(uuid)
    last = committee.post_json(f"{base}/decrypt/{uuid}/decryption", factors, page)
    assert last.json["state"] == "published"


def look_and_sign(world: World, committee: Committee) -> None:
    """The only trustee looks at the set-up at the account's desk; the page leads there."""
    base = f"/committee/campaigns/{world.code}"
    assert f'class="button" href="{base}/decrypt"' in committee.get(base)
    assert f'href="{base}/open"' in committee.get(base)
    desk = f"{base}/decrypt"
    assert committee.client.get(f"{desk}/setup").data.startswith(b"PK")
    task = committee.client.get(f"{desk}/task").json
    assert (task["role"], task["owner"], task["opened"], task["late"]) == (
        "trustee",
        1,
        False,
        False,
    )
    wrong = committee.post_json(f"{desk}/opening", world.create_signed("x"), base)
    assert (wrong.status_code, wrong.json["error"]["field"]) == (422, "opening")
    signed = world.create_signed(task["opening_text"])
    assert committee.post_json(f"{desk}/opening", signed, base).json["opened"] is True
    out = world.create_signed(task["out_text"])
    assert committee.post_json(f"{desk}/out", out, base).status_code == 409
    assert f'class="button" href="{base}/open"' in committee.get(base)


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff\xfe", b"[]", b'{"pok":1,"public_key":"00"}'])
def test_rubbish_is_refused_with_a_field(world: World, committee: Committee, body: bytes) -> None:
    world.submit()
    base = f"/committee/campaigns/{world.code}"
    answer = committee.post_json(f"{base}/keys/public-key", body, f"{base}/keys")
    assert answer.status_code == 422
    assert answer.json["error"]["field"] == "public_key"
    world.make_key()
    answer = committee.post_json(f"{base}/slips/credentials", body, f"{base}/slips")
    assert answer.status_code == 422
    for wrong in (b"{}", b'{"slips":0}', b'{"slips":"3"}', b'{"slips":true}'):
        answer = committee.post_json(f"{base}/slips/reprint", wrong, f"{base}/slips")
        assert answer.status_code == 422


def test_a_program_without_the_csrf_value_is_refused(world: World, committee: Committee) -> None:
    world.submit()
    path = f"/committee/campaigns/{world.code}/keys/public-key"
    answer = committee.client.post(path, data=b"{}", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad-request"


def test_a_lost_key_is_given_up_after_asking(world: World, committee: Committee) -> None:
    world.submit()
    world.make_key()
    path = f"/committee/campaigns/{world.code}/keys/remove"
    assert "Remove the key" in committee.get(path)
    assert committee.post(path, {}).status_code == 303
    assert world.state == "keys"


def test_voiding_a_slip(world: World, committee: Committee) -> None:
    world.open()
    base = f"/committee/campaigns/{world.code}"
    uuid = world.uuids[0]
    body = write_void(world, 0)
    told = committee.post_json(f"{base}/void", body, f"{base}/void")
    answer = decode_refusal(told.json["answers"][uuid].encode())
    check_refusal(answer, world.context.signer.public_key)
    assert (answer.reason, answer.tracker) == ("voided", None)
    for wrong in (b'{"voids":[],"reason":"x"}', b'{"voids":{"a":1},"reason":"x"}'):
        assert committee.post_json(f"{base}/void", wrong, f"{base}/void").status_code == 422
    world.cast(uuid, 1, [[0, 1, 0]])
    used = write_void(world, 1)
    told = committee.post_json(f"{base}/void", used, f"{base}/void")
    answer = decode_refusal(told.json["answers"][uuid].encode())
    assert answer.reason == "used" and answer.receipt is not None


def write_void(world: World, member: int) -> bytes:
    voids = {uuid: text.decode() for uuid, text in world.create_voids(member).items()}
    return json.dumps({"voids": voids, "reason": "Lost."}).encode()


def test_poster_and_page_name_the_teller_from_fix_on(world: World, committee: Committee) -> None:
    """A phantom teller is seen by people: a name that is nobody's, with a number of slips."""
    world.submit()
    world.make_key()
    world.make_slips()
    pages = [f"/campaigns/{world.code}", f"/campaigns/{world.code}/poster"]
    pages.append(f"/committee/campaigns/{world.code}/keys")  # the only trustee's
    line = f"Teller Teller: {len(world.tokens)} slips"
    assert not any(line in committee.get(page) for page in pages)
    world.fix_alone()
    for page in pages:
        assert line in committee.get(page), page


def test_a_trustee_by_link_reads_who_made_the_slips(
    app: Flask, world: World, committee: Committee
) -> None:
    """From Fix on, and while voting runs: two tellers by name, each with a number."""
    world.submit()
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2, 3)
    tellers = Tellers(world, {"Bea": 7, "Cem": 5})
    tellers.plan()
    tellers.make()
    person = Linked(app, world.code, 1)
    person.bind(make_link(world, committee, 1))

    def read(path: str) -> str:
        page = person.client.get(f"/trustee/{world.code}{path}").get_data(as_text=True)
        return re.sub("[\u2066-\u2069]", "", page)

    lines = ["Teller Bea Teller: 7 slips", "Teller Cem Teller: 5 slips"]
    assert not any(line in read("/ceremony") for line in lines)
    world.fix_alone()
    assert all(line in read("/ceremony") for line in lines)
    tellers.print()
    world.open_fixed()
    assert all(line in read("") for line in lines)


def test_a_print_by_the_command_tells_how_often(world: World, committee: Committee) -> None:
    world.account = NAME  # the account that is signed in makes the slips
    world.submit()
    world.make_key()
    world.make_slips()
    world.fix_alone()
    base = f"/committee/campaigns/{world.code}"
    page = f"{base}/slips"
    for number in (1, 2):
        assert committee.post_json(f"{page}/print", b"{}", page).json["prints"] == number
    word = {
        "set_up": get_campaign(world.context, world.code).set_up,
        "signature": sign_printed(world.fingerprints, world.teller.secret).signature,
    }
    for wrong in ("3", True, 0, 10**9):
        answer = committee.post_json(
            f"{page}/printed", encode_json({**word, "prints": wrong}), page
        )
        assert (answer.status_code, answer.json["error"]["field"]) == (422, "prints")
    done = committee.post_json(f"{page}/printed", encode_json({**word, "prints": 4}), page)
    assert done.json["state"] == "ready"
    log = committee.get(f"/campaigns/{world.code}")
    assert log.count("One more print of slips begun") == 3
    assert committee.client.get(f"{page}/list").json.keys() == {*world.uuids}
