"""Security headers stand on every answer, whatever happened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import Committee
from tests.web.frame.test_routes import ROUTES, fill
from voteapp.app import create_app
from voteapp.services.context import Context

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def check(answer: object) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] in ("no-store", "no-cache", "max-age=300")


@pytest.mark.slow
def test_every_route(committee: Committee) -> None:
    for path, methods, role in ROUTES:
        for method in methods.split():
            with committee.client.open(fill(path), method=method) as answer:
                check(answer)
                if path.startswith("/static/"):
                    assert answer.headers["Cache-Control"] != "no-store", path
                else:
                    assert answer.headers["Cache-Control"] != "max-age=300", path
                if role != "public":
                    assert answer.headers["Cache-Control"] == "no-store", path


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/campaigns/nothing", "/b/nothing"])
def test_errors_too(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    check(answer)


def test_the_cookie_is_strict(app: Flask) -> None:
    cookie = app.test_client().get("/committee/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/committee" in cookie
    assert "Secure" not in cookie


def test_https_makes_cookie_and_headers_stricter(context: Context) -> None:
    settings = replace(context.settings, base_url="https://vote.example.org", trial=False)
    answer = (
        create_app(settings, replace(context, settings=settings))
        .test_client()
        .get("/committee/login")
    )
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_an_unexpected_failure_shows_nothing_of_itself(app: Flask, caplog: object) -> None:
    def fail() -> str:
        raise RuntimeError("token 2BF2M-998QC")

    fail.voteapp_role = app.view_functions["public.home"].voteapp_role  # type: ignore[attr-defined]
    app.view_functions["public.home"] = fail
    answer = app.test_client().get("/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.get_data(as_text=True)
    assert "2BF2M" not in answer.get_data(as_text=True)
    assert "2BF2M" not in caplog.text  # type: ignore[attr-defined]
    assert "RuntimeError" in caplog.text  # type: ignore[attr-defined]
    check(answer)
