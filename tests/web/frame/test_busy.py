"""A database that somebody holds on to: the page says so, and nothing is lost."""

from __future__ import annotations

import sqlite3

import pytest

from tests.web.conftest import Committee, new_fields
from voteapp.services.context import Context
from voteapp.store import database


@pytest.mark.slow
def test_a_held_database_is_a_503_in_words(
    committee: Committee, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = committee.csrf("/committee/new")
    monkeypatch.setattr(database, "BUSY_MILLISECONDS", 50)
    context.board.close()  # connections made from now on wait that long only
    holder = sqlite3.connect(context.settings.board_url.removeprefix("sqlite:///"))
    try:
        holder.execute("BEGIN IMMEDIATE")
        refused = committee.client.post("/committee/new", data=new_fields(csrf_token=token))
        assert refused.status_code == 503
        assert "busy" in refused.get_data(as_text=True)
        context.board.tidy()  # gives up, quietly
        committee.get("/committee/")  # readers go on beside a writer
    finally:
        holder.rollback()
        holder.close()
    kept = committee.client.post("/committee/new", data=new_fields(csrf_token=token))
    assert kept.status_code == 303


@pytest.mark.slow
@pytest.mark.parametrize("family", ["board", "roll"])
def test_a_database_that_is_gone_is_a_503_in_words(
    committee: Committee, context: Context, family: str, caplog: pytest.LogCaptureFixture
) -> None:
    gone = database.Database(f"sqlite:///{context.settings.instance}")
    object.__setattr__(context, family, gone)
    paths = ["/committee/"] if family == "roll" else ["/", "/committee/", "/b/ABCD", "/check"]
    for path in paths:
        page = committee.client.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 503, path
        assert page.headers["Retry-After"] == "5"
        assert "Try again" in page.get_data(as_text=True)
    if family == "board":
        told = committee.client.post(f"/api/elections/{'u' * 14}/ballots", data=b"{}")
        assert told.status_code == 503
        assert told.get_json()["error"]["code"] == "busy"
        assert committee.client.get("/api/campaigns/ABCD").get_json()["error"]["code"] == "busy"
    assert "unable to open" in caplog.text
