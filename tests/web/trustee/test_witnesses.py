"""A witness: named on the committee's page, let in by a link, keyed, at the trustees' desk."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.players.services.world import GROUP, World, create_settings
from tests.players.web.people import (
    HTML,
    NAMES,
    Linked,
    bind_all,
    fix_and_look,
    hold_ceremony,
    name_trustees,
    pages,
    text_of,
)
from tests.players.web.people import make_link as make_trustee_link
from tests.web.conftest import Committee
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.services.context import Context

KEY = 4711
KEY_TEXT = GROUP.encode(GROUP.base_power(KEY))


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


def make_link(world: World, committee: Committee, number: int = 1, **fields: str) -> str:
    path = f"{pages(world)}/witnesses"
    answer = committee.post(f"{path}/{number}/link", fields, page=path)
    found = re.search(r"/trustee/begin#([\w-]+)", answer.get_data(as_text=True))
    assert found, answer.get_data(as_text=True)
    return found[1]


def bind(app: Flask, world: World, committee: Committee, **fields: str) -> Linked:
    """The witness at a browser, signed in."""
    person = Linked(app, world.code, 101)
    secret = make_link(world, committee, **fields)
    told = person.send("/trustee/begin/describe", {"secret": secret}).json
    assert (told["kind"], told["name"], told["position"]) == ("witness", "Zoe Ek", 101)
    body = {"secret": secret, "verifier": person.verifier}
    assert person.send("/trustee/begin/passphrase", body).status_code == 200
    home = person.client.get(person.base, headers=HTML)
    assert home.headers["Location"] == f"{person.base}/witness"
    page = person.client.get(f"{person.base}/witness", headers=HTML).get_data(as_text=True)
    found = re.search(r'<meta name="csrf-token" content="([^"]+)"', page)
    assert found
    person.csrf = found[1]
    return person


def sign(person: Linked, text: str) -> bytes:
    made = create_statement(GROUP, Signer("witness", 1), KEY, text, person.random)
    return encode_canonical(made)


def test_naming_and_mistakes(world: World, committee: Committee) -> None:
    path = f"{pages(world)}/witnesses"
    assert "Name several trustees first" in committee.get(path)
    name_trustees(world, committee)
    assert f'href="{path}"' in committee.get(pages(world))
    for names in ("Zoe\nYan", NAMES[0], "x\x07"):
        answer = committee.post(path, {"witnesses": names})
        assert answer.status_code == 422
        assert 'href="#witnesses"' in text_of(answer) and names.strip() in text_of(answer)
    assert committee.post(path, {"witnesses": "Zoe Ek"}).status_code == 303
    assert "No key yet." in committee.get(path)
    key = GROUP.encode(GROUP.base_power(5))
    for line in ("North", "North https://a", f"North ftp://a {key}", f"N https://a {key[:-1]}"):
        answer = committee.post(f"{pages(world)}/mirrors", {"mirrors": line}, page=path)
        assert answer.status_code == 422
        assert 'href="#mirrors"' in text_of(answer) and line in text_of(answer)
    line = f"North Star https://a.example {key}"
    answer = committee.post(f"{pages(world)}/mirrors", {"mirrors": line}, page=path)
    assert answer.status_code == 303
    assert line in html.unescape(committee.get(path))
    for wrong in ("0", "2", "9999999999"):
        answer = committee.post(f"{path}/{wrong}/link", {}, page=path)
        assert answer.status_code == 404


def test_a_link_is_made_again_only_after_asking_and_ends_with_the_name(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee)
    path = f"{pages(world)}/witnesses"
    committee.post(path, {"witnesses": "Zoe Ek"})
    person = bind(app, world, committee)
    asked = committee.post(f"{path}/1/link", {}, page=path)
    assert "Make the link again?" in text_of(asked)
    assert person.client.get(f"{person.base}/witness/task").status_code == 200
    other = committee.post(f"{path}/1/link", {"confirm": "yes", "name": "Who"}, page=path)
    assert other.status_code == 409
    committee.post(path, {"witnesses": "Yan Fu"})
    assert person.client.get(f"{person.base}/witness/task").status_code == 401


def bind_with_witness(
    app: Flask, world: World, committee: Committee
) -> tuple[Linked, list[Linked]]:
    """The witness Zoe Ek and the trustees, each named and at a browser of their own."""
    name_trustees(world, committee)
    committee.post(f"{pages(world)}/witnesses", {"witnesses": "Zoe Ek"})
    return bind(app, world, committee), bind_all(app, world, committee)


def test_a_witness_from_link_to_confirmation(
    app: Flask, world: World, committee: Committee
) -> None:
    zoe, people = bind_with_witness(app, world, committee)
    for wrong in (b"", b"{}", b'{"key":1}', b'{"key":"00"}'):
        assert zoe.post("witness/key", wrong).json["error"]["code"] == "invalid-input"
    assert people[0].post("witness/key", b'{"key":"00"}').status_code == 404
    form = {"csrf_token": zoe.csrf, "key": "12"}
    typed = zoe.client.post(f"{zoe.base}/witness/key", data=form, headers=HTML)
    assert typed.status_code == 422 and 'href="#key"' in text_of(typed)
    assert zoe.post("witness/key", b'{"key":"%s"}' % KEY_TEXT.encode()).json["key"] == KEY_TEXT
    transcript = hold_ceremony(people)
    for person in people:
        assert person.rehearse(transcript).status_code == 200
    world.make_slips()
    world.fix_alone()
    world.print_slips()
    assert zoe.client.get(f"{zoe.base}/ceremony/task").status_code == 404
    assert zoe.client.get(f"{zoe.base}/decrypt/setup").data.startswith(b"PK")
    page = zoe.client.get(f"{zoe.base}/decrypt", headers=HTML).get_data(as_text=True)
    assert 'data-role="witness"' in page
    text = read_task(zoe)["opening_text"]
    assert zoe.post("decrypt/opening", sign(zoe, text)).json["opened"] is True
    for person in people[:2]:
        assert person.look().status_code == 200
    world.open_fixed()
    world.clock.advance(hours=1)
    finish(world, zoe, people)
    told = html.unescape(committee.get(f"/campaigns/{world.code}/results"))
    line = told.split("Zoe Ek, witness 1")[1].split("</div>")[0]
    assert "Signed the closing" in line and "Confirmed the published result." in line
    assert "A witness" in html.unescape(committee.get(f"/campaigns/{world.code}"))


def test_who_lost_the_sign_in_after_publication_confirms_by_a_new_link(
    app: Flask, world: World, committee: Committee
) -> None:
    """A trustee and a witness, with their keys, at new browsers."""
    zoe, people = bind_with_witness(app, world, committee)
    zoe.post("witness/key", b'{"key":"%s"}' % KEY_TEXT.encode())
    transcript = hold_ceremony(people)
    for person in people:
        person.rehearse(transcript)
    world.make_slips()
    fix_and_look(world, people)
    zoe.post("decrypt/opening", sign(zoe, read_task(zoe)["opening_text"]))
    world.open_fixed()
    world.clock.advance(hours=1)
    finish(world, zoe, people)
    assert world.state == "published"
    uuid, page = world.uuids[0], committee.get(pages(world))
    assert 'id="link-1"' in page and 'id="replace-1"' not in page
    before, player = people[0], people[0].player
    fresh = Linked(app, world.code, 1)
    fresh.player = player
    fresh.bind(make_trustee_link(world, committee, 1, confirm="yes"))
    assert before.client.get(f"{before.base}/decrypt/task").status_code == 401
    text = read_task(fresh)["elections"][0]["confirmation_text"]
    signed = encode_canonical(player.agree(text))
    answer = fresh.post(f"decrypt/{uuid}/confirmation", signed)
    assert answer.json["elections"][0]["confirmed"] is True
    again = bind(app, world, committee, confirm="yes", name="Zoe Ek")
    assert read_task(again)["elections"][0]["confirmed"] is True
    assert "Trustee’s personal link made" in committee.get(f"/committee/campaigns/{world.code}")


def finish(world: World, zoe: Linked, people: list[Linked]) -> None:
    """Two of three trustees and the witness sign; two decrypt; the witness confirms."""
    uuid = world.uuids[0]
    for member in range(6):
        world.cast(uuid, member, [[0, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    for name in ("record", "evidence", "manifest", "questionnaire"):
        assert zoe.client.get(f"{zoe.base}/decrypt/{uuid}/{name}").status_code == 200
    for person in people[:2]:
        assert person.sign(uuid).status_code == 200
    text = read_task(zoe)["elections"][0]["closing_text"]
    answer = zoe.post(f"decrypt/{uuid}/statement", sign(zoe, text))
    assert answer.json["elections"][0]["missing"]["statements"] == 0
    for person in people[:2]:
        assert person.decrypt(world, uuid).status_code == 200
    text = read_task(zoe)["elections"][0]["confirmation_text"]
    answer = zoe.post(f"decrypt/{uuid}/confirmation", sign(zoe, text))
    assert answer.json["elections"][0]["confirmed"] is True


def read_task(person: Linked) -> dict[str, Any]:
    task: dict[str, Any] = person.client.get(f"{person.base}/decrypt/task").json
    return task


def test_a_mirror_sends_its_end_without_any_account(
    world: World, committee: Committee, client: FlaskClient
) -> None:
    key = GROUP.encode(GROUP.base_power(KEY))
    typed = {"mirrors": f"North Star https://a.example/board {key}"}
    page = f"{pages(world)}/witnesses"
    home = f"/committee/campaigns/{world.code}"
    assert f'href="{page}"' in committee.get(home)  # the only way there beside one trustee
    assert f'href="{home}"' in committee.get(page)
    assert committee.post(f"{pages(world)}/mirrors", typed, page=page).status_code == 303
    world.make_key()
    world.make_slips()
    world.start()
    world.clock.advance(hours=1)
    uuid = world.uuids[0]
    path = f"/api/elections/{uuid}/mirror-ends"
    assert client.post(path, data=b"{}").status_code == 409
    for member in range(6):
        world.cast(uuid, member, [[0, 1, 0]])
    world.close()
    row = world.get_row(uuid)
    text = f"voteapp-end|{row.fingerprint}|{row.end_tip}"
    signed = create_statement(GROUP, Signer("mirror", 1), KEY, text, world.random)
    wrong = create_statement(GROUP, Signer("mirror", 1), KEY, text + "0", world.random)
    foreign = create_statement(GROUP, Signer("mirror", 2), KEY, text, world.random)
    for data in (encode_canonical(wrong), encode_canonical(foreign), b"{}", b"\xff", b""):
        answer = client.post(path, data=data)
        assert (answer.status_code, answer.json["error"]["field"]) == (422, "mirror_end")
    assert client.post(path, data=b"x" * 20_000).status_code == 413
    assert client.post("/api/elections/none/mirror-ends", data=b"{}").status_code == 404
    for _again in range(2):
        assert client.post(path, data=encode_canonical(signed)).json == {"kept": True}
    evidence = client.get(f"/elections/{uuid}/evidence.json").json
    assert [one["role"] for one in evidence["mirror_ends"]] == ["mirror"]
    assert f'href="{page}"' not in committee.get(home)  # nothing can be named any more
    public = html.unescape(committee.get(f"/campaigns/{world.code}"))
    assert "https://a.example/board" in public and "North Star" in public
