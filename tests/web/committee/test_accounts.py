"""First set-up, invitations, signing in and out, CSRF."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import NAME, PASSWORD, Committee, find_csrf
from voteapp.services.context import Context
from voteapp.services.people import accounts


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


def test_too_many_wrong_passwords_make_the_account_rest(app: Flask, committee: Committee) -> None:
    other = Committee(app.test_client())
    statuses = [
        other.post("/committee/login", {"name": NAME, "password": "wrong"}).status_code
        for _ in range(8)
    ]
    assert statuses[0] == 403
    assert statuses[-1] == 429


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
