"""A command says what to install for the one thing that it cannot do."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from voteapp.cli import Failure
from voteapp.cli.optional import load_optional


def lack(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    def import_module(name: str) -> ModuleType:
        raise ModuleNotFoundError(f"No module named {library!r}", name=library)

    monkeypatch.setattr(importlib, "import_module", import_module)


def test_what_is_installed_is_loaded() -> None:
    assert hasattr(load_optional("voteapp.cli.paper.charts", "tellers"), "create_charts_pdf")


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    lack(monkeypatch, "reportlab.pdfgen")
    with pytest.raises(Failure) as raised:
        load_optional("voteapp.cli.paper.charts", "tellers")
    assert raised.value.exit_code == 2
    assert "the library reportlab: pip install 'voteapp[tellers]'" in raised.value.message


def test_a_missing_module_of_ours_is_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    lack(monkeypatch, "voteapp.cli.paper.none")
    with pytest.raises(ModuleNotFoundError):
        load_optional("voteapp.cli.paper.none", "tellers")
