"""What stands in the repository: documents that are right, and nothing that must not be there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import tracked

# Secrets of made-up elections, written to be found by everybody, and libraries with their texts.
EXAMPLES = ("tests/vectors/", "tests/vectors-deterministic/", "voteapp/static/js/vendor/")
HOSTS = [
    "".join(parts)
    for parts in (
        ("py", "pi.org"),
        ("pythonhosted", ".org"),
        ("registry.", "npmjs.org"),
        ("deb.", "debian.org"),
        ("node", "source.com"),
    )
]
SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an address of e-mail": re.compile(
        r"[\w.+-]+@(?![\w.-]*example)[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|fr|de)\b"
    ),
    "a cloud credential": re.compile(
        r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|npm_\w{30,}|pypi-\w{30,})"
    ),
    "a private address": re.compile(
        r"\b(?:192\.168|10\.\d+|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b"
    ),
}


def read_texts(root: Path) -> dict[str, str]:
    """Every tracked text, examples apart."""
    texts = {}
    for name in tracked(root):
        path = root / name
        if path.is_file() and not name.startswith(EXAMPLES):
            try:
                texts[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return texts


def test_no_registry_is_named(root: Path) -> None:
    found = [
        (name, host) for name, text in read_texts(root).items() for host in HOSTS if host in text
    ]
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", SECRETS)
def test_no_secret_and_no_person_is_in_the_repository(root: Path, kind: str) -> None:
    found = {
        name: matches
        for name, text in read_texts(root).items()
        if (matches := SECRETS[kind].findall(text)) and name != "tests/house/test_texts.py"
    }
    assert found == {}


def test_keys_and_instances_are_never_tracked(root: Path) -> None:
    assert tracked(root, "keys", "instance", "build", ".tools") == {"keys/README.md"}


def test_links_of_documents_lead_somewhere(root: Path) -> None:
    broken = []
    for name in tracked(root):
        if not name.endswith(".md") or name.startswith("tests/vectors"):
            continue
        for target in re.findall(r"\]\(([^)\s]+)\)", (root / name).read_text()):
            path = target.partition("#")[0]
            if path and "://" not in path and not (root / name).parent.joinpath(path).exists():
                broken.append((name, target))
    assert broken == []


def test_paths_of_the_map_lead_somewhere(root: Path) -> None:
    page = (root / "CONTRIBUTING.md").read_text()
    named = re.findall(r"`((?:voteapp|templates|tests|docs|scripts)/[\w./-]*)`", page)
    assert len(named) > 40
    assert [path for path in named if not (root / path).exists()] == []


def test_every_document_is_in_the_table_of_contents(root: Path) -> None:
    contents = (root / "docs" / "README.md").read_text()
    pages = {
        name.removeprefix("docs/")
        for name in tracked(root, "docs")
        if name.endswith(".md") and not name.startswith(("docs/adr/0", "docs/README"))
    }
    assert {page for page in pages if f"({page})" not in contents} == set()


def test_every_decision_is_listed(root: Path) -> None:
    contents = (root / "docs" / "adr" / "README.md").read_text()
    pages = {Path(name).name for name in tracked(root, "docs/adr")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in contents} == set()


def test_every_finding_code_is_explained(root: Path) -> None:
    page = (root / "docs" / "findings.md").read_text()
    code = re.compile(
        r'"((?:archive|event|setup|election|trustees?|credentials?|ballot|tally|decryption|result'
        r"|bundle|campaign|manifest|evidence|head|batch|tellers|printed|parts|slips|release|closing-statement"
        r'|ceremony|strong-proof)-[a-z-]+)"'
    )
    used = {
        found
        for folder in ("protocol", "campaign")
        for path in (root / "voteapp" / folder).rglob("*.py")
        for found in code.findall(path.read_text())
    }
    assert len(used) > 60
    assert {found for found in used if f"`{found}`" not in page} == set()


def test_every_setting_is_explained(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text()
    used = {
        name
        for path in (root / "voteapp").rglob("*.py")
        for name in re.findall(r"VOTEAPP_[A-Z_]*[A-Z]", path.read_text())
    }
    assert used == set(re.findall(r"VOTEAPP_[A-Z_]*[A-Z]", page))


@pytest.mark.slow
@pytest.mark.parametrize(
    "script, name", [("command_reference", "commands"), ("life_reference", "campaign-life")]
)
def test_pages_made_from_the_code_are_fresh(root: Path, script: str, name: str) -> None:
    result = subprocess.run(
        [sys.executable, f"scripts/{script}.py"], cwd=root, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    page = (root / "docs" / f"{name}.md").read_text()
    assert page == result.stdout, "run `make docs`"


def test_the_readmes_commands_are_targets(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(), re.M))
    documents = [
        "README.md",
        "CONTRIBUTING.md",
        *(f"docs/{p.name}" for p in (root / "docs").glob("*.md")),
    ]
    named = {
        found
        for name in documents
        for found in re.findall(r"(?:`|^    )make ([a-z]+)\b", (root / name).read_text(), re.M)
    }
    assert {"run", "test"} <= named <= targets


def test_the_licence_is_the_affero_licence(root: Path) -> None:
    text = (root / "LICENSE").read_text()
    assert text.split()[:5] == ["GNU", "AFFERO", "GENERAL", "PUBLIC", "LICENSE"]
    assert "13. Remote Network Interaction" in text
    assert "license = AGPL-3.0-or-later" in (root / "setup.cfg").read_text()
    assert '"license": "AGPL-3.0-or-later"' in (root / "package.json").read_text()
