"""wsgi.py serves the application that seals by itself."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

import voteapp.app


def test_wsgi_starts_the_served_application(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    made = object()
    monkeypatch.setattr(voteapp.app, "create_served_app", lambda: made)
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.delitem(sys.modules, "wsgi", raising=False)
    try:
        assert importlib.import_module("wsgi").app is made
    finally:
        sys.modules.pop("wsgi", None)
