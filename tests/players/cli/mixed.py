"""A 2-of-3 key made by three programs: the common folder, and the counting of an election."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from tests.players.campaign.elections import AUDITOR, README, play_to_tally
from tests.players.cli.browser_worker import BrowserWorker
from tests.players.cli.command import PASSPHRASE, voteapp
from tests.support.independent import take_ceremony_step
from voteapp.campaign.bundle.evidence import encode_evidence
from voteapp.campaign.counting.decryptions import Decryption, decode_decryption
from voteapp.campaign.keys.threshold import open_secrets
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.signing import decode_statement, sort_statements
from voteapp.cli.trustee.folder import Folder

PAGE, COMMAND, TOOL = 1, 2, 3
SIGNER = {"role": "trustee", "number": PAGE}


class Ceremony3:
    """The common folder, and each trustee's own things."""

    def __init__(self, path: Path, tool: Path, page: BrowserWorker) -> None:
        self.path, self.tool, self.page = path, tool, page
        self.folder, self.files = path / "folder", path / "tool"
        self.files.mkdir()
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")
        self.key = {COMMAND: path / "key-2.json", TOOL: path / "key-3.json"}
        self.messages: list[dict[str, Any]] = []
        self.file = b""

    def command(self, step: str, number: int, *more: str | Path) -> str:
        arguments = (step, self.key[number], self.folder, *more, *self.passphrase)
        return voteapp("trustee", "ceremony", *arguments, typed=["y"]).stdout

    def list_signing_keys(self) -> list[int]:
        """What each signs with, once all have finished."""
        files = [self.file, *(self.key[number].read_bytes() for number in (COMMAND, TOOL))]
        return [open_secrets(data, PASSPHRASE).signing_key for data in files]

    def run_tool(self, *arguments: str, feed: str = "") -> str:
        return take_ceremony_step(self.tool, self.files, *arguments, feed=feed)

    def write_tool_files(self) -> None:
        voteapp("trustee", "ceremony", "tool-files", self.folder, self.files)

    def publish(self, step: str) -> None:
        """What the other two wrote into the folder at this step goes to the page."""
        for number in (COMMAND, TOOL):
            text = Folder(self.folder).path(step, number).read_text()
            self.messages.append({"trustee": number, "step": step, "message": text})

    def follow(self) -> dict[str, Any]:
        task = {
            "code": "MIXED",
            "attempt": 1,
            "position": PAGE,
            "kind": "threshold",
            "size": 3,
            "threshold": 2,
            "singles": 0,
            "entries": self.messages,
        }
        return dict(self.page.run("follow", task=task))

    def act_in_page(self, step: str) -> None:
        """The page says what it owes; its message goes to the folder and comes back to it."""
        told = self.follow()
        assert told["next"] == step
        said = self.page.run("act", compared=told["words"])
        assert said["step"] == step
        path = Folder(self.folder).path(step, PAGE)
        self.folder.mkdir(exist_ok=True)
        path.write_text(said["message"])
        self.messages.append({"trustee": PAGE, "step": step, "message": said["message"]})
        assert step in self.follow()["given"]


class Count:
    """An election of this key, closed and added up, and those who decrypt it."""

    def __init__(self, room: Ceremony3, path: Path) -> None:
        self.room, self.path = room, path
        keys = room.list_signing_keys()
        self.election: PlayedElection = play_to_tally("mixed", room.folder, keys)

    def save(self) -> Path:
        path = self.path / "e.zip"
        path.write_bytes(self.election.bundle(AUDITOR, README))
        return path

    def take_statement(self, data: bytes) -> None:
        statement = decode_statement(data, "closing-statement")
        given = [*self.election.evidence.closing_statements, statement]
        self.election.replace(closing_statements=sort_statements(given))

    def take_decryption(self, number: int, posted: Decryption) -> None:
        assert posted.owner == number
        self.election.take_decryption(posted)

    def run_command(self, number: int) -> Path:
        """Trustee 2's turn, or trustee 3's with what the tool decrypted."""
        out = self.path / f"out-{number}"
        if number == COMMAND:
            own = ("decrypt", self.room.key[number], self.save(), out, *self.room.passphrase)
            voteapp("trustee", *own, typed=["y"])
        else:
            files = ("--key", self.room.files / "own.key")
            files += ("--decryption-key", self.room.files / "own.dkey")
            made = self.decrypt_by_tool()
            voteapp("trustee", "strong-proof", made, self.save(), out, *files, typed=["y"])
        return out

    def decrypt_by_tool(self) -> Path:
        folder, path = self.path / "record", self.path / "tool-decryption.json"
        folder.mkdir(exist_ok=True)
        (folder / f"{self.election.uuid}.bel").write_bytes(self.election.record)
        command = [self.room.tool, "election", "decrypt-threshold", "--dir", folder]
        command += ["--trustee-id", "3", "--key", self.room.files / "own.key"]
        command += ["--decryption-key", self.room.files / "own.dkey"]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        path.write_bytes(done.stdout)
        return path

    def sign(self, number: int, page: BrowserWorker) -> None:
        if number != PAGE:
            folder = self.run_command(number)
            self.take_statement((folder / f"{self.election.uuid}.statement.json").read_bytes())
            return
        self.unlock(page)
        evidence = encode_evidence(self.election.evidence)
        made = page.run("statement", uuid=self.election.uuid, signer=SIGNER, evidence=evidence)
        self.take_statement(made["statement"].encode())

    def unlock(self, page: BrowserWorker) -> None:
        """The page verifies the record as it is now, and opens its key."""
        election = self.election
        found = page.run(
            "verify",
            uuid=election.uuid,
            signer=SIGNER,
            fingerprint=election.context.fingerprint,
            record=election.record,
            manifest=election.manifest_bytes,
            questionnaire=election.papers.questionnaire,
            evidence=encode_evidence(election.evidence),
        )
        assert found["findings"] == [] and found["text"] == election.closing_text
        page.run(
            "unlock", source={"bytes": self.room.file, "passphrase": PASSPHRASE}, signer=SIGNER
        )

    def decrypt(self, number: int, page: BrowserWorker) -> None:
        if number != PAGE:
            path = self.path / f"out-{number}" / f"{self.election.uuid}.decryption.json"
            if not path.exists():
                self.run_command(number)
            self.take_decryption(number, decode_decryption(path.read_bytes()))
            return
        self.unlock(page)
        evidence = encode_evidence(self.election.evidence)
        made = page.run("decrypt", uuid=self.election.uuid, signer=SIGNER, evidence=evidence)
        self.take_decryption(number, decode_decryption(made["decryption"].encode()))
