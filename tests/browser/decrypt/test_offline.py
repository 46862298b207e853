"""Two of three: one opens in the browser, one by command, and carries its files to the page; the
third has signed, too."""

from __future__ import annotations

from pathlib import Path

from tests.browser.decrypt.test_decrypt import check, path, sign, stage, words_on  # noqa: F401
from tests.players.browser.backstage import SeveralTrustees
from tests.players.browser.browser import spot
from tests.players.browser.people import KEY_PASSPHRASE, People, Person
from tests.players.cli.command import voteapp
from voteapp.campaign.audit import verify_bundle
from voteapp.protocol.archive import BytesSource
from voteapp.services.results import publishing


def download_and_decrypt(person: Person, key: Path, folder: Path) -> str:
    """What the command says about the file that the page offers."""
    name, data = person.browser.save_named(spot("details a[download]"))
    bundle = folder / name
    bundle.write_bytes(data)
    (folder / "pass").write_text(KEY_PASSPHRASE)
    passphrase = ("--passphrase-file", folder / "pass")
    own = ("trustee", "decrypt", key, bundle, folder / "out", *passphrase)
    return voteapp(*own, typed=["y", "y"]).stdout


def send(person: Person, file: Path) -> None:
    person.file("UUID.statement.json or UUID.decryption.json", file)
    person.press("Send this file")


def test_page_and_command_decrypt_together(
    stage: SeveralTrustees,  # noqa: F811
    people: People,
    tmp_path: Path,
) -> None:
    stage.finish()
    stage.sign(stage.uuids[0], 2)
    keys = stage.save_keys(tmp_path)
    ana, cleo = stage.admit(people, 1), stage.admit(people, 3)
    (uuid,) = stage.uuids
    cleo.open(path(stage))
    cleo.unfold("Work without this browser")
    said = download_and_decrypt(cleo, keys[2], tmp_path)
    assert "Statements of trustees or witnesses that are missing: 1." in said
    (tmp_path / "nonsense").write_text("{}")
    send(cleo, tmp_path / "nonsense")
    cleo.see_in(".error-summary", "neither a statement")
    send(cleo, tmp_path / "out" / f"{uuid}.statement.json")
    cleo.see_in("details", "Your signature is in.")

    check(ana, stage)
    assert all(" ".join(words) in " ".join(said.split()) for words in words_on(ana))
    sign(ana, keys[0])
    ana.heading("Your part is done", timeout=60_000)

    download_and_decrypt(cleo, keys[2], tmp_path)
    send(cleo, tmp_path / "out" / f"{uuid}.decryption.json")
    cleo.heading("The totals are open", timeout=60_000)
    ana.heading("The totals are open", timeout=60_000)
    report = verify_bundle(BytesSource(publishing.get_bundle(stage.context, uuid)))
    assert report.findings == [] and report.result == [[0, 10, 0]]
