"""What a proxy or a watchman asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update

from tests.web.conftest import Clock
from voteapp.services import clockwork
from voteapp.services.context import Context
from voteapp.store.board.models import ClockState, ServerKey
from voteapp.store.database import Database

READY = {"ready": True, "board": True, "roll": True, "key": True, "clock": True}


def ask(client: FlaskClient, path: str) -> tuple[int, dict[str, bool]]:
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.get_json()


def test_a_server_that_is_well_says_so(client: FlaskClient, context: Context) -> None:
    clockwork.tick(context)
    assert ask(client, "/healthz") == (200, {"alive": True})
    assert ask(client, "/readyz") == (200, READY)


@pytest.mark.parametrize("family", ["board", "roll"])
def test_a_database_that_is_gone(client: FlaskClient, context: Context, family: str) -> None:
    gone = Database(f"sqlite:///{context.settings.instance}")
    object.__setattr__(context, family, gone)
    status, told = ask(client, "/readyz")
    assert (status, told["ready"], told[family]) == (503, False, False)
    assert ask(client, "/healthz")[0] == 200


def test_a_database_of_another_version(client: FlaskClient, context: Context) -> None:
    with context.roll.write_plainly() as connection:
        connection.execute(text("UPDATE alembic_version_roll SET version_num = '0001'"))
    assert ask(client, "/readyz") == (503, {**READY, "ready": False, "roll": False})


@pytest.mark.parametrize("what", ["file", "other file", "database"])
def test_another_key(client: FlaskClient, context: Context, what: str) -> None:
    path = context.settings.keys / "signing.key"
    if what == "file":
        path.unlink()
    elif what == "other file":
        path.write_text("ab" * 32)
    else:
        with context.board.write() as session:
            session.execute(update(ServerKey).values(public_key="0" * 64))
    assert ask(client, "/readyz") == (503, {**READY, "ready": False, "key": False})


def test_a_clock_in_doubt(client: FlaskClient, context: Context, clock: Clock) -> None:
    clockwork.tick(context)
    with context.board.write() as session:
        session.execute(update(ClockState).values(doubt=clock.now + timedelta(days=2)))
    assert ask(client, "/readyz") == (503, {**READY, "ready": False, "clock": False})
