"""First set-up, invitations, signing in and out, CSRF."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.players.services.world import create_draft
from tests.web.conftest import (
    NAME,
    PASSWORD,
    Clock,
    Committee,
    find_csrf,
    find_hidden,
    new_fields,
)
from voteapp.cli.server.played_campaign import PlayedCampaign
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.people import accounts, managing

HTML = {"Accept": "text/html"}


def test_before_the_first_account_the_sign_in_page_says_what_to_do(client: FlaskClient) -> None:
    assert "one-time address" in client.get("/committee/login").get_data(as_text=True)


@pytest.mark.parametrize(
    "changed, field, words",
    [
        ({"secret": "wrong"}, "secret", "There is a problem"),
        ({"secret": ""}, "secret", "Enter the one-time code"),
        ({"name": ""}, "name", "Enter your name"),
        ({"name": "A\x07na"}, "name", "cannot stand here"),
        ({"password": "short", "again": "short"}, "password", "12"),
        ({"again": "something else"}, "again", "same password twice"),
        ({"password": "", "again": ""}, "password", "Enter a password"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_lost(
    app: Flask, context: Context, changed: dict[str, str], field: str, words: str
) -> None:
    person = Committee(app.test_client())
    secret = accounts.create_setup_secret(context)
    typed = {"secret": secret, "name": NAME, "password": PASSWORD, "again": PASSWORD, **changed}
    answer = person.post("/committee/set-up", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert words in html.unescape(page)
    assert f'value="{typed["secret"]}"' in page
    if "name" not in changed:
        assert f'value="{NAME}"' in page
    assert PASSWORD not in page


def test_the_secret_works_once(app: Flask, context: Context) -> None:
    secret = accounts.create_setup_secret(context)
    fields = {"secret": secret, "name": NAME, "password": PASSWORD, "again": PASSWORD}
    assert Committee(app.test_client()).post("/committee/set-up", fields).status_code == 303
    again = Committee(app.test_client()).post("/committee/set-up", {**fields, "name": "Eve"})
    assert again.status_code == 422


def test_signing_in_changes_the_cookie_and_signing_out_ends_it(
    app: Flask, committee: Committee
) -> None:
    other = Committee(app.test_client())
    other.get("/committee/login")
    before = other.client.get_cookie("voteapp_committee", path="/committee")
    answer = other.post("/committee/login", {"name": NAME, "password": PASSWORD})
    assert answer.status_code == 303
    after = other.client.get_cookie("voteapp_committee", path="/committee")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert NAME not in after.value
    token = other.csrf("/committee/")
    out = other.client.post("/committee/logout", data={"csrf_token": token})
    assert out.status_code == 303
    other.client.set_cookie("voteapp_committee", after.value, path="/committee")
    assert other.client.get("/committee/").status_code == 302
    assert committee.client.get("/committee/").status_code == 200


def test_a_wrong_password_is_refused_and_the_name_stays(app: Flask, committee: Committee) -> None:
    other = Committee(app.test_client())
    answer = other.post("/committee/login", {"name": NAME, "password": "not this one at all"})
    assert answer.status_code == 403
    page = answer.get_data(as_text=True)
    assert f'value="{NAME}"' in page
    assert "not this one" not in page
    assert other.post("/committee/login", {"name": "", "password": ""}).status_code == 422


def test_a_stranger_shuts_nobody_out(app: Flask, clock: Clock, committee: Committee) -> None:
    """Who has signed in with this browser before passes; anybody else waits a little."""
    stranger = Committee(app.test_client())
    wrong = {"name": NAME, "password": "wrong"}
    answers = [stranger.post("/committee/login", wrong) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 3
    signed_out = committee.client.post(
        "/committee/logout", data={"csrf_token": committee.csrf("/committee/")}
    )
    assert signed_out.status_code == 303
    right = {"name": NAME, "password": PASSWORD}
    assert committee.post("/committee/login", right).status_code == 303
    other = Committee(app.test_client())
    told = other.post("/committee/login", right)
    page = told.get_data(as_text=True)
    assert (told.status_code, told.headers["Retry-After"]) == (429, "1")
    assert f'value="{NAME}"' in page
    assert 'id="wait" data-seconds="1"' in page
    clock.advance(seconds=1)
    answer = other.client.post("/committee/login", data={**right, **find_hidden(page)})
    assert answer.status_code == 303


def test_what_was_typed_survives_the_end_of_a_session(
    app: Flask, context: Context, clock: Clock, committee: Committee
) -> None:
    """Sign in again in place, and go on: nothing is done before, nothing is lost."""
    typed = new_fields(title="Strike over breaks?", opening="2026-11-22T09:00")
    hidden = find_hidden(committee.get("/committee/new"))
    clock.advance(hours=13)
    asked = committee.client.post("/committee/new", data={**typed, **hidden}, headers=HTML)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 401
    assert "You were signed out meanwhile." in html.unescape(page)
    kept = find_hidden(page)
    assert {name: kept[name] for name in typed} == typed
    wrong = {**kept, "again-name": NAME, "again-password": "wrong"}
    refused = committee.client.post("/committee/new", data=wrong, headers=HTML)
    page = refused.get_data(as_text=True)
    assert (refused.status_code, "wrong" in find_hidden(page).values()) == (403, False)
    right = {**find_hidden(page), "again-name": NAME, "again-password": PASSWORD}
    forged = committee.client.post(
        "/committee/new", data={**right, "csrf_token": "0" * 64}, headers=HTML
    )
    assert forged.status_code == 400
    welcome = committee.client.post("/committee/new", data=right, headers=HTML)
    page = welcome.get_data(as_text=True)
    assert welcome.status_code == 200
    assert "You are signed in again" in page
    assert PASSWORD not in page
    assert overview.list_campaigns(context) == ()
    done = committee.client.post("/committee/new", data=find_hidden(page), headers=HTML)
    assert done.status_code == 303
    assert [c.title for c in overview.list_campaigns(context)] == ["Strike over breaks?"]


def test_who_has_an_account_is_changed_in_the_pages(app: Flask, committee: Committee) -> None:
    answer = committee.post("/committee/accounts", {})
    (secret,) = re.findall(r"/committee/set-up#([\w-]+)", answer.get_data(as_text=True))
    page = committee.get("/committee/accounts")
    (mark,) = re.findall(r"/invitations/(\w+)/revoke", page)
    assert f"Made by {NAME}" in html.unescape(page)
    other = Committee(app.test_client())
    fields = {"secret": secret, "name": "Bo", "password": PASSWORD, "again": PASSWORD}
    assert other.post("/committee/set-up", fields).status_code == 303
    assert "/revoke" not in committee.get("/committee/accounts")
    people = "/committee/accounts"
    token = {"csrf_token": committee.csrf(people)}
    revoked = committee.client.post(f"{people}/invitations/{mark}/revoke", data=token)
    assert revoked.status_code == 303
    assert committee.post(f"{people}/2/disable", {}).status_code == 303
    assert other.client.get(people).status_code == 302
    assert "Switched off" in committee.get(people)
    assert committee.client.post(f"{people}/2/enable", data=token).status_code == 303
    sign_in = {"name": "Bo", "password": PASSWORD}
    assert other.post("/committee/login", sign_in).status_code == 303
    own = other.post(f"{people}/2/remove", {})
    assert (own.status_code, "your own account" in own.get_data(as_text=True)) == (409, True)
    assert committee.post(f"{people}/2/remove", {}).status_code == 303
    assert ">Bo<" not in committee.get(people)
    assert committee.client.get(f"{people}/2/remove").status_code == 404


def test_the_only_key_of_a_vote_keeps_its_account(
    app: Flask, context: Context, committee: Committee
) -> None:
    world = PlayedCampaign(context, NAME)
    now = context.clock()
    world.draft(create_draft(opening=now + timedelta(hours=1), closing=now + timedelta(hours=9)))
    world.lock()
    world.make_key()
    secret = managing.create_invitation(context, NAME)
    accounts.set_up(context, secret, "Bo", PASSWORD)
    other = Committee(app.test_client())
    assert other.post("/committee/login", {"name": "Bo", "password": PASSWORD}).status_code == 303
    for what in ("disable", "remove"):
        page = other.get(f"/committee/accounts/1/{what}")
        assert "This person holds the only key of:" in page
        token = {"csrf_token": other.csrf("/committee/accounts")}
        answer = other.client.post(f"/committee/accounts/1/{what}", data=token)
        assert answer.status_code == 409
    assert len(managing.list_accounts(context)) == 2


def test_a_password_is_changed(app: Flask, committee: Committee) -> None:
    new = "another long password"
    fields = {"present": PASSWORD, "password": new, "again": new}
    for changed, field in (
        ({"present": "wrong"}, "present"),
        ({"present": ""}, "present"),
        ({"again": "x"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
    ):
        answer = committee.post("/committee/password", {**fields, **changed})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.get_data(as_text=True)
    elsewhere = Committee(app.test_client())
    sign_in = {"name": NAME, "password": PASSWORD}
    assert elsewhere.post("/committee/login", sign_in).status_code == 303
    assert committee.post("/committee/password", fields).status_code == 303
    assert committee.client.get("/committee/").status_code == 200
    assert elsewhere.client.get("/committee/").status_code == 302


def test_each_door_leads_to_the_others(committee: Committee, client: FlaskClient) -> None:
    page = client.get("/sign-in").get_data(as_text=True)
    assert 'href="/b"' in page
    assert 'href="/committee/login"' in page
    assert 'href="/sign-in"' in client.get("/committee/login").get_data(as_text=True)
    assert 'href="/sign-in"' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/committee//evil"])
def test_signing_in_never_leads_to_another_site(
    app: Flask, committee: Committee, target: str
) -> None:
    other = Committee(app.test_client())
    token = other.csrf("/committee/login")
    answer = other.client.post(
        "/committee/login",
        query_string={"next": target},
        data={"name": NAME, "password": PASSWORD, "csrf_token": token},
    )
    assert answer.headers["Location"] == "/committee/"


def test_signing_in_leads_back_to_the_page_asked_for(app: Flask, committee: Committee) -> None:
    other = Committee(app.test_client())
    asked = other.client.get("/committee/new")
    address = asked.headers["Location"]
    token = find_csrf(other.client.get(address).get_data(as_text=True))
    answer = other.client.post(
        address, data={"name": NAME, "password": PASSWORD, "csrf_token": token}
    )
    assert answer.headers["Location"] == "/committee/new"


def test_every_form_needs_its_csrf_value(committee: Committee) -> None:
    for token in ("", "wrong"):
        answer = committee.client.post("/committee/new", data={"csrf_token": token})
        assert answer.status_code == 400
        assert "Go back, reload" in answer.get_data(as_text=True)


def test_a_csrf_value_belongs_to_one_session(app: Flask, committee: Committee) -> None:
    foreign = Committee(app.test_client()).csrf("/committee/login")
    answer = committee.client.post("/committee/new", data={"csrf_token": foreign})
    assert answer.status_code == 400


def test_an_invitation_is_shown_once_and_works(app: Flask, committee: Committee) -> None:
    answer = committee.post("/committee/accounts", {})
    found = re.search(r"/committee/set-up#([\w-]+)", answer.get_data(as_text=True))
    assert found
    assert found[1] not in committee.get("/committee/accounts")
    fields = {"secret": found[1], "name": "Bo", "password": PASSWORD, "again": PASSWORD}
    assert Committee(app.test_client()).post("/committee/set-up", fields).status_code == 303
    assert "Bo" in committee.get("/committee/accounts")


def test_a_reset_sets_a_new_password_without_a_name(
    app: Flask, context: Context, committee: Committee
) -> None:
    secret = accounts.create_reset_secret(context, NAME)
    new = "another long password"
    fields = {"secret": secret, "name": "", "password": new, "again": new}
    assert Committee(app.test_client()).post("/committee/set-up", fields).status_code == 303
    other = Committee(app.test_client())
    assert other.post("/committee/login", {"name": NAME, "password": new}).status_code == 303
