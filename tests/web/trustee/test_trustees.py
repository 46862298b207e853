"""Several trustees: named by the committee, let in by links, heard in their ceremony."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.players.campaign.complaint_lies import wrong_share_to_one_trustee
from tests.players.services.world import World, create_settings
from tests.players.web.people import (
    HTML,
    NAMES,
    bind_all,
    hold_ceremony,
    make_link,
    name_trustees,
    pages,
    text_of,
)
from tests.web.conftest import Committee
from voteapp.services.context import Context
from voteapp.services.people import trustee_access
from voteapp.services.trustees import reading
from voteapp.web.words import trustees as trustee_words


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"names": ""}, "names"),
        ({"names": " \n \n"}, "names"),
        ({"names": "Ana"}, "names"),
        ({"names": "Ana\nana\nBo"}, "names"),
        ({"names": "\n".join(f"T{n}" for n in range(16))}, "names"),
        ({"names": "A" * 81 + "\nBo\nCy"}, "names"),
        ({"names": "Ana\x07\nBo\nCy"}, "names"),
        ({"threshold": "1"}, "threshold"),
        ({"threshold": "4"}, "threshold"),
        ({"threshold": "two"}, "threshold"),
        ({"threshold": "²"}, "threshold"),
        ({"singles": "bo chen"}, "singles"),
        ({"singles": "\n".join(f"S{n}" for n in range(200))}, "singles"),
    ],
)
def test_mistakes_in_the_names_are_said_at_the_field(
    world: World, committee: Committee, fields: dict[str, str], field: str
) -> None:
    typed = {"names": "\n".join(NAMES), "threshold": "2", "singles": "", **fields}
    answer = committee.post(pages(world), typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'value="{typed["threshold"]}"' in page
    assert typed["names"].strip() in page
    assert "Several trustees (recommended)" in committee.get(pages(world))


@pytest.mark.parametrize("count, least", [(2, 2), (3, 2), (4, 3), (5, 3)])
def test_more_than_half_is_the_default(
    world: World, committee: Committee, count: int, least: int
) -> None:
    fields = {"names": "\n".join(f"T{n}" for n in range(count)), "threshold": "", "singles": ""}
    assert committee.post(pages(world), fields).status_code == 303
    assert f"Any {least} of {count} trustees" in committee.get(pages(world))


def test_the_choice_and_its_way_back(world: World, committee: Committee) -> None:
    base = f"/committee/campaigns/{world.code}"
    page = committee.get(base)
    assert f'class="button" href="{pages(world)}"' in page
    page = committee.get(pages(world))
    assert f'href="{base}/keys"' in page
    name_trustees(world, committee, singles=("Di",))
    page = committee.get(pages(world))
    assert "1 more must always take part." in page
    assert "Needs a link" in page
    for path in ("keys", "decrypt"):
        answer = committee.client.get(f"{base}/{path}")
        assert (answer.status_code, answer.headers["Location"]) == (302, pages(world))
    posted = committee.post_json(f"{base}/keys/public-key", b"{}", base)
    assert posted.status_code == 409
    assert "The trustees have not made their key together yet." in committee.get(base)
    again = {"names": "\n".join(NAMES), "threshold": "", "singles": ""}
    assert committee.post(pages(world), again).status_code == 409
    assert "Ana Lua" in committee.get(f"{pages(world)}/remove")
    assert committee.post(f"{pages(world)}/remove", {}).status_code == 303
    assert "Several trustees (recommended)" in committee.get(pages(world))


def test_one_trustee_with_a_key_is_not_put_aside_unasked(
    world: World, committee: Committee
) -> None:
    world.make_key()
    assert "One trustee has made a key already." in committee.get(pages(world))
    fields = {"names": "\n".join(NAMES), "threshold": "2", "singles": ""}
    assert committee.post(pages(world), fields, page="/committee/new").status_code == 409


def test_a_link_is_shown_once_and_asked_about_before_it_is_made_again(
    world: World, committee: Committee
) -> None:
    name_trustees(world, committee)
    first = make_link(world, committee, 1)
    assert first not in committee.get(pages(world))
    assert "The link is made, not used yet." in committee.get(pages(world))
    asked = committee.post(f"{pages(world)}/1/link", {}, page=pages(world))
    assert "stops working" in text_of(asked)
    assert first not in text_of(asked)
    second = make_link(world, committee, 1, confirm="yes")
    log = text_of(committee.client.get(f"/committee/campaigns/{world.code}"))
    assert log.count("Trustee’s personal link made") == 2
    describe = "/trustee/begin/describe"
    client = committee.client
    assert client.post(describe, json={"secret": first}).status_code == 404
    found = client.post(describe, json={"secret": second}).json
    assert found["name"] == "Ana Lua"
    assert (found["position"], found["size"], found["threshold"]) == (1, 3, 2)
    assert found["passkeys"] is True
    elsewhere = client.post(describe, json={"secret": second}, base_url="http://127.0.0.1:8000")
    assert elsewhere.json["passkeys"] is False
    for wrong in ("0", "9", "99999999999999999999"):
        answer = committee.post(f"{pages(world)}/{wrong}/link", {}, page=pages(world))
        assert answer.status_code == 404


def test_a_link_that_is_too_old_is_said_to_be(world: World, committee: Committee) -> None:
    name_trustees(world, committee)
    make_link(world, committee, 1)
    world.clock.advance(hours=11)
    assert "The link is made, not used yet." in committee.get(pages(world))
    path = f"{pages(world)}/1/link"
    overview = reading.get_ceremony_overview(world.context, world.code)
    assert overview is not None
    access = trustee_access.list_access(world.context, world.code)
    lines = trustee_words.list_lines(overview, access, world.clock() + timedelta(days=7))
    assert lines[0].link == "The link is too old and was never used. Make it again."
    assert committee.client.get(path).status_code == 405


def test_replacing_ends_the_sign_in_and_starts_over(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee)
    ana, bo, _cy = bind_all(app, world, committee)
    before = ana.task()["attempt"]
    path = f"{pages(world)}/2/replace"
    for name in ("", "Ana Lua", "x\x07"):
        answer = committee.post(path, {"name": name})
        assert answer.status_code == 422
        assert 'href="#name"' in text_of(answer)
    assert committee.post(path, {"name": "Di Fox"}).status_code == 303
    assert bo.client.get(f"{bo.base}/ceremony/task").status_code == 401
    task = ana.task()
    assert task["attempt"] != before
    assert [trustee["name"] for trustee in task["trustees"]] == ["Ana Lua", "Di Fox", "Cy Okri"]
    assert committee.post(f"{pages(world)}/restart", {}).status_code == 303
    late = ana.post(f"ceremony/{before}/messages/certificate", b"{}")
    assert late.status_code == 409
    assert committee.post(f"{pages(world)}/7/replace", {}, page=pages(world)).status_code == 404


def test_a_ceremony_and_what_the_committee_sees_of_it(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee, singles=("Di Fox",))
    people = bind_all(app, world, committee, singles=1)
    page = committee.get(pages(world))
    assert "Signs in with a passphrase." in page
    assert "We wait for: Ana Lua, Bo Chen, Cy Okri." in page
    before = committee.client.get(f"{pages(world)}/status").json
    transcript = hold_ceremony(people)
    after = committee.client.get(f"{pages(world)}/status").json
    assert after["version"] != before["version"]
    assert after["done"] is True
    assert people[0].client.get(f"{people[0].base}/ceremony/status").json["step"] == "done"
    page = committee.get(pages(world))
    assert "0 of 4 trustees have saved and tried it." in page
    assert len(after["certs_words"]) == 16
    assert all(f"<li>{word}</li>" in page for word in after["certs_words"])
    for person in people:
        answer = person.rehearse(transcript)
        assert answer.status_code == 200, answer.json
        assert answer.json["rehearsed"] is True
    assert "every trustee has tried it" in committee.get(pages(world))
    assert world.state == "slips"
    folder = people[1].client.get(f"{people[1].base}/ceremony/folder.zip")
    with zipfile.ZipFile(io.BytesIO(folder.data)) as archive:
        names = archive.namelist()
        assert archive.read("public-key-4.json").decode() == transcript.message(4, "reveal")
    steps = ("certificate", "commitment", "acknowledgement", "polynomial", "voutput")
    expected = {f"{step}-{number}.json" for step in steps for number in (1, 2, 3)}
    singles = {"commitment-4.json", "acknowledgement-4.json", "public-key-4.json"}
    assert set(names) == expected | singles | {"shape.json"}


def test_what_is_refused_names_trustee_and_step(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee)
    ana, bo, _cy = bind_all(app, world, committee)
    attempt = ana.task()["attempt"]
    early = ana.post(f"ceremony/{attempt}/messages/commit", b"{}")
    assert early.status_code == 422
    error = early.json["error"]
    assert (error["trustee"], error["step"], error["code"]) == (1, "commit", "ceremony-early")
    assert "Ana Lua" in error["message"]
    bad = bo.post(f"ceremony/{attempt}/messages/certificate", b"\xff\xfe")
    assert bad.json["error"]["code"] == "ceremony-encoding"
    page = html.unescape(committee.get(pages(world)))
    assert "Messages that were refused" in page
    assert "<bdi>Ana Lua, in the step “comparing the words”</bdi>: It came before" in page
    assert "<bdi>Bo Chen, in the step “making their key”</bdi>: It cannot be read." in page


def test_a_wrong_share_stops_the_ceremony_and_everybody_reads_whose_it_was(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee, singles=("Di Fox",))
    people = bind_all(app, world, committee, singles=1)
    attempt = people[0].task()["attempt"]
    for entry in wrong_share_to_one_trustee():
        path = f"ceremony/{attempt}/messages/{entry.step}"
        answer = people[entry.trustee - 1].post(path, entry.message.encode())
        if answer.status_code != 200 or answer.json["failure"]:
            break
    assert answer.status_code == 200, answer.json
    assert answer.json["failure"]["trustee"] == 1
    page = html.unescape(committee.get(pages(world)))
    assert "The key could not be made because of trustee Ana Lua. Start over." in page
    assert "<bdi>Ana Lua, in the step “sending their share of the key”</bdi>:</strong>" in page
    assert "The share that was given to another trustee is wrong." in page
    assert f'href="{pages(world)}/1/replace"' in page
    assert "Stopped" in page
    log = html.unescape(app.test_client().get(f"/campaigns/{world.code}").get_data(as_text=True))
    assert "A trustee sent something wrong: the key was not made.\nBy: A trustee" in log
    assert "Ana Lua" not in log
    assert committee.post(f"{pages(world)}/restart", {}).status_code == 303
    assert "The key could not be made" not in committee.get(pages(world))


def test_who_made_the_key_is_named_as_trustee_and_nowhere_else(
    app: Flask, world: World, committee: Committee
) -> None:
    name_trustees(world, committee)
    client = app.test_client()

    def read(path: str) -> str:
        return html.unescape(client.get(path, headers=HTML).get_data(as_text=True))

    public = f"/campaigns/{world.code}"
    assert not any(name in read(public) for name in NAMES)
    people = bind_all(app, world, committee)
    assert not any(name in read(public) for name in NAMES)
    people[0].rehearse(hold_ceremony(people))
    page = read(public)
    assert "2 of 3 trustees are needed to open the totals." in page
    assert "Saved key tried.\nBy: A trustee" in page
    assert [page.count(name) for name in NAMES] == [1, 1, 1]
    replaced = committee.post(f"{pages(world)}/3/replace", {"name": "Di Fox"})
    assert replaced.status_code == 303
    for path in (public, f"/trustee/{world.code}/sign-in"):
        page = read(path)
        assert not any(name in page for name in (*NAMES, "Di Fox"))
    assert "Trustee 2 of 3" in page
