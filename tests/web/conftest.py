"""A real application on real SQLite with real services; only the clock is ours."""

from __future__ import annotations

import hashlib
import html
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.databases import lay_out_databases
from voteapp.app import create_app
from voteapp.config import Settings
from voteapp.services.assembly import create_context
from voteapp.services.context import Context
from voteapp.services.people import accounts

PASSWORD = "correct horse battery"
NAME = "Ana Secretária"


class Clock:
    """An instant that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(tmp_path: Path, clock: Clock) -> Context:
    settings = Settings(
        instance=tmp_path / "instance",
        keys=tmp_path / "keys",
        board_url=f"sqlite:///{tmp_path}/instance/board.sqlite",
        roll_url=f"sqlite:///{tmp_path}/instance/roll.sqlite",
        base_url="http://127.0.0.1:8000",
        trial=True,
        testing=True,
    )
    lay_out_databases(settings)
    return create_context(settings, clock=clock, random_bytes=secrets.token_bytes)


@pytest.fixture
def app(context: Context) -> Flask:
    return create_app(context.settings, context)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Anybody, not signed in."""
    return app.test_client()


class Committee:
    """Somebody signed in who fills in forms like a person: page first, then its fields."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.get_data(as_text=True)

    def csrf(self, path: str) -> str:
        return find_csrf(self.get(path))

    def post(self, path: str, data: dict[str, str], page: str | None = None) -> TestResponse:
        """Every warning of the page is ticked."""
        shown = self.get(page or path)
        return self.client.post(path, data={**find_hidden(shown, path), **tick(shown), **data})

    def post_json(self, path: str, body: bytes, page: str) -> TestResponse:
        return self.client.post(
            path,
            data=body,
            headers={"X-CSRFToken": self.csrf(page), "Content-Type": "application/json"},
        )


def find_hidden(page: str, address: str = "") -> dict[str, str]:
    """What the page's forms carry unseen, by name; of one name the first, and those of a form
    that is sent to ``address`` before all others."""
    own = [form for form in page.split("<form ") if f'action="{address}"' in form.split(">")[0]]
    page = "".join(form.split("</form>")[0] for form in own if address) + page
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in reversed(found)}


def tick(page: str) -> dict[str, list[str]]:
    """The warnings that a page shows, all of them ticked."""
    keys = re.findall(r'<input type="hidden" name="warned" value="([^"]+)"', page)
    return {"warned": keys, "confirmed": keys} if keys else {}


def find_csrf(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


def find_version(page: str) -> str:
    """The hash of the set-up that a page shows, as its form sends it."""
    found = re.search(r'name="version" value="([0-9a-f]{64})"', page)
    assert found, page[:500]
    return found[1]


def open_early(committee: Committee, base: str) -> TestResponse:
    """Open a campaign that is fixed, at its page ``base``, before its time."""
    version = find_version(committee.get(f"{base}/open"))
    return committee.post(f"{base}/open", {"version": version, "reason": "Everybody is here."})


@pytest.fixture
def committee(app: Flask, context: Context) -> Committee:
    return sign_in_first(app, context)


def sign_in_first(app: Flask, context: Context) -> Committee:
    """The first account, signed in through the pages."""
    secret = accounts.create_setup_secret(context)
    person = Committee(app.test_client())
    answer = person.post(
        "/committee/set-up",
        {"secret": secret, "name": NAME, "password": PASSWORD, "again": PASSWORD},
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return person


def new_fields(**changed: str) -> dict[str, str]:
    """The fields of a new campaign."""
    return {
        "kind": "vote",
        "title": "Do you authorize a strike?",
        "organizer": "Bargaining committee",
        "opening": "2026-11-22T07:00",
        "closing": "2026-11-24T19:00",
        "timezone": "America/Los_Angeles",
        "slips": "40",
        "roster_size": "40",
        "variant": "inpatient",
        "limit": "",
        **changed,
    }


@pytest.fixture
def draft(committee: Committee) -> str:
    """The code of a drafted vote."""
    return make_draft(committee)


def make_draft(committee: Committee, **changed: str) -> str:
    answer = committee.post("/committee/new", new_fields(**changed))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    found = re.search(r"/committee/campaigns/([^?/]+)", answer.headers["Location"])
    assert found
    return found[1]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
