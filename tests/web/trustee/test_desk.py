"""Three trustees at their desks: they look at the set-up, sign, decrypt, confirm, or say that they
cannot."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from flask import Flask

from tests.players.services.world import World, create_settings
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
from tests.web.conftest import Committee, open_early
from voteapp.campaign.canonical import encode_canonical
from voteapp.services.context import Context
from voteapp.services.counting.tasks import get_decryption_task
from voteapp.services.trustees.seats import Seat


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


def open_with_three(app: Flask, world: World, committee: Committee) -> list[Linked]:
    """Three trustees, of whom the last never tries the key; then open voting."""
    name_trustees(world, committee)
    people = bind_all(app, world, committee)
    transcript = hold_ceremony(people)
    for person in people[:2]:
        person.rehearse(transcript)
    world.make_slips()
    return people


def test_two_of_three_from_naming_to_the_result(
    app: Flask, world: World, committee: Committee
) -> None:
    ana, bo, cy = open_with_three(app, world, committee)
    base = f"/committee/campaigns/{world.code}"
    world.fix_alone()
    world.print_slips()
    assert ana.client.get(ana.base, headers=HTML).headers["Location"] == f"{ana.base}/decrypt"
    assert ana.client.get(f"{ana.base}/decrypt", headers=HTML).status_code == 200
    assert ana.client.get(f"{ana.base}/decrypt/setup").data.startswith(b"PK")
    assert ana.look().json["opened"] is True
    assert ana.client.get(ana.base, headers=HTML).headers["Location"] == f"{ana.base}/ceremony"
    page = html.unescape(committee.get(base))
    assert "Too few trustees have signed yet that they looked at the set-up." in page
    assert "Ana Lua, trustee 1</bdi></dt>\n<dd>Signed the opening: they looked" in page
    assert "Bo Chen, trustee 2</bdi></dt>\n<dd>Has not signed the opening" in page
    assert "“opening-unsigned”" in html.unescape(committee.get(f"{base}/open"))
    assert bo.look().status_code == 200
    page = committee.get(f"{base}/open")
    assert "opening-unsigned" not in page
    assert "Cy Okri has not shown that the saved key works." in page
    assert "Ana Lua" not in page
    assert open_early(committee, base).status_code == 303
    world.clock.advance(hours=1)
    home = text_of(ana.client.get(ana.base, headers=HTML))
    assert "Voting is open. There is nothing for you to do now." in home
    late = text_of(cy.client.get(cy.base, headers=HTML))
    assert "you have not signed that you looked at the set-up" in late
    assert cy.look().json["openings"][2] == {"role": "trustee", "number": 3, "late": True}
    assert "Trustee 1 of 3: Ana Lua" in home
    uuid = world.uuids[0]
    for member in range(7):
        world.cast(uuid, member, [[0, 1, 0]])
    world.close()
    world.count_slips()
    world.tick()
    assert ana.client.get(ana.base, headers=HTML).headers["Location"] == f"{ana.base}/decrypt"
    assert ana.client.get(f"{ana.base}/decrypt", headers=HTML).status_code == 200
    for name in ("record", "evidence", "manifest"):
        assert ana.client.get(f"{ana.base}/decrypt/{uuid}/{name}").status_code == 200
    assert ana.sign(uuid).status_code == 200
    early = ana.decrypt(world, uuid)
    assert early.status_code == 409
    page = committee.get(base)
    assert "1 of 3 needed trustees have checked the record" in page
    assert "Signed: Ana Lua." in page
    assert bo.sign(uuid).status_code == 200
    assert bo.decrypt(world, uuid).status_code == 409
    assert cy.sign(uuid).json["elections"][0]["missing"] == {
        "statements": 0,
        "trustees": 0,
        "mirrors": 0,
    }
    assert ana.decrypt(world, uuid).status_code == 200
    foreign = bo.post(f"decrypt/{uuid}/decryption", ana.create_factors(world, uuid))
    assert foreign.status_code == 422
    assert foreign.json["error"]["field"] == "decryption"
    assert "Used the key: Ana Lua." in committee.get(pages(world))
    assert cy.post(f"decrypt/{uuid}/statement", b"{}").status_code == 422
    last = bo.decrypt(world, uuid)
    assert last.json["state"] == "published"
    assert last.json["elections"][0]["finished"] is True
    confirm_and_read(world, cy)
    assert ana.client.get(f"{ana.base}/decrypt/unknown/record").status_code == 404


def confirm_and_read(world: World, person: Linked) -> None:
    """After publication one confirms, and everybody reads who did and who is silent."""
    home = text_of(person.client.get(person.base, headers=HTML))
    assert "look at them and sign that you did" in home
    (election,) = person.client.get(f"{person.base}/decrypt/task").json["elections"]
    statement = person.player.agree(election["confirmation_text"])
    path = f"decrypt/{election['uuid']}/confirmation"
    assert person.post(path, b"{}").json["error"]["field"] == "confirmation"
    assert person.post(path, encode_canonical(statement)).status_code == 200
    for page in ("", "/results"):
        answer = person.client.get(f"/campaigns/{world.code}{page}")
        told = html.unescape(answer.get_data(as_text=True))
        ana, bo, cy = (told.split(f"{name}, trustee")[1].split("</div>")[0] for name in NAMES)
        assert "Silent so far" in ana and "Silent so far" in bo
        assert "Confirmed the published result." in cy and "opening late" in cy
        assert "Signed the closing: voting is over" in bo


def test_who_is_out_says_so_at_the_desk(app: Flask, world: World, committee: Committee) -> None:
    people = open_with_three(app, world, committee)
    fix_and_look(world, people)
    cy = people[2]
    task = cy.client.get(f"{cy.base}/decrypt/task").json
    wrong = cy.post("decrypt/out", encode_canonical(cy.player.agree(task["out_text"] + "x")))
    assert wrong.json["error"]["field"] == "out"
    own = encode_canonical(cy.player.agree(task["out_text"]))
    assert people[0].post("decrypt/out", own).status_code == 422
    answer = cy.post("decrypt/out", own)
    assert (answer.json["out"], answer.json["outs"]) == (True, [{"role": "trustee", "number": 3}])
    page = html.unescape(committee.get(pages(world)))
    assert "take no part in the closing" in page.split("Cy Okri, trustee 3")[1]
    second = encode_canonical(people[1].player.agree(task["out_text"]))
    assert people[1].post("decrypt/out", second).status_code == 409


def test_too_many_lost_keys_have_a_clear_page(
    app: Flask, world: World, committee: Committee
) -> None:
    people = open_with_three(app, world, committee)
    base = f"/committee/campaigns/{world.code}"
    fix_and_look(world, people)
    world.open_fixed()
    assert people[0].post("ceremony/lost", b'{"lost":true}').json["lost"] is True
    page = committee.get(base)
    assert "2 keys are left, 2 are needed" in page
    assert "Too few are left to sign that voting is over." in page
    assert "This result can never be opened" in page
    people[1].post("ceremony/lost", b'{"lost":true}')
    for path in (base, pages(world)):
        page = committee.get(path)
        assert "1 of 2 needed keys are left: this result can never be opened." in page
        assert f'href="{base}/cancel"' in page
    for person in people[:2]:
        assert person.post("ceremony/lost", b'{"lost":false}').json["lost"] is False
    assert "This result can never be opened" not in committee.get(base)
    for wrong in (b"", b"[]", b"{}", b'{"lost":1}', b'{"lost":null}'):
        assert people[2].post("ceremony/lost", wrong).status_code == 422
    with_task = get_decryption_task(world.context, Seat(world.code))
    assert with_task.trustees[0].lost is False
