"""The command line before any command: help, completion, and libraries that are not installed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from tests.players.cli.command import voteapp
from voteapp.cli import COMMANDS, main

pytestmark = pytest.mark.slow

# Runs the command line, once for each list of arguments with its environment, with some libraries
# missing as where they are not installed.
WITHOUT = """
import json, sys
missing, runs = json.loads(sys.stdin.read())
sys.modules.update(dict.fromkeys(missing))
from click.testing import CliRunner
from voteapp.cli import main
run = CliRunner().invoke
done = [run(main, words, prog_name="voteapp", env=env) for words, env in runs]
told = [[one.exit_code, one.stdout, one.stderr, repr(one.exception)] for one in done]
json.dump(told, sys.stdout)
"""
SERVER = ["alembic", "argon2", "flask", "psycopg", "sqlalchemy", "waitress", "webauthn"]
SLIPS = ["qrcode", "reportlab", "PIL"]
FORMS = ["openpyxl", "xlrd"]


class Done(NamedTuple):
    """What one run left; ``error`` is ``SystemExit`` or ``None`` unless something went wrong."""

    code: int
    stdout: str
    stderr: str
    error: str


def run_without(
    missing: list[str], *runs: list[str], environments: Sequence[dict[str, str]] = ()
) -> list[Done]:
    """``voteapp`` with each list of arguments where some libraries are not installed."""
    wanted = [[run, environments[n] if environments else {}] for n, run in enumerate(runs)]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT],
        input=json.dumps([missing, wanted]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [Done(*one) for one in json.loads(done.stdout)]
    assert all(one.error == "None" or one.error.startswith("SystemExit") for one in found), found
    return found


def complete(missing: list[str], *lines: str) -> list[list[str]]:
    """What a shell is offered for the last word of each line."""
    environments = [
        {
            "_VOTEAPP_COMPLETE": "bash_complete",
            "COMP_WORDS": f"voteapp {line}",
            "COMP_CWORD": str(len(line.split())),
        }
        for line in lines
    ]
    found = run_without(missing, *([] for _line in lines), environments=environments)
    assert all((one.code, one.stderr) == (0, "") for one in found), found
    return [[word.partition(",")[2] for word in one.stdout.split()] for one in found]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name].about == command.get_short_help_str(1000)
    assert COMMANDS[name].about in " ".join(main.get_help(click.Context(main)).split())


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_no_command_is_loaded_to_list_them(arguments: list[str]) -> None:
    code = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from voteapp.cli import main\n"
        "main(prog_name='voteapp')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert "voteapp.cli" in loaded
    assert not loaded & {entry.module for entry in COMMANDS.values()}


def test_without_arguments_the_help_is_shown() -> None:
    bare, asked = run_without([*SERVER, *SLIPS], [], ["--help"])
    assert asked.code == 0
    assert (bare.stdout + bare.stderr).strip() == asked.stdout.strip()
    assert all(f"  {name} " in asked.stdout for name in COMMANDS)


def test_shells_complete_where_libraries_are_missing() -> None:
    lines = ("t", "--v", "trustee pa", "tokens p", "account re")
    assert complete([*SERVER, *SLIPS], *lines) == [
        ["tokens", "trustee", "tick"],
        ["--version"],
        ["paper"],
        ["print"],
        [],
    ]
    assert complete(SLIPS, "account re") == [["reset"]]


def test_a_command_of_the_server_says_what_to_install() -> None:
    names = [name for name, entry in COMMANDS.items() if entry.extra == "server"]
    found = run_without(SERVER, *([name, "--help"] for name in names))
    for name, done in zip(names, found, strict=True):
        assert done.code == 2
        assert done.stderr.startswith(f"Error: '{name}' needs the library ")
        assert done.stderr.endswith(": pip install 'voteapp[server]'\n")


def test_slips_on_paper_say_what_to_install(tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    file.write_text("{}")
    arguments = ["--base-url", "https://vote.example.org", "--title", "T", "--organizer", "O"]
    setup = tmp_path / "CODE-setup.zip"
    setup.write_bytes(b"")
    command = ["tokens", "print", str(file), str(setup), str(tmp_path / "out.pdf"), *arguments]
    (done,) = run_without(SLIPS, [*command, "--closes", "soon"])
    assert done.code == 2
    assert done.stderr == (
        "Error: 'tokens' needs the library reportlab: pip install 'voteapp[tellers]'\n"
    )


def test_forms_say_what_to_install() -> None:
    (done,) = run_without(FORMS, ["form", "check", "survey.xlsx"])
    assert done.code == 2
    assert done.stderr == (
        "Error: 'form' needs the library openpyxl: pip install 'voteapp[forms]'\n"
    )


def test_the_offline_commands_need_no_other_library() -> None:
    names = [name for name, entry in COMMANDS.items() if entry.extra not in ("server", "forms")]
    found = run_without([*SERVER, *SLIPS, *FORMS], *([name, "--help"] for name in names))
    assert [done.code for done in found] == [0] * len(names)


def test_the_package_can_be_run() -> None:
    command = [sys.executable, "-m", "voteapp", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == voteapp("--version").stdout
