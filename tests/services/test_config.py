"""Settings from the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from voteapp import config
from voteapp.config import is_trial_url, load_settings
from voteapp.errors import ConfigurationError


def test_nothing_set_is_a_trial_on_this_machine(tmp_path: Path) -> None:
    settings = load_settings({"VOTEAPP_HOME": str(tmp_path)})
    assert settings.trial
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.board_url == f"sqlite:///{tmp_path / 'instance' / 'board.sqlite'}"
    assert settings.roll_url != settings.board_url
    assert settings.keys == tmp_path / "instance" / "keys"
    assert settings.seal_every == timedelta(hours=1)


def test_keys_at_the_top_are_used_where_the_folder_exists(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    assert load_settings({"VOTEAPP_HOME": str(tmp_path)}).keys == tmp_path / "keys"


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "VOTEAPP_HOME": str(tmp_path),
            "VOTEAPP_BASE_URL": "https://vote.example.org/",
            "VOTEAPP_DATABASE_URL": "postgresql://db/board",
            "VOTEAPP_ROLL_DATABASE_URL": "sqlite:////tmp/roll",
            "VOTEAPP_INSTANCE": "here",
            "VOTEAPP_KEYS": "/elsewhere",
            "VOTEAPP_SEAL_EVERY": "1440",
        }
    )
    assert not settings.trial
    assert settings.base_url == "https://vote.example.org"
    assert settings.board_url == "postgresql+psycopg://db/board"
    assert settings.instance == tmp_path / "here"
    assert settings.keys == Path("/elsewhere")
    assert settings.seal_every == timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "trial"),
    [
        ("https://vote.example.org", False),
        ("https://192.0.2.7", False),
        ("http://vote.example.org", True),
        ("https://localhost", True),
        ("https://a.localhost:8443", True),
        ("https://127.0.0.1", True),
        ("https://[::1]:8443", True),
        ("https://0.0.0.0", True),
    ],
)
def test_slips_are_for_trials_unless_https_reaches_others(url: str, trial: bool) -> None:
    assert is_trial_url(url) is trial
    assert load_settings({"VOTEAPP_BASE_URL": url}).trial is trial


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VOTEAPP_HOME", "here"),
        ("VOTEAPP_DATABASE_URL", "sqlite:///:memory:"),
        ("VOTEAPP_BASE_URL", "vote.example.org"),
        ("VOTEAPP_BASE_URL", "https://vote.example.org/path"),
        ("VOTEAPP_BASE_URL", "https://vote.example.org?x=1"),
        ("VOTEAPP_BASE_URL", "https://user@vote.example.org"),
        ("VOTEAPP_BASE_URL", "https://vote.example.org:port"),
        ("VOTEAPP_BASE_URL", "ftp://vote.example.org"),
        ("VOTEAPP_DATABASE_URL", "mysql://user:password@db/board"),
        ("VOTEAPP_ROLL_DATABASE_URL", "board.sqlite"),
        ("VOTEAPP_SEAL_EVERY", "0"),
        ("VOTEAPP_SEAL_EVERY", "1441"),
        ("VOTEAPP_SEAL_EVERY", "hourly"),
        ("VOTEAPP_SEAL_EVERY", "nan"),
        ("VOTEAPP_SESSION_HOURS", "-1"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name) as caught:
        load_settings({name: value})
    assert "password" not in str(caught.value)


def test_nothing_depends_on_the_folder_that_a_command_is_typed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"VOTEAPP_KEYS": "k", "VOTEAPP_DATABASE_URL": "sqlite:///b.sqlite"}
    told = []
    for name in ("one", "two"):
        (tmp_path / name / "keys").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / name)
        told += [load_settings({}), load_settings(given)]
    assert told[:2] == told[2:]
    home = {"VOTEAPP_HOME": str(tmp_path / "home")}
    settings = load_settings({**given, **home})
    assert settings.keys == tmp_path / "home" / "k"
    assert settings.board_url == f"sqlite:///{tmp_path / 'home' / 'b.sqlite'}"


def test_an_installed_program_has_its_files_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "__file__", str(tmp_path / "site-packages" / "config.py"))
    monkeypatch.setenv("HOME", str(tmp_path / "ada"))
    assert load_settings({}).instance == tmp_path / "ada" / "voteapp" / "instance"
