"""The import contracts of setup.cfg hold, and no module stands outside them unnoticed."""

from __future__ import annotations

import ast
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


@pytest.mark.slow
def test_contracts_are_kept(root: Path) -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.slow
def test_a_forbidden_standard_module_would_be_found(root: Path, tmp_path: Path) -> None:
    text = (root / "setup.cfg").read_text()
    # protocol/fast25519.py imports ctypes: the same contract, forbidding that, must break.
    changed = tmp_path / "setup.cfg"
    changed.write_text(text.replace("\n    socket\n", "\n    socket\n    ctypes\n"))
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", changed]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 1
    assert "fast25519 -> ctypes" in result.stdout


def read_modules(root: Path) -> dict[str, ast.Module]:
    """Our modules by their names."""
    paths = (root / "voteapp").rglob("*.py")
    names = {path: ".".join(path.relative_to(root).with_suffix("").parts) for path in paths}
    return {
        name.removesuffix(".__init__"): ast.parse(path.read_text()) for path, name in names.items()
    }


def list_imports(tree: ast.Module) -> set[tuple[str, str, str]]:
    """What a module imports: (module, name there, name here)."""
    return {
        (node.module or "", alias.name, alias.asname or alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def find_handed_on(modules: dict[str, ast.Module]) -> set[tuple[str, str, str]]:
    """(importer, module, name) where another module than this one defines the name."""
    imported = {module: list_imports(tree) for module, tree in modules.items()}
    handed = {
        (module, here)
        for module, names in imported.items()
        for source, _, here in names
        if source in modules
    }
    return {
        (importer, module, name)
        for importer, names in imported.items()
        for module, name, _ in names
        if (module, name) in handed and f"{module}.{name}" not in modules
    }


@pytest.mark.slow
def test_names_come_from_where_they_are_defined(root: Path) -> None:
    modules = read_modules(root)
    assert len(modules) > 200
    assert find_handed_on(modules) == set()


def test_a_name_handed_on_would_be_found() -> None:
    texts = {"a": "x = 1", "b": "from a import x", "c": "from b import x", "d": "from a import x"}
    assert find_handed_on({m: ast.parse(t) for m, t in texts.items()}) == {("c", "b", "x")}


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
        entry.module.rpartition(".")[0] for entry in COMMANDS.values() if entry.extra != "server"
    }
    assert offline == sources(contracts, "offline")
