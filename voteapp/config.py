"""Settings: read once from ``VOTEAPP_*`` environment variables, then frozen.

DESIGN, topics "Casting, sealing, receipts" (trial mode) and "Layout". Every wrong
setting is a ConfigurationError that names the variable and says what to do.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from voteapp.errors import ConfigurationError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can set. ``base_url`` has no slash at its end.

    ``trial``: slips would point to an address that is not HTTPS or only this machine's, so slips,
    pages and manifest say "trial". ``seal_every``: how far apart the instants are at which waiting
    ballots are sealed. ``published_prefix``: the address under which a proxy sends the files of
    ``published`` when it is told to; "": this server sends them itself.
    """

    instance: Path
    keys: Path
    board_url: str
    roll_url: str
    base_url: str
    trial: bool
    seal_every: timedelta = timedelta(hours=1)
    session_hours: int = 12
    published_folder: Path | None = None
    published_prefix: str = ""
    testing: bool = False

    @property
    def published(self) -> Path:
        """The folder of files that anybody may download."""
        return self.published_folder or self.instance / "published"


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises ConfigurationError.

    Relative paths are relative to ``find_home``, never to the folder in which a command is typed:
    there the server would find neither its databases nor its keys, and make new ones.
    """
    folder = find_home(environment)
    instance = _path(environment, "VOTEAPP_INSTANCE", folder, folder / "instance")
    top = folder / "keys"
    keys = _path(environment, "VOTEAPP_KEYS", folder, top if top.is_dir() else instance / "keys")
    base_url, trial = _base_url(environment)
    minutes = Settings.seal_every / timedelta(minutes=1)
    return Settings(
        instance=instance,
        keys=keys,
        board_url=_database(environment, "VOTEAPP_DATABASE_URL", folder, instance / "board.sqlite"),
        roll_url=_database(
            environment, "VOTEAPP_ROLL_DATABASE_URL", folder, instance / "roll.sqlite"
        ),
        base_url=base_url,
        trial=trial,
        seal_every=timedelta(
            minutes=_number(environment, "VOTEAPP_SEAL_EVERY", minutes, 1 / 60, 24 * 60)
        ),
        session_hours=_integer(
            environment, "VOTEAPP_SESSION_HOURS", Settings.session_hours, 1, 24 * 30
        ),
        published_folder=_path(environment, "VOTEAPP_PUBLISHED", folder, instance / "published"),
        published_prefix=_prefix(environment, "VOTEAPP_PUBLISHED_PREFIX"),
    )


def find_home(environment: Mapping[str, str]) -> Path:
    """The folder that relative paths are relative to: VOTEAPP_HOME, else the repository that this
    runs from, else ``voteapp`` in the home folder of whoever runs it.

    Raises ConfigurationError.
    """
    text = environment.get("VOTEAPP_HOME", "").strip()
    if text:
        home = Path(text)
        if "\0" in text or not home.is_absolute():
            raise ConfigurationError("VOTEAPP_HOME must be a whole path, from the root on.")
        return home.resolve()
    above = Path(__file__).resolve().parent.parent
    if (above / "setup.cfg").is_file() and (above / "wsgi.py").is_file():
        return above
    try:
        return Path.home() / "voteapp"
    except RuntimeError:
        raise ConfigurationError(
            "VOTEAPP_HOME must be set: whoever runs this has no home folder."
        ) from None


def is_trial_url(url: str) -> bool:
    """Whether slips with this address are for trials only: not HTTPS, or this machine alone."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _base_url(environment: Mapping[str, str]) -> tuple[str, bool]:
    """The address on slips, and whether it makes this a trial."""
    url = environment.get("VOTEAPP_BASE_URL", "").strip().rstrip("/")
    if not url:
        port = _integer(environment, "VOTEAPP_PORT", DEFAULT_PORT, 1, HIGHEST_PORT)
        return f"http://{DEFAULT_HOST}:{port}", True
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        valid = valid and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
        parts = urlsplit("")
    if not valid or parts.query or parts.fragment or parts.username or parts.path:
        raise ConfigurationError(
            "VOTEAPP_BASE_URL must be an address such as https://vote.example.org, without a path."
        )
    return url, is_trial_url(url)


def _database(environment: Mapping[str, str], name: str, folder: Path, default: Path) -> str:
    """A database address; SQLite files in the instance folder by default."""
    url = environment.get(name, "").strip()
    if not url:
        return f"sqlite:///{default}"
    if url.startswith("postgresql://"):
        return "postgresql+psycopg://" + url.removeprefix("postgresql://")
    if url.startswith("postgresql+psycopg://"):
        return url
    path = url.removeprefix("sqlite:///")
    if path not in (url, "", ":memory:") and "\0" not in path:
        return f"sqlite:///{folder / path}"
    raise ConfigurationError(
        f"{name} must begin with sqlite:/// or postgresql:// (its value is not shown here)."
    )


def _path(environment: Mapping[str, str], name: str, folder: Path, default: Path) -> Path:
    """A folder from the environment, made absolute."""
    text = environment.get(name, "").strip()
    if "\0" in text:
        raise ConfigurationError(f"{name} is not a path.")
    return (folder / text).resolve() if text else default


def _prefix(environment: Mapping[str, str], name: str) -> str:
    """The beginning of an address, such as ``/published``, or nothing."""
    text = environment.get(name, "").strip().rstrip("/")
    if text and not re.fullmatch(r"(/[A-Za-z0-9_-]+)+", text):
        raise ConfigurationError(f"{name} must look like /published.")
    return text


def _number(
    environment: Mapping[str, str], name: str, default: float, least: float, most: float
) -> float:
    """A decimal number within bounds."""
    text = environment.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise ConfigurationError(f"{name} must be a number from {least:g} to {most:g}.")
    return value


def _integer(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = _number(environment, name, default, least, most)
    if value != int(value):
        raise ConfigurationError(f"{name} must be a whole number.")
    return int(value)
