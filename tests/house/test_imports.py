"""The import contracts of setup.cfg hold, and no module stands outside them unnoticed."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from voteapp.cli import COMMANDS


@pytest.fixture
def contracts(root: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(root / "setup.cfg")
    return parser


def sources(contracts: configparser.ConfigParser, name: str) -> set[str]:
    """The modules that one contract speaks of."""
    return set(contracts[f"importlinter:contract:{name}"]["source_modules"].split())


def test_contracts_are_kept(root: Path) -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_a_forbidden_standard_module_would_be_found(root: Path, tmp_path: Path) -> None:
    text = (root / "setup.cfg").read_text()
    # protocol/fast25519.py imports ctypes: the same contract, forbidding that, must break.
    changed = tmp_path / "setup.cfg"
    changed.write_text(text.replace("\n    socket\n", "\n    socket\n    ctypes\n"))
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", changed]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 1
    assert "fast25519 -> ctypes" in result.stdout


def test_every_service_is_under_a_contract(
    contracts: configparser.ConfigParser, root: Path
) -> None:
    """Every folder of services stands on one side: with the ballots, or with the people."""
    ballots = sources(contracts, "ballots-without-the-roll")
    people = sources(contracts, "people-without-the-board")
    rooms = {
        f"voteapp.services.{path.parent.name}"
        for path in (root / "voteapp" / "services").glob("*/__init__.py")
    } - {"voteapp.services.values"}
    assert ballots | people == rooms | {"voteapp.store.roll"}
    assert not ballots & people


def test_no_service_reaches_ballots_and_people() -> None:
    """Whatever lies beside the folders too; ``assembly`` alone sets both databases up."""
    graph = grimp.build_graph("voteapp")
    services = graph.find_descendants("voteapp.services") - {"voteapp.services.assembly"}
    both = {
        module
        for module in services
        if graph.chain_exists(module, "voteapp.store.board.models")
        and graph.chain_exists(module, "voteapp.store.roll.models")
    }
    assert both == set()
    assert "voteapp.services.voting.casting" in services


def test_every_offline_command_is_under_the_contract(
    contracts: configparser.ConfigParser,
) -> None:
    offline = {
        module.rpartition(".")[0] for module, _, extra in COMMANDS.values() if extra != "server"
    }
    assert offline == sources(contracts, "offline")
