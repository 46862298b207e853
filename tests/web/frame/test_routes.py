"""Every route, its methods and its role: a new route has to be written down here."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Committee
from voteapp.cli.server import listening
from voteapp.errors import MisuseError
from voteapp.web.frame import roles

C = "/committee/campaigns/<code>"
TRUSTEES = C + "/trustees"
T = "/trustee/<code>"
PART = C + "/parts/<part>"
QUESTION = PART + "/questions/<question>"

ROUTES = [
    ("/", "GET", "public"),
    ("/healthz", "GET", "api"),
    ("/readyz", "GET", "api"),
    ("/api/campaigns/<code>", "GET", "api"),
    ("/api/elections/<uuid>/ballots", "POST", "api"),
    ("/api/elections/<uuid>/heads", "GET", "api"),
    ("/api/elections/<uuid>/mirror-ends", "POST", "api"),
    ("/api/elections/<uuid>/sealed", "GET", "api"),
    ("/api/elections/<uuid>/slip", "POST", "api"),
    ("/api/elections/<uuid>/tracker", "GET", "api"),
    ("/api/key", "GET", "api"),
    ("/B", "GET", "member"),
    ("/B/", "GET", "member"),
    ("/B/<path:code>", "GET", "member"),
    ("/b", "GET", "member"),
    ("/b/", "GET", "member"),
    ("/b/<code>", "GET", "member"),
    ("/b/<path:code>", "GET", "member"),
    ("/b/<code>/static/<path:name>", "GET", "member"),
    ("/campaigns/<code>", "GET", "public"),
    ("/campaigns/<code>/figures", "GET", "public"),
    ("/campaigns/<code>/figures/<uuid>/<group>/<name>.svg", "GET", "public"),
    ("/campaigns/<code>/filing", "GET", "public"),
    ("/campaigns/<code>/results", "GET", "public"),
    ("/campaigns/<code>/codebook.xml", "GET", "public"),
    ("/campaigns/<code>/sheet", "GET", "public"),
    ("/campaigns/<code>/<same>-setup.zip", "GET", "public"),
    ("/campaigns/<code>/amendments.json", "GET", "public"),
    ("/campaigns/<code>/results.csv", "GET", "public"),
    ("/campaigns/<code>/results.json", "GET", "public"),
    ("/check", "GET", "public"),
    ("/check-ballot", "GET", "member"),
    ("/check-ballot/<code>", "GET", "member"),
    ("/campaigns/<code>/wall", "GET", "public"),
    ("/campaigns/<code>/poster", "GET", "public"),
    ("/campaigns/<code>/steward", "GET", "public"),
    ("/committee/", "GET", "committee"),
    ("/committee/accounts", "GET", "committee"),
    ("/committee/accounts", "POST", "committee"),
    ("/committee/accounts/<int:number>/disable", "GET POST", "committee"),
    ("/committee/accounts/<int:number>/enable", "POST", "committee"),
    ("/committee/accounts/<int:number>/remove", "GET POST", "committee"),
    ("/committee/accounts/invitations/<mark>/revoke", "POST", "committee"),
    ("/committee/login/passkey", "POST", "visitor"),
    ("/committee/login/passkey-options", "POST", "visitor"),
    ("/committee/passkeys", "GET", "committee"),
    ("/committee/passkeys/<mark>/remove", "POST", "committee"),
    ("/committee/passkeys/add", "POST", "committee"),
    ("/committee/passkeys/options", "POST", "committee"),
    (C, "GET", "committee"),
    (C + "/annul", "GET POST", "committee"),
    (C + "/cancel", "GET POST", "committee"),
    (C + "/close", "GET POST", "committee"),
    (C + "/closing-time", "GET POST", "committee"),
    (C + "/counts", "GET POST", "committee"),
    (C + "/counts/final", "GET POST", "committee"),
    (C + "/notes", "GET POST", "committee"),
    (C + "/dates", "GET POST", "committee"),
    (C + "/decrypt", "GET", "trustee"),
    (C + "/decrypt/<uuid>/decryption", "POST", "trustee"),
    (C + "/decrypt/<uuid>/evidence", "GET", "trustee"),
    (C + "/decrypt/<uuid>/manifest", "GET", "trustee"),
    (C + "/decrypt/<uuid>/questionnaire", "GET", "trustee"),
    (C + "/decrypt/<uuid>/record", "GET", "trustee"),
    (C + "/decrypt/<uuid>/statement", "POST", "trustee"),
    (C + "/decrypt/<uuid>/confirmation", "POST", "trustee"),
    (C + "/decrypt/<uuid>/mirror-end", "POST", "trustee"),
    (C + "/decrypt/opening", "POST", "trustee"),
    (C + "/decrypt/out", "POST", "trustee"),
    (C + "/decrypt/setup", "GET", "trustee"),
    (C + "/decrypt/task", "GET", "trustee"),
    (C + "/delete", "GET POST", "committee"),
    (C + "/details", "GET POST", "committee"),
    (C + "/fix", "GET POST", "committee"),
    (C + "/keys", "GET", "trustee"),
    (C + "/keys/public-key", "POST", "trustee"),
    (C + "/keys/rehearsal", "POST", "trustee"),
    (C + "/keys/remove", "GET POST", "trustee"),
    (C + "/keys/task", "GET", "trustee"),
    (C + "/members-entitled", "GET POST", "committee"),
    (C + "/numbers", "GET POST", "committee"),
    (C + "/open", "GET POST", "committee"),
    (C + "/opening-time", "GET POST", "committee"),
    (PART, "GET", "committee"),
    (PART + "/details", "GET POST", "committee"),
    (PART + "/limits/<leaf>", "GET POST", "committee"),
    (PART + "/limits/<leaf>/<place>", "GET POST", "committee"),
    (PART + "/form.xlsx", "GET", "committee"),
    (PART + "/questionnaire.json", "GET", "committee"),
    (PART + "/upload", "GET POST", "committee"),
    (PART + "/upload/keep", "POST", "committee"),
    (C + "/parts/upload", "GET POST", "committee"),
    (C + "/parts/upload/keep", "POST", "committee"),
    (PART + "/move", "POST", "committee"),
    (QUESTION, "GET POST", "committee"),
    (QUESTION + "/move", "POST", "committee"),
    (QUESTION + "/remove", "GET POST", "committee"),
    (PART + "/questions/new", "GET POST", "committee"),
    (PART + "/remove", "GET POST", "committee"),
    (PART + "/rule", "GET POST", "committee"),
    (C + "/parts/new", "GET POST", "committee"),
    (C + "/reopen", "GET POST", "committee"),
    (C + "/review", "GET POST", "committee"),
    (C + "/slips", "GET", "teller"),
    (C + "/slips/credentials", "POST", "teller"),
    (C + "/slips/destroyed", "POST", "teller"),
    (C + "/slips/list", "GET", "teller"),
    (C + "/slips/print", "POST", "teller"),
    (C + "/slips/printed", "POST", "teller"),
    (C + "/slips/reprint", "POST", "teller"),
    (C + "/slips/task", "GET", "teller"),
    (C + "/tellers", "GET POST", "committee"),
    (TRUSTEES, "GET POST", "committee"),
    (TRUSTEES + "/<int:position>/link", "POST", "committee"),
    (TRUSTEES + "/<int:position>/replace", "GET POST", "committee"),
    (TRUSTEES + "/remove", "GET POST", "committee"),
    (TRUSTEES + "/restart", "GET POST", "committee"),
    (TRUSTEES + "/status", "GET", "committee"),
    (TRUSTEES + "/mirrors", "POST", "committee"),
    (TRUSTEES + "/witnesses", "GET POST", "committee"),
    (TRUSTEES + "/witnesses/<int:position>/link", "POST", "committee"),
    (C + "/void", "GET", "teller"),
    (C + "/void", "POST", "teller"),
    (C + "/withdraw", "GET POST", "committee"),
    ("/committee/clock", "GET POST", "committee"),
    ("/committee/login", "GET", "visitor"),
    ("/committee/login", "POST", "visitor"),
    ("/committee/logout", "POST", "committee"),
    ("/committee/new", "GET", "committee"),
    ("/committee/new", "POST", "committee"),
    ("/committee/password", "GET POST", "committee"),
    ("/committee/set-up", "GET", "visitor"),
    ("/committee/set-up", "POST", "visitor"),
    ("/committee/token", "GET", "committee"),
    ("/elections/<uuid>", "GET", "public"),
    ("/sign-in", "GET", "public"),
    ("/trustee/<code>/token", "GET", "linked-trustee"),
    ("/elections/<uuid>/<name>", "GET", "public"),
    ("/favicon.ico", "GET", "public"),
    ("/how-to-check", "GET", "public"),
    ("/help", "GET", "public"),
    ("/help/stewards", "GET", "public"),
    ("/privacy", "GET", "public"),
    ("/static/<path:filename>", "GET", "public"),
    (T, "GET", "linked-trustee"),
    (T + "/ceremony", "GET", "linked-trustee"),
    (T + "/ceremony/<int:attempt>/messages/<step>", "POST", "linked-trustee"),
    (T + "/ceremony/folder.zip", "GET", "linked-trustee"),
    (T + "/ceremony/lost", "POST", "linked-trustee"),
    (T + "/ceremony/rehearsal", "POST", "linked-trustee"),
    (T + "/ceremony/status", "GET", "linked-trustee"),
    (T + "/ceremony/task", "GET", "linked-trustee"),
    (T + "/decrypt", "GET", "linked-trustee"),
    (T + "/decrypt/<uuid>/decryption", "POST", "linked-trustee"),
    (T + "/decrypt/<uuid>/evidence", "GET", "linked-trustee"),
    (T + "/decrypt/<uuid>/manifest", "GET", "linked-trustee"),
    (T + "/decrypt/<uuid>/questionnaire", "GET", "linked-trustee"),
    (T + "/decrypt/<uuid>/record", "GET", "linked-trustee"),
    (T + "/decrypt/<uuid>/statement", "POST", "linked-trustee"),
    (T + "/decrypt/<uuid>/confirmation", "POST", "linked-trustee"),
    (T + "/decrypt/<uuid>/mirror-end", "POST", "linked-trustee"),
    (T + "/decrypt/opening", "POST", "linked-trustee"),
    (T + "/decrypt/out", "POST", "linked-trustee"),
    (T + "/decrypt/setup", "GET", "linked-trustee"),
    (T + "/decrypt/task", "GET", "linked-trustee"),
    (T + "/witness", "GET", "linked-trustee"),
    (T + "/witness/key", "POST", "linked-trustee"),
    (T + "/witness/task", "GET", "linked-trustee"),
    (T + "/sign-in", "GET", "visitor"),
    (T + "/sign-in/passkey", "POST", "visitor"),
    (T + "/sign-in/passkey-options", "POST", "visitor"),
    (T + "/sign-in/passphrase", "POST", "visitor"),
    (T + "/sign-out", "POST", "linked-trustee"),
    ("/trustee/begin", "GET", "visitor"),
    ("/trustee/begin/describe", "POST", "visitor"),
    ("/trustee/begin/passkey", "POST", "visitor"),
    ("/trustee/begin/passkey-options", "POST", "visitor"),
    ("/trustee/begin/passphrase", "POST", "visitor"),
    (C + "/copy", "GET POST", "committee"),
    (C + "/undo", "POST", "committee"),
    (C + "/redo", "POST", "committee"),
    (PART + "/copy", "POST", "committee"),
    (PART + "/languages", "GET POST", "committee"),
    (PART + "/languages/<language>", "GET POST", "committee"),
    (PART + "/languages/<language>/remove", "GET POST", "committee"),
    (PART + "/paths", "GET", "committee"),
    (PART + "/preview", "GET", "committee"),
    (PART + "/rules/new", "GET POST", "committee"),
    (PART + "/rules/<rule>", "GET POST", "committee"),
    (PART + "/rules/<rule>/remove", "POST", "committee"),
    (PART + "/scales/new", "GET POST", "committee"),
    (PART + "/scales/<scale>", "GET POST", "committee"),
    (QUESTION + "/copy", "POST", "committee"),
    (QUESTION + "/heading", "GET POST", "committee"),
    (QUESTION + "/heading/remove", "POST", "committee"),
]

FILLED = {
    "<code>": "abc",
    "<same>": "abc",
    "<uuid>": "uuidUUIDuuid12",
    "<part>": "00000000",
    "<question>": "00000000",
    "<scale>": "00000000",
    "<rule>": "00000000",
    "<language>": "es",
    "<int:position>": "1",
    "<int:attempt>": "1",
    "<int:number>": "1",
    "<step>": "commit",
}


def fill(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    path = path.replace("<name>", "manifest.json").replace("<path:filename>", "icon.svg")
    return path.replace("<path:name>", "lean/booth/main.js")


def test_the_whole_table(app: Flask) -> None:
    assert roles.list_routes(app) == sorted(ROUTES)


@pytest.mark.slow
def test_nobody_enters_without_an_account(client: FlaskClient) -> None:
    for path, methods, role in ROUTES:
        if role not in ("committee", "teller", "trustee"):
            continue
        for method in methods.split():
            answer = client.open(fill(path), method=method)
            if method == "GET":
                assert answer.status_code == 302, path
                assert answer.headers["Location"].startswith("/committee/login?next=")
            else:
                # Without an account there is no CSRF value either: one of the two refuses.
                assert answer.status_code in (400, 401), path


def test_nobody_enters_as_a_trustee_without_a_session(client: FlaskClient) -> None:
    for path, methods, role in ROUTES:
        if role != "linked-trustee":
            continue
        answer = client.open(fill(path), method=methods)
        assert answer.status_code in (400, 401), path
        assert answer.json["error"]["message"]
        if methods == "GET":
            page = client.get(fill(path), headers={"Accept": "text/html"})
            assert page.status_code == 302, path
            assert page.headers["Location"] == "/trustee/abc/sign-in"


def test_a_view_without_a_role_stops_the_start() -> None:
    app = Flask("gap")
    app.add_url_rule("/gap", view_func=lambda: "open", endpoint="gap")
    with pytest.raises(MisuseError):
        roles.install(app)


def test_a_view_added_later_without_a_role_is_refused(app: Flask) -> None:
    app.view_functions["public.home"] = lambda: "open"
    assert app.test_client().get("/").status_code == 403


def test_another_site_cannot_post_for_the_committee(committee: Committee, draft: str) -> None:
    path = f"/committee/campaigns/{draft}/delete"
    token = committee.csrf(path)
    answer = committee.client.post(
        path, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
    assert committee.client.get(path).status_code == 200


@pytest.mark.slow
def test_bodies_have_a_limit(client: FlaskClient) -> None:
    answer = client.post("/api/elections/abc/slip", data=b"x" * 2000)
    assert answer.status_code == 413
    assert answer.get_json()["error"]["code"] == "request-entity-too-large"


@pytest.mark.slow
def test_bodies_have_a_limit_behind_the_csrf_value_too(committee: Committee, draft: str) -> None:
    path = f"/committee/campaigns/{draft}/keys/public-key"
    answer = committee.post_json(path, b" " * 300_000, f"/committee/campaigns/{draft}")
    assert answer.status_code == 413


@pytest.mark.slow
def test_members_and_the_public_get_no_cookie(client: FlaskClient) -> None:
    for path, methods, role in ROUTES:
        if role in ("public", "member", "api") or path.startswith("/trustee"):
            for method in methods.split():
                with client.open(fill(path), method=method) as answer:
                    assert "Set-Cookie" not in answer.headers, path


def test_the_server_takes_what_every_view_takes(app: Flask) -> None:
    limits = [getattr(view, "voteapp_body_limit", 0) for view in app.view_functions.values()]
    assert 0 < max(limits) <= listening.LARGEST_BODY
