"""A server that says how long it wants to be left alone is left alone so long, within bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.players.cli.board_server import serve_board
from voteapp.cli import Failure, waiting
from voteapp.cli.fetching import fetch, fetch_part, send_json
from voteapp.cli.waiting import MOST_WAIT_SECONDS, MOST_WAITS, read_wait

NOW = datetime(2026, 11, 28, 12, 0, 0, 400_000, tzinfo=UTC)


def answer(**headers: str) -> Message:
    made = Message()
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def at(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waits: list[float] = []
    monkeypatch.setattr(waiting.time, "sleep", waits.append)
    return waits


@pytest.mark.parametrize("status", [429, 503])
def test_seconds_and_instants_are_read(status: int) -> None:
    assert read_wait(status, answer(Retry_After="7"), NOW) == 7
    assert read_wait(status, answer(Retry_After=" 120 "), NOW) == 120
    assert read_wait(status, answer(Retry_After=at(30)), NOW) == 30
    assert read_wait(status, answer(Retry_After="Saturday, 28-Nov-26 12:00:09 GMT"), NOW) == 9
    assert read_wait(status, answer(Retry_After="Sat Nov 28 12:00:09 2026"), NOW) == 9


def test_an_instant_is_the_servers_own() -> None:
    """Its clock is an hour before ours, or after: it asks for ten seconds all the same."""
    for hours in (-3600, 3600):
        told = answer(Retry_After=at(hours + 10), Date=at(hours))
        assert read_wait(503, told, NOW) == 10
    assert read_wait(503, answer(Retry_After=at(10), Date="yesterday"), NOW) == 10


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-5",
        "+5",
        "1.5",
        "1e3",
        "soon",
        "٣",
        "9" * 10,
        "9" * 5000,
        "5, 7",
        "Sat, 28 Nov 2026 12:00:00 GMT",
        "Sat, 99 Nov 2026 12:00:00 GMT",
        "Sat, 28 Nov 99999 12:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -9999",
    ],
)
def test_nonsense_is_no_request(text: str) -> None:
    assert read_wait(503, answer(Retry_After=text), NOW) is None
    assert read_wait(503, answer(), NOW) is None


@pytest.mark.parametrize("status", [200, 301, 404, 416, 500, 502])
def test_other_answers_do_not_ask(status: int) -> None:
    assert read_wait(status, answer(Retry_After="7"), NOW) is None


@pytest.mark.slow
def test_it_is_left_alone_and_asked_again(
    slept: list[float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve_board() as board:
        board.files["/paper"], board.put_off = b"paper", [(503, "7"), (429, "1")]
        assert fetch(f"{board.address}/paper", tmp_path / "paper")
        assert slept == [7, 1] and (tmp_path / "paper").read_bytes() == b"paper"
        assert len(board.asked) == 3
        told = capsys.readouterr().err.splitlines()
        assert told == [
            "The server is busy (HTTP 503): it is asked again in 7 seconds.",
            "The server is busy (HTTP 429): it is asked again in 1 second.",
        ]
        board.put_off = [(503, "4")]
        assert fetch_part(f"{board.address}/paper", tmp_path / "part", 2) == (206, 2)
        assert (tmp_path / "part").read_bytes() == b"per" and slept[2:] == [4]
        board.put_off = [(429, "5")]
        assert send_json(f"{board.address}/paper", b"{}") == 200
        assert board.taken == [b"/paper {}"] and slept[3:] == [5]


@pytest.mark.slow
def test_nobody_is_kept_for_ever(slept: list[float], tmp_path: Path) -> None:
    with serve_board() as board:
        board.files["/paper"], board.put_off = b"paper", [(429, "1")] * 99
        with pytest.raises(Failure, match="HTTP 429"):
            fetch(f"{board.address}/paper", tmp_path / "paper")
        assert slept == [1] * MOST_WAITS
        slept.clear()
        board.put_off = [(503, "400")] * 99
        assert fetch_part(f"{board.address}/paper", tmp_path / "paper", 0).status == 503
        assert slept == [400, MOST_WAIT_SECONDS - 400]
        slept.clear()
        board.put_off = [(503, "999999999")] * 99
        assert send_json(f"{board.address}/paper", b"{}") == 503
        assert slept == [MOST_WAIT_SECONDS]
        slept.clear()
        board.put_off = [(503, "soon")]
        assert fetch_part(f"{board.address}/paper", tmp_path / "paper", 0).status == 503
        assert slept == [] and not (tmp_path / "paper").exists()
