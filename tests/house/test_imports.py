"""The import contracts of setup.cfg hold, and no module stands outside them unnoticed."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

from voteapp.cli import COMMANDS

# Use cases that touch neither ballots nor people's names, or (assembly, context) only wire.
NEITHER = {
    "assembly",
    "campaigns",
    "context",
    "drafting",
    "drafts",
    "errors",
    "keying",
    "life",
    "opening",
    "overview",
    "signing",
    "slips",
    "views",
}


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
    named = sources(contracts, "ballots-without-the-roll")
    named |= sources(contracts, "people-without-the-board")
    folder = root / "voteapp" / "services"
    services = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    services |= {path.parent.name for path in folder.glob("*/__init__.py")}
    under = {name.rpartition(".")[2] for name in named if name.startswith("voteapp.services.")}
    assert under | NEITHER == services
    assert not under & NEITHER


def test_every_offline_command_is_under_the_contract(
    contracts: configparser.ConfigParser,
) -> None:
    offline = {module for module, _, extra in COMMANDS.values() if extra != "server"}
    assert offline == sources(contracts, "offline")
