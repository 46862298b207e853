"""The shared fixtures do what they promise."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from tests.support.costs import run_measured
from tests.support.network import OutsideConnectionError
from tests.support.randomness import RandomStream

pytest_plugins = ["pytester"]


def test_random_stream_is_the_contracts(random_stream: Callable[[str], RandomStream]) -> None:
    stream = random_stream("seed")
    expected = sha256(b"seed|0").digest() + sha256(b"seed|1").digest()
    assert stream(5) + stream(50) + stream(9) == expected


def test_independent_tool_is_the_version_of_the_vectors(belenios_tool: Path) -> None:
    printed = subprocess.run([belenios_tool, "--version"], capture_output=True, text=True)
    assert printed.stdout.startswith("3.3."), printed


def test_lib25519_is_in_use() -> None:
    from voteapp.protocol import fast25519

    assert fast25519.load() is not None


@pytest.mark.slow
def test_postgresql_databases_are_empty_and_apart(postgresql: str) -> None:
    with psycopg.connect(postgresql.replace("+psycopg", "")) as connection:
        tables = connection.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchone()
        connection.execute("CREATE TABLE here (n integer)")
    assert tables == (0,)


@pytest.mark.slow
def test_browser_runs_scripts(page: Page) -> None:
    assert page.evaluate("[1, 2, 3].map(n => 10n ** BigInt(n)).join()") == "10,100,1000"


def test_outside_is_out_of_reach() -> None:
    with socket.socket() as sock, pytest.raises(OutsideConnectionError):
        sock.connect(("192.0.2.1", 80))


@pytest.mark.slow
def test_a_command_is_not_charged_for_who_measures_it(root: Path) -> None:
    held = bytearray(b"x") * (450 * 1024 * 1024)
    nothing = run_measured([sys.executable, "-S", "-c", "print(1)"], root)
    assert (nothing.printed, nothing.exit) == (b"1\n", 0)
    assert nothing.memory < 40 * 1024 * 1024 < len(held)


def test_a_command_is_charged_for_what_it_takes(root: Path) -> None:
    code = (
        "held = bytearray(b'x') * (200 << 20)\nfor _ in range(3_000_000): pass\nraise SystemExit(3)"
    )
    cost = run_measured([sys.executable, "-S", "-c", code], root)
    assert cost.exit == 3
    assert 200 * 1024 * 1024 < cost.memory < 240 * 1024 * 1024
    assert cost.seconds > 0.02


@pytest.mark.slow
def test_a_command_without_end_is_ended(root: Path) -> None:
    cost = run_measured([sys.executable, "-S", "-c", "while True: pass"], root, limit=1)
    assert cost.exit < 0


def test_skipping_fails(pytester: pytest.Pytester, root: Path) -> None:
    hooks = (root / "tests" / "conftest.py").read_text().split("@pytest.fixture", 1)[0]
    imports, rest = hooks.split("tools.use_lib25519()")
    pytester.makeconftest(
        "\n".join(line for line in imports.splitlines() if "tests.support" not in line) + rest
    )
    pytester.makepyfile(
        test_a="import pytest\n"
        "def test_skips(): pytest.skip('no reason')\n"
        "@pytest.mark.skip\ndef test_marked(): pass\n"
        "@pytest.mark.xfail\ndef test_expected(): assert False\n"
        "@pytest.mark.xfail(strict=False)\ndef test_unexpected(): pass\n"
        "def test_passes(): pass\n",
        test_b="import pytest\npytest.skip('whole module', allow_module_level=True)\n",
    )
    result = pytester.runpytest_inprocess(
        "-p", "no:cacheprovider", "--continue-on-collection-errors"
    )
    outcomes = result.parseoutcomes()
    assert outcomes == {"passed": 1, "failed": 3, "errors": 2}
