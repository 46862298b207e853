"""The wheel, installed by pip in each of its ways: what comes with it, and what works there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pypdfium2
import pytest

from tests.house.packaging.requirements import normalize, read_locked
from tests.players.campaign.setups import create_setup_zip
from tests.players.cli.command import PASSPHRASE
from voteapp import __version__
from voteapp.cli import COMMANDS

pytestmark = pytest.mark.slow
EXTRAS = ["", "tellers", "forms", "server"]
Environment = Callable[[str], Path]


class Installed:
    """An environment, used from a folder without anything of the repository."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder

    def run(
        self, program: str, *arguments: str | Path, expect: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run one of its programs; never a traceback."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("VOTEAPP_", "PYTHON"))}
        kept["HOME"] = str(self.folder)  # an installed voteapp keeps its things in ~/voteapp
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            env=kept | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode == expect, (done.stdout, done.stderr)
        return done

    def voteapp(
        self, *arguments: str | Path, expect: int = 0, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run voteapp."""
        return self.run("voteapp", *arguments, expect=expect, **variables)

    def list_libraries(self) -> set[str]:
        """What pip has installed."""
        (site,) = (self.programs.parent / "lib").glob("python3.*/site-packages")
        found = metadata.distributions(path=[str(site)])
        return {normalize(one.name) for one in found} - {"voteapp"}

    def refuse(self, command: str, extra: str, *arguments: str | Path) -> None:
        """A command of another extra says which."""
        done = self.voteapp(command, *arguments, expect=2)
        assert done.stdout == ""
        assert f"'{command}' needs the library " in done.stderr
        assert done.stderr.endswith(f": pip install 'voteapp[{extra}]'\n")


@pytest.fixture
def base(environment: Environment, tmp_path: Path) -> Installed:
    return Installed(environment(""), tmp_path)


@pytest.fixture
def tellers(environment: Environment, tmp_path: Path) -> Installed:
    return Installed(environment("tellers"), tmp_path)


@pytest.fixture
def server(environment: Environment, tmp_path: Path) -> Installed:
    return Installed(environment("server"), tmp_path)


@pytest.fixture
def slips(tmp_path: Path) -> list[str | Path]:
    """The arguments of ``tokens print`` for a file of three slips that is to be made first."""
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    arguments = ["--base-url", "https://vote.example.org", "--title", "T", "--organizer", "O"]
    command = [
        "tokens",
        "print",
        "made/tokens.json",
        "made/setup.zip",
        "slips.pdf",
        *arguments,
        "--closes",
        "Friday",
    ]
    return [*command, "--passphrase-file", "pass"]


def make_slips(installed: Installed) -> None:
    election = ["--campaign", "K7QM2X", "--uuid", "LVT5DeUveUjg2b", "--name", "Ana"]
    installed.voteapp("tokens", "make", "3", "made", *election, "--passphrase-file", "pass")
    made = installed.folder / "made"
    (made / "setup.zip").write_bytes(create_setup_zip((made / "credentials.json").read_bytes()))


def test_the_base_brings_its_lock_and_no_more(base: Installed, root: Path) -> None:
    assert base.list_libraries() == read_locked(root, "base")


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_libraries_are_locked(
    environment: Environment, root: Path, tmp_path: Path, extra: str
) -> None:
    installed = Installed(environment(extra), tmp_path)
    assert read_locked(root, "base") <= installed.list_libraries() <= read_locked(root, "run")
    where = installed.run("python", "-c", "import voteapp; print(voteapp.__file__)")
    assert Path(where.stdout.strip()).is_relative_to(installed.programs.parent)


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_program_explains_itself(environment: Environment, tmp_path: Path, extra: str) -> None:
    installed = Installed(environment(extra), tmp_path)
    shown = installed.voteapp("--help").stdout
    assert all(f"  {name} " in shown for name in COMMANDS)
    bare = installed.voteapp(expect=2)
    assert (bare.stdout + bare.stderr).strip() == shown.strip()
    assert installed.voteapp("--version").stdout == f"voteapp, version {__version__}\n"
    package = installed.run("python", "-m", "voteapp", "--help").stdout
    assert package.partition("\n")[2] == shown.partition("\n")[2]


@pytest.mark.parametrize("extra", EXTRAS)
def test_shells_complete(environment: Environment, tmp_path: Path, extra: str) -> None:
    installed = Installed(environment(extra), tmp_path)
    script = installed.voteapp(_VOTEAPP_COMPLETE="bash_source").stdout
    assert "complete -o nosort -F _voteapp_completion voteapp" in script
    words = {"COMP_WORDS": "voteapp t", "COMP_CWORD": "1", "_VOTEAPP_COMPLETE": "bash_complete"}
    assert installed.voteapp(**words).stdout.split() == [
        "plain,tokens",
        "plain,trustee",
        "plain,tick",
    ]
    words |= {"COMP_WORDS": "voteapp trustee pa", "COMP_CWORD": "2"}
    assert installed.voteapp(**words).stdout.split() == ["plain,paper"]
    words |= {"COMP_WORDS": "voteapp account re"}
    offered = ["plain,reset"] if extra == "server" else []
    assert installed.voteapp(**words).stdout.split() == offered


def test_the_base_plays_and_audits(base: Installed, vectors: Path, slips: list[str | Path]) -> None:
    (record,) = (vectors / "yes-no").glob("*.bel")
    assert "VERIFIED" in base.voteapp("audit", "--jobs", "1", record).stdout
    base.voteapp("demo", "played", "--ballots", "6")
    (bundle,) = (base.folder / "played").glob("*.zip")
    assert "VERIFIED" in base.voteapp("audit", bundle).stdout
    make_slips(base)
    base.refuse("tokens", "tellers", *slips[1:])
    for command in ("serve", "fill-demo"):
        base.refuse(command, "server")


def test_tellers_print_slips(tellers: Installed, slips: list[str | Path]) -> None:
    make_slips(tellers)
    tellers.voteapp(*slips)
    assert len(pypdfium2.PdfDocument(tellers.folder / "slips.pdf")) == 2
    tellers.refuse("account", "server", "list")


def test_forms_are_read(
    environment: Environment, base: Installed, root: Path, tmp_path: Path
) -> None:
    cases = root / "tests" / "campaign" / "forms" / "cases"
    for extra in ("forms", "server"):  # a server reads what a committee uploads
        brought = Installed(environment(extra), tmp_path)
        for name in ("good_skip.xlsx", "good_skip.xls"):
            assert "Questions: 4" in brought.voteapp("form", "check", cases / name).stdout
    base.refuse("form", "forms", "check", cases / "good_skip.xlsx")


def test_a_server_looks_at_itself(server: Installed, slips: list[str | Path]) -> None:
    before = server.voteapp("doctor").stdout
    assert "board database: made at the first start" in before
    refused = server.voteapp("account", "list", expect=2).stderr
    assert (
        f"There is no database {server.folder / 'voteapp' / 'instance' / 'board.sqlite'}" in refused
    )
    assert "'voteapp serve' makes a new one" in refused
    assert server.voteapp("doctor").stdout == before
    make_slips(server)
    server.refuse("tokens", "tellers", *slips[1:])


def test_a_server_brings_the_time_zones(server: Installed) -> None:
    code = "import zoneinfo; print(zoneinfo.ZoneInfo('Asia/Tokyo'))"
    # No folder of zones: what a machine without them has.
    assert server.run("python", "-c", code, PYTHONTZPATH="").stdout == "Asia/Tokyo\n"
