"""Every command of the server, with the right key, without one, and with another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.server.test_server_commands import voteapp
from tests.players.services.served import Server, open_world
from voteapp.cli import COMMANDS
from voteapp.services.server_key import examine_key
from voteapp.store.database import Database

pytestmark = pytest.mark.slow

LINES = {
    "serve": (["serve", "--port", "PORT"],),
    "account": (
        ["account", "invite"],
        ["account", "list"],
        ["account", "reset", "Ada"],
    ),
    "tick": (["tick"],),
    "doctor": (["doctor"],),
    "clock": (["clock"], ["clock", "confirm", "--yes"]),
    "backup": (["backup", "COPY"],),
    "fill-demo": (["fill-demo"],),
    "mend": (
        ["mend", "propose", "ABCDEFGH", "COPY", "--reason", "A hole."],
        ["mend", "apply", __file__, __file__],
    ),
}
"""Each command of the server, in every way that it can be called."""

ALL = [line for lines in LINES.values() for line in lines]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an open campaign."""
    folder = tmp_path_factory.mktemp("running")
    world = open_world(folder, 5)
    world.cast(world.uuids[0], 0, [[0, 1, 0]])
    world.context.board.close()
    world.context.roll.close()
    return folder


@pytest.fixture
def folder(running: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "server"
    shutil.copytree(running, copy)
    return copy


def test_no_command_of_the_server_is_forgotten() -> None:
    assert set(LINES) == {name for name, entry in COMMANDS.items() if entry.extra == "server"}


@pytest.mark.parametrize("line", ALL, ids=" ".join)
@pytest.mark.parametrize("key", ["missing", "new folder", "other"])
def test_no_command_goes_on_without_the_key(folder: Path, line: list[str], key: str) -> None:
    keys = folder / "keys"
    if key == "missing":
        (keys / "signing.key").unlink()
    elif key == "new folder":
        keys = folder / "elsewhere"
    else:
        (keys / "signing.key").write_text("ab" * 32 + "\n")
    held = {path: path.read_bytes() for path in folder.rglob("signing.key")}
    words = [str(folder / "copy") if word == "COPY" else word for word in line]
    words = [str(Server(folder).port) if word == "PORT" else word for word in words]
    done = voteapp(folder, *words, VOTEAPP_KEYS=str(keys))
    said = done.stdout + done.stderr
    assert done.returncode == (1 if line == ["doctor"] else 2), said
    assert ("has another signing key" if key == "other" else "is missing") in said
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in folder.rglob("signing.key")} == held
    assert not (folder / "copy").exists()


@pytest.mark.parametrize("line", ALL[1:], ids=" ".join)
def test_every_command_goes_on_with_the_key(folder: Path, line: list[str]) -> None:
    words = [str(folder / "copy") if word == "COPY" else word for word in line]
    done = voteapp(folder, *words, VOTEAPP_KEYS=str(folder / "keys"))
    assert "signing key" not in done.stderr
    if not {"reset", "mend"} & set(line):  # there is no account, no such campaign and no proposal
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_second_server_with_other_keys_does_not_start(tmp_path: Path) -> None:
    with Server(tmp_path):
        other = tmp_path / "other"
        other.mkdir()
        (other / "signing.key").write_text("cd" * 32 + "\n")
        for line in (["serve", "--port", "1"], ["tick"], ["doctor"], ["backup", tmp_path / "copy"]):
            done = voteapp(tmp_path, *map(str, line), VOTEAPP_KEYS=str(other))
            assert done.returncode == (1 if line == ["doctor"] else 2), line
            assert "has another signing key" in done.stdout + done.stderr, line
    assert not (tmp_path / "copy").exists()


def test_a_key_is_made_anew_only_while_there_is_no_election(tmp_path: Path) -> None:
    for _ in range(2):
        with Server(tmp_path) as server:
            assert server.answers()
        (tmp_path / "keys" / "signing.key").unlink()
    database = Database(f"sqlite:///{tmp_path / 'board.sqlite'}")
    assert examine_key(database, tmp_path / "keys") is None
    database.close()


def test_commands_make_no_server_in_a_wrong_folder(tmp_path: Path) -> None:
    for line in ALL:
        if line[0] in ("serve", "fill-demo", "doctor") or "invite" in line:
            continue
        words = [str(tmp_path / "copy") if word == "COPY" else word for word in line]
        done = voteapp(tmp_path / "nothing", *words)
        assert done.returncode == 2, line
        assert "There is no database" in done.stderr
    assert not (tmp_path / "nothing").exists()
