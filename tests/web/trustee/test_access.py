"""Who gets in as a trustee, and who does not: links, sessions, cookies, other sites, rubbish."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.players.services.authenticator import Authenticator
from tests.players.services.world import World, create_draft, create_settings
from tests.players.web.people import (
    HTML,
    Linked,
    bind_all,
    make_link,
    name_trustees,
    pages,
    text_of,
)
from tests.web.conftest import Committee
from voteapp.app import create_app
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.services.context import Context
from voteapp.services.people import trustee_access
from voteapp.services.trustees import planning

BEGIN = "/trustee/begin"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.fixture
def named(world: World, committee: Committee) -> Committee:
    name_trustees(world, committee)
    return committee


def test_a_link_works_once(app: Flask, world: World, named: Committee) -> None:
    secret = make_link(world, named, 1)
    ana, eve = Linked(app, world.code, 1), Linked(app, world.code, 1)
    ana.bind(secret)
    for path in ("describe", "passphrase", "passkey-options"):
        body = {"secret": secret, "verifier": "0" * 64}
        answer = eve.send(f"{BEGIN}/{path}", body)
        assert answer.status_code == 404, path
        assert "used already" in answer.json["error"]["message"]
    answer = eve.send(f"{BEGIN}/passkey", {"secret": secret, "credential": {}})
    assert answer.status_code == 404
    assert eve.client.get(eve.base, headers=HTML).status_code == 302


def test_nobody_has_a_cookie_before_the_link_is_used(
    app: Flask, world: World, named: Committee
) -> None:
    secret = make_link(world, named, 2)
    bo = Linked(app, world.code, 2)
    page = bo.client.get(BEGIN)
    assert page.status_code == 200
    assert b"csrf" not in page.data
    assert "Set-Cookie" not in page.headers
    described = bo.send(f"{BEGIN}/describe", {"secret": secret})
    assert "Set-Cookie" not in described.headers
    bound = bo.send(f"{BEGIN}/passphrase", {"secret": secret, "verifier": bo.verifier})
    cookies = sorted(bound.headers.getlist("Set-Cookie"))
    assert [cookie.partition("=")[0] for cookie in cookies] == [
        "voteapp_trustee",
        "voteapp_trustee_device",
    ]
    assert "Max-Age" not in cookies[0]
    for cookie in cookies:
        for part in ("HttpOnly", "SameSite=Strict", f"Path=/trustee/{world.code}"):
            assert part in cookie
        assert "Secure" not in cookie
        assert secret not in cookie


def test_https_makes_the_cookie_stricter(world: World, named: Committee) -> None:
    secret = make_link(world, named, 2)
    settings = replace(world.context.settings, base_url="https://vote.example.org", trial=False)
    app = create_app(settings, replace(world.context, settings=settings))
    body = {"secret": secret, "verifier": "0" * 64}
    answer = app.test_client().post(f"{BEGIN}/passphrase", json=body)
    assert "Secure" in answer.headers["Set-Cookie"]


def test_signing_in_and_out(app: Flask, world: World, named: Committee) -> None:
    first = Linked(app, world.code, 1)
    first.bind(make_link(world, named, 1))
    ana = Linked(app, world.code, 1)
    path = f"{ana.base}/sign-in/passphrase"
    asked = ana.client.get(f"{ana.base}/ceremony", headers=HTML)
    assert asked.headers["Location"] == f"{ana.base}/sign-in"
    assert ana.client.get(f"{ana.base}/sign-in", headers=HTML).status_code == 200
    wrong = ana.send(path, {"position": 1, "verifier": "f" * 64})
    assert (wrong.status_code, wrong.json["error"]["code"]) == (403, "wrong-password")
    answer = ana.send(path, {"position": 1, "verifier": ana.verifier})
    assert answer.json == {"address": ana.base}
    ana.load()
    assert ana.client.get(f"{ana.base}/sign-in").headers["Location"] == ana.base
    token = ana.client.get_cookie("voteapp_trustee", path=ana.base)
    assert token is not None
    out = ana.client.post(f"{ana.base}/sign-out", data={"csrf_token": ana.csrf})
    assert (out.status_code, out.headers["Location"]) == (303, f"{ana.base}/sign-in")
    ana.client.set_cookie("voteapp_trustee", token.value, path=ana.base)
    assert ana.client.get(f"{ana.base}/ceremony/task").status_code == 401
    assert first.client.get(f"{ana.base}/ceremony/task").status_code == 200


def test_a_passkey_signs_in_and_no_other_does(app: Flask, world: World, named: Committee) -> None:
    secret = make_link(world, named, 1)
    ana, passkey = Linked(app, world.code, 1), Authenticator("http://localhost")
    options = ana.send(f"{BEGIN}/passkey-options", {"secret": secret}).json
    assert options["rp"]["id"] == "localhost"
    body = {"secret": secret, "credential": passkey.create(options)}
    assert ana.send(f"{BEGIN}/passkey", body).json == {"address": ana.base}
    ana.load()
    assert "Signs in with a passkey." in named.get(pages(world))
    again, path = Linked(app, world.code, 1), f"{ana.base}/sign-in/passkey"
    for key, status in ((Authenticator("http://localhost"), 403), (passkey, 200)):
        options = again.send(f"{path}-options", {"position": 1}).json
        answer = again.send(path, {"position": 1, "credential": key.get(options)})
        assert answer.status_code == status
    again.load()
    wrong = again.send(f"{ana.base}/sign-in/passphrase", {"position": 1, "verifier": "0" * 64})
    assert wrong.status_code == 403
    assert again.send(f"{path}-options", {"position": 2}).status_code == 404


def test_a_real_server_has_one_address_for_passkeys(world: World, named: Committee) -> None:
    secret = make_link(world, named, 2)
    settings = replace(world.context.settings, base_url="https://vote.example.org", trial=False)
    app = create_app(settings, replace(world.context, settings=settings))
    for base_url in ("https://vote.example.org", "https://vote.example.com"):
        options = app.test_client().post(
            f"{BEGIN}/passkey-options", json={"secret": secret}, base_url=base_url
        )
        assert options.json["rp"]["id"] == "vote.example.org"


def test_guessing_shuts_no_trustee_out(app: Flask, world: World, named: Committee) -> None:
    """A stranger waits longer and longer; the trustee's own browser never does."""
    ana, stranger = Linked(app, world.code, 1), Linked(app, world.code, 1)
    ana.bind(make_link(world, named, 1))
    path = f"{ana.base}/sign-in/passphrase"
    guess = {"position": 1, "verifier": "f" * 64}
    answers = [stranger.send(path, guess) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    told = answers[-1].json["error"]
    assert (told["code"], told["retry_after"]) == ("must-wait", 1)
    right = {"position": 1, "verifier": ana.verifier}
    assert ana.send(path, right).status_code == 200
    assert stranger.send(path, {**right, "ticket": told["ticket"]}).status_code == 429
    world.clock.advance(seconds=1)
    assert stranger.send(path, {**right, "ticket": told["ticket"]}).status_code == 200
    for rubbish in (7, None, ["x"], "x" * 500, "é"):
        assert stranger.send(path, {**guess, "ticket": rubbish}).status_code in (403, 422, 429)
    for position in (2, 3, 99):  # no link yet, or nobody at all
        body = {"position": position, "verifier": "f" * 64}
        assert ana.send(path, body).status_code == 403


def test_a_trustee_of_another_campaign_stays_outside(
    app: Flask, world: World, named: Committee
) -> None:
    ana = bind_all(app, world, named)[0]
    token = ana.client.get_cookie("voteapp_trustee", path=ana.base)
    assert token is not None
    autumn = PlayedCampaign(world.context, "Ada")
    other = autumn.draft(create_draft(title="Autumn"))
    autumn.lock()
    planning.plan_ceremony(world.context, "Ada", other, ("A", "B", "C"), 2)
    ana.client.set_cookie("voteapp_trustee", token.value, path=f"/trustee/{other}")
    for path in ("ceremony/task", "ceremony/status", "decrypt/task", "ceremony/folder.zip"):
        assert ana.client.get(f"/trustee/{other}/{path}").status_code == 401
    ana.client.set_cookie("voteapp_committee", token.value, path="/committee")
    assert ana.client.get("/committee/", headers=HTML).status_code == 302


def test_nobody_gets_in_by_what_earlier_trustees_left_behind(
    app: Flask, world: World, named: Committee
) -> None:
    ana = bind_all(app, world, named)[0]
    planning.remove_ceremony(world.context, "Ada", world.code)  # and then the power failed
    name_trustees(world, named)
    assert ana.client.get(f"{ana.base}/ceremony/task").status_code == 401
    assert trustee_access.list_access(world.context, world.code) == {}


def test_the_committee_is_no_trustee(world: World, named: Committee) -> None:
    base = f"/trustee/{world.code}"
    cookie = named.client.get_cookie("voteapp_committee", path="/committee")
    assert cookie is not None
    named.client.set_cookie("voteapp_trustee", cookie.value, path=base)
    assert named.client.get(f"{base}/ceremony/task").status_code == 401
    assert named.client.get(f"{base}/ceremony", headers=HTML).status_code == 302


def test_trustees_get_no_page_of_the_committee(app: Flask, world: World, named: Committee) -> None:
    ana = bind_all(app, world, named)[0]
    assert ana.client.get(f"{pages(world)}/status").status_code == 302
    assert "/committee" not in ana.load()


def test_every_change_needs_the_csrf_value(app: Flask, world: World, named: Committee) -> None:
    ana, bo, _cy = bind_all(app, world, named)
    for csrf in ("", "wrong", bo.csrf):
        ana.csrf = csrf
        for path in ("ceremony/lost", "ceremony/rehearsal", "ceremony/1/messages/certificate"):
            assert ana.post(path, b'{"lost":true}').status_code == 400
    ana.load()
    headers = {"X-CSRFToken": ana.csrf, "Sec-Fetch-Site": "cross-site"}
    path = f"{ana.base}/ceremony/lost"
    assert ana.client.post(path, json={"lost": True}, headers=headers).status_code == 403
    assert ana.task()["lost"] is False


def test_another_site_cannot_use_a_link(app: Flask, world: World, named: Committee) -> None:
    secret = make_link(world, named, 1)
    ana = Linked(app, world.code, 1)
    body = {"secret": secret, "verifier": ana.verifier}
    path = f"{BEGIN}/passphrase"
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        assert ana.client.post(path, json=body, headers=headers).status_code == 403
    assert ana.client.post(path, data=body).status_code == 415
    plain = json.dumps(body)
    headers = {"Content-Type": "text/plain"}
    assert ana.client.post(path, data=plain, headers=headers).status_code == 415
    same = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert ana.client.post(path, json=body, headers=same).status_code == 200


VISITORS = (
    f"{BEGIN}/describe",
    f"{BEGIN}/passphrase",
    f"{BEGIN}/passkey-options",
    f"{BEGIN}/passkey",
    "sign-in/passphrase",
    "sign-in/passkey-options",
    "sign-in/passkey",
)
RUBBISH = (
    b"",
    b"\x00",
    b"\xff" * 50,
    b"[]",
    b"null",
    b"NaN",
    b"{}",
    b"[" * 3000,
    b'{"secret":1,"verifier":2,"position":"1","credential":"x"}',
    b'{"secret":"\\ud800","verifier":"\\u0000","position":true,"credential":[]}',
    b'{"secret":"x","verifier":"' + b"0" * 64 + b'","position":1e400,"credential":{}}',
    b'{"secret":"x","verifier":"' + b"0" * 64 + b'","position":-1,"credential":{"a":"\\ud800"}}',
    b'{"secret":"x","position":1,"credential":{"response":{"clientDataJSON":"!!"}}}',
)


def test_rubbish_before_signing_in(world: World, named: Committee, client: FlaskClient) -> None:
    for path in VISITORS:
        address = path if path.startswith("/") else f"/trustee/{world.code}/{path}"
        for body in RUBBISH:
            answer = client.post(address, data=body, content_type="application/json")
            assert 400 <= answer.status_code < 500, (path, body[:40])
            assert answer.json["error"]["message"]
        large = client.post(address, data=b" " * 70_000, content_type="application/json")
        assert large.status_code == 413


def test_rubbish_from_a_trustee(app: Flask, world: World, named: Committee) -> None:
    ana = bind_all(app, world, named)[0]
    attempt = ana.task()["attempt"]
    for body in RUBBISH:
        for path in (
            f"ceremony/{attempt}/messages/certificate",
            f"ceremony/{attempt}/messages/share",
            f"ceremony/{attempt}/messages/nothing",
            f"ceremony/{attempt + 1}/messages/commit",
            "ceremony/rehearsal",
            "ceremony/lost",
            "decrypt/unknown/statement",
            f"decrypt/{world.uuids[0]}/statement",
            f"decrypt/{world.uuids[0]}/decryption",
        ):
            answer = ana.post(path, body)
            assert 400 <= answer.status_code < 500, (path, body[:40])
            assert answer.json["error"]["message"], path
    for path in ("ceremony/1/messages/certificate", "ceremony/lost", "ceremony/rehearsal"):
        assert ana.post(path, b" " * 70_000).status_code == 413
    strange = ("%00", "..%2f..", "a" * 3000, "%F0%9F%97%B3", "99999999999999999999999")
    for text in strange:
        for path in (f"ceremony/{text}/messages/commit", f"ceremony/1/messages/{text}"):
            assert 400 <= ana.post(path, b"{}").status_code < 500, path
        for path in (f"/trustee/{text}", f"{ana.base}/decrypt/{text}/record"):
            answer = ana.client.get(path, headers=HTML)
            assert answer.status_code in (302, 404), path


def test_a_page_for_people_where_a_page_was_asked_for(
    app: Flask, world: World, named: Committee
) -> None:
    ana = bind_all(app, world, named)[0]
    page = ana.client.get(f"{ana.base}/decrypt/nothing/record", headers=HTML)
    assert page.status_code == 404
    assert "<h1>" in text_of(page)
    assert "If you are a trustee and are stuck, ask the committee." in text_of(page)
    unknown = app.test_client().get("/trustee/NOSUCH00/sign-in", headers=HTML)
    assert unknown.status_code == 404


def test_nothing_secret_is_logged_or_kept_in_an_address(
    app: Flask, world: World, named: Committee, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = make_link(world, named, 1)
    ana = Linked(app, world.code, 1)
    ana.bind(secret)
    ana.post("ceremony/1/messages/certificate", b'{"seed":"' + secret.encode() + b'"}')
    ana.send(f"{BEGIN}/passphrase", {"secret": secret, "verifier": ana.verifier})
    assert secret not in caplog.text
    assert ana.verifier not in caplog.text
    for rule in app.url_map.iter_rules():
        assert "secret" not in rule.rule
    listed = trustee_access.list_access(world.context, world.code)
    assert listed[1].bound == "passphrase"
    assert listed[1].link_made is False


def test_trustees_pages_are_never_kept(app: Flask, world: World, named: Committee) -> None:
    ana = bind_all(app, world, named)[0]
    for path in ("", "/ceremony", "/ceremony/task", "/ceremony/status", "/ceremony/folder.zip"):
        answer = ana.client.get(ana.base + path, headers=HTML)
        assert answer.headers["Cache-Control"] == "no-store", path
    link = named.post(f"{pages(world)}/2/link", {"confirm": "yes"}, page=pages(world))
    assert link.headers["Cache-Control"] == "no-store"
