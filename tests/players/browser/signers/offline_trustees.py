"""Trustees whose keys are never in a browser: the page carries their messages to a program of
theirs and back, by its "Work without this browser"."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from tests.players.browser.browser import Browser, Thing, button, link, spot, text
from tests.players.browser.secrecy import spellings
from tests.players.browser.signers.trustees import LONG, Trustee
from tests.players.cli.command import voteapp
from tests.support.independent import run_in
from voteapp.campaign.keys.threshold import open_secrets, open_threshold_key
from voteapp.cli.trustee.folder import Folder

DETAILS = Thing("css", "details", having=text("Work without this browser"))


def unfold_offline_work(browser: Browser) -> None:
    """Unfold the page's section for such trustees."""
    browser.meet(DETAILS)
    if browser.get_attribute(DETAILS, "open") is None:
        browser.tap(Thing("css", "summary", inside=DETAILS))


class Carrier:
    """A trustee at a command line; ``person``'s page is the only way to the others."""

    def __init__(self, person: Trustee, path: Path) -> None:
        self.person, self.path = person, path
        self.number = person.number
        path.mkdir()
        self.folder, self.key, self.out = path / "folder", path / "key.json", path / "out"
        (path / "pass").write_text(person.passphrase + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")

    def command(self, *arguments: str | Path) -> str:
        return voteapp("trustee", *arguments, *self.passphrase, typed=["y"] * 4).stdout

    def fetch(self) -> None:
        """Unzip the folder of all messages over the own one; nobody's message has changed."""
        unfold_offline_work(self.person.browser)
        data = self.person.browser.save(link("Download the folder of all messages"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                mine = self.folder / name
                assert not mine.exists() or mine.read_bytes() == archive.read(name)
            archive.extractall(self.folder)

    def carry(self, step: str) -> None:
        """The message that a step has just written goes to the others."""
        unfold_offline_work(self.person.browser)
        path = Folder(self.folder).path(step, self.number)
        self.person.file("The message’s file", path)
        self._send("Send this message", f"/messages/{step}")

    def _send(self, name: str, end: str) -> None:
        self.person.browser.send(button(name), end)

    def certify(self) -> None:
        """Make the key by command: the shape comes with the folder."""
        self.fetch()
        shape = ("--trustees", "3", "--threshold", "2", "--number", str(self.number))
        self.command("ceremony", "certificate", self.key, self.folder, *shape)
        self.carry("certificate")
        self.person.heading("Your key is not on this device")

    def commit(self) -> str:
        """Commit, once all certificates are there; what the command says, its words among it."""
        self.fetch()
        said = self.command("ceremony", "commit", self.key, self.folder)
        self.carry("commit")
        return " ".join(said.split())

    def take_step(self, step: str) -> None:
        self.fetch()
        self.command("ceremony", step, self.key, self.folder)
        self.carry(step)

    def share(self) -> None:
        self.take_step("share")

    def rehearse(self) -> None:
        """Try the key here and carry the answer to the page; another file is refused there."""
        self.person.heading("Rehearsal", timeout=LONG)
        answer = self.path / "answer.json"
        self.command("check", self.key, "--answer", answer)
        unfold_offline_work(self.person.browser)
        self.person.press("Send this answer")
        self.person.browser.see_words(spot(".error-summary"), "Choose the file.")
        wrong = answer.read_bytes().replace(b'"challenge":"', b'"challenge":"1')
        assert wrong != answer.read_bytes()
        self.person.file("The answer’s file", wrong)
        self.person.press("Send this answer")
        refusal = "does not answer for this campaign's key"
        self.person.browser.see_words(spot(".error-summary"), refusal)
        self.person.file("The answer’s file", answer)
        self._send("Send this answer", "/rehearsal")
        self.person.heading("Your key works")

    def secrets(self) -> dict[str, set[bytes]]:
        """What nobody else may ever see."""
        data, passphrase = self.key.read_bytes(), self.person.passphrase
        seed = open_threshold_key(data, passphrase).seed
        share = open_secrets(data, passphrase).private_key
        who = self.person.name
        return {f"{who}'s seed": {seed.encode()}, f"{who}'s share": spellings(share)}

    def sign_opening(self, code: str) -> None:
        """Look at what was fixed by command; carry what it signs to the page."""
        self.person.open(f"/trustee/{code}/decrypt")
        self.person.heading("Check what opens")
        self.command("opening", self.key, self.fetch_bundle(), self.out)
        self.person.file("CODE.opening.json or CODE.out.json", self.out / f"{code}.opening.json")
        self._send("Send this file", "/opening")
        self.person.heading("Signed")

    def open_totals(self, code: str, uuid: str) -> None:
        """To the page of the totals, after closing."""
        self.uuid = uuid
        self.person.open(f"/trustee/{code}/decrypt")
        self.person.heading("Check what was cast")

    def fetch_bundle(self) -> Path:
        unfold_offline_work(self.person.browser)
        download = Thing("css", "a[download]", inside=DETAILS)
        name, data = self.person.browser.save_named(download)
        path = self.path / name
        path.write_bytes(data)
        return path

    def work_on(self, bundle: Path) -> str:
        """Sign, or decrypt if enough trustees signed; what the command says."""
        return self.command("decrypt", self.key, bundle, self.out)

    def open_round(self, what: str) -> str:
        """Fetch the bundle, let the program work, carry back ``what`` it made."""
        said = self.work_on(self.fetch_bundle())
        unfold_offline_work(self.person.browser)
        label = "UUID.statement.json or UUID.decryption.json"
        made = self.out / f"{self.uuid}.{what}.json"
        self.person.file(label, made)
        self._send("Send this file", f"/{what}")
        return " ".join(said.split())


class ToolCarrier(Carrier):
    """A trustee who uses belenios-tool, and our command for what that tool does not have."""

    def __init__(self, person: Trustee, path: Path, tool: Path) -> None:
        super().__init__(person, path)
        self.tool, self.files = tool, path / "tool"
        self.files.mkdir()

    def run_tool(self, *arguments: str | Path, feed: str = "") -> str:
        return run_in(self.files, self.tool, *arguments, feed=feed)

    def make(self, *arguments: str, feed: str = "") -> str:
        made = ("setup", "generate-trustee-key-threshold", "--group=Ed25519", *arguments)
        return self.run_tool(*made, feed=feed)

    def adopt(self, *files: str | Path) -> None:
        self.command("ceremony", "adopt", self.key, self.folder, *files)

    def write_tool_files(self) -> None:
        voteapp("trustee", "ceremony", "tool-files", self.folder, self.files)

    def own(self, kind: str) -> Path:
        """The tool's file of this trustee: ``ID.kind``."""
        return self.files / f"{self.id}.{kind}"

    def certify(self) -> None:
        self.fetch()
        self.id = self.make("--step=1", f"--threshold-context={self.number}/2/3").strip()
        self.adopt("--tool-key", self.own("key"), "--tool-certificate", self.own("cert"))
        self.carry("certificate")
        self.person.heading("Your key is not on this device")

    def commit(self) -> str:
        self.fetch()
        self.write_tool_files()
        key = f"--key={self.own('key')}"
        self.polynomial = self.make("--step=3", "--certs=certs.jsons", key)
        (self.files / "polynomial").write_text(self.polynomial)
        self.adopt("--tool-polynomial", self.files / "polynomial")
        return super().commit()

    def share(self) -> None:
        self.fetch()
        assert Folder(self.folder).path("reveal", self.number).read_text() == (
            self.polynomial.strip()
        )
        self.write_tool_files()
        vinput = (self.files / f"{self.number}.vinput").read_text()
        key = f"--key={self.own('key')}"
        made = self.make("--step=5", "--certs=certs.jsons", key, feed=vinput)
        (self.files / "voutput").write_text(made)
        self.own("dkey").write_text(json.loads(made)["private_key"])
        self.adopt("--tool-voutput", self.files / "voutput")
        self.carry("share")

    def work_on(self, bundle: Path) -> str:
        """The tool decrypts the bundle's record; our command verifies, signs, adds the proofs."""
        record = self.path / "record"
        record.mkdir(exist_ok=True)
        with zipfile.ZipFile(bundle) as archive:
            (record / f"{self.uuid}.bel").write_bytes(archive.read(f"{self.uuid}.bel"))
        keys = ("--key", self.own("key"), "--decryption-key", self.own("dkey"))
        number = ("--trustee-id", str(self.number))
        made = self.path / "decryption.json"
        tool = ("election", "decrypt-threshold", "--dir", record, *number, *keys)
        made.write_text(self.run_tool(*tool))
        own = ("trustee", "strong-proof", made, bundle, self.out, *keys)
        return voteapp(*own, typed=["y"] * 4).stdout
