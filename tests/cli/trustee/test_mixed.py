"""A 2-of-3 key whose trustees use three programs: our page, our command line, and another tool.

Trustee 1 is the worker of our pages, trustee 2 our command, trustee 3 belenios-tool 3.3.0 with its
own commands and files; commitment and acknowledgement of the third are our command's. Then each
pair decrypts an election.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.demo.test_independent_tool import cross_check
from tests.players.campaign.elections import AUDITOR, README
from tests.players.cli.browser_worker import BrowserWorker
from tests.players.cli.command import PASSPHRASE, voteapp
from tests.players.cli.mixed import COMMAND, PAGE, TOOL, Ceremony3, Count
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.ceremony.folder import name_message
from voteapp.campaign.ceremony.table import STEPS
from voteapp.cli.trustee.folder import Folder
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.trustees import ThresholdParameters, decode_trustees

pytestmark = pytest.mark.slow

SHAPE = ("--trustees", "3", "--threshold", "2", "--number", "2")


def begin(room: Ceremony3) -> None:
    """Step 1: all certificates."""
    room.follow()
    room.page.run("make", passphrase=PASSPHRASE)
    room.act_in_page("certificate")
    room.command("certificate", COMMAND, *SHAPE)
    name = room.run_tool("--step=1", "--threshold-context=3/2/3")
    own = ("--tool-key", room.files / f"{name}.key", "--tool-certificate")
    room.command("adopt", TOOL, *own, room.files / f"{name}.cert")
    (room.files / "own.key").write_text((room.files / f"{name}.key").read_text())
    room.publish("certificate")
    room.write_tool_files()
    room.run_tool("--step=2", "--certs=certs.jsons")


def agree(room: Ceremony3) -> None:
    """Steps 2 to 4; before committing all three are shown the same words."""
    line = room.run_tool("--step=3", "--certs=certs.jsons", "--key=own.key")
    (room.files / "own.polynomial").write_text(line + "\n")
    room.command("adopt", TOOL, "--tool-polynomial", room.files / "own.polynomial")
    words = " ".join(room.follow()["words"].split())
    room.act_in_page("commit")
    said = [" ".join(room.command("commit", number).split()) for number in (COMMAND, TOOL)]
    assert words in said[0] and words in said[1]
    for before, step in pairwise(("commit", "acknowledge", "reveal")):
        room.publish(before)
        room.act_in_page(step)
        for number in (COMMAND, TOOL):
            room.command(step, number)
    room.publish("reveal")
    assert (room.folder / "polynomial-3.json").read_text() == line


def finish(room: Ceremony3) -> bytes:
    """Steps 5 and 6; returns the page's key file."""
    room.write_tool_files()
    room.run_tool("--step=4", "--certs=certs.jsons", "--polynomials=polynomials.jsons")
    (name,) = (path.stem for path in room.files.glob("*.cert"))
    vinput = (room.files / f"{name}.vinput").read_text()
    assert vinput.strip() == (room.files / "3.vinput").read_text().strip()
    line = room.run_tool("--step=5", "--certs=certs.jsons", "--key=own.key", feed=vinput)
    (room.files / "own.voutput").write_text(line)
    (room.files / "own.dkey").write_text(json.loads(line)["private_key"])
    room.act_in_page("share")
    room.command("share", COMMAND)
    room.command("adopt", TOOL, "--tool-voutput", room.files / "own.voutput")
    assert (room.folder / "voutput-3.json").read_text() == line
    room.publish("share")
    assert room.follow()["done"]
    file: bytes = room.page.run("finish")["file"]
    voteapp("trustee", "ceremony", "assemble", room.folder)
    return file


@pytest.fixture(scope="module")
def room(belenios_tool: Path, node: Path, tmp_path_factory: pytest.TempPathFactory):
    with BrowserWorker(node, "ceremony/worker.js") as page:
        room = Ceremony3(tmp_path_factory.mktemp("mixed"), belenios_tool, page)
        begin(room)
        agree(room)
        room.file = finish(room)
        yield room


def test_the_tool_puts_the_same_key_together(room: Ceremony3) -> None:
    room.write_tool_files()
    made = room.run_tool(
        *("--step=6", "--certs=certs.jsons", "--polynomials=polynomials.jsons"),
        feed=(room.files / "voutputs.jsons").read_text(),
    )
    (item,) = decode_trustees((room.folder / "trustees.json").read_bytes())
    assert isinstance(item, ThresholdParameters) and encode_json(item).decode() == made


def test_the_folder_holds_every_message(room: Ceremony3) -> None:
    names = {name_message(step, number) for step in STEPS for number in (1, 2, 3)}
    own = {"shape.json", "trustees.json", "ceremony.json"}
    assert {path.name for path in room.folder.iterdir()} == names | own
    transcript = Folder(room.folder).read("share")
    assert [entry.message for entry in transcript.entries if entry.trustee == PAGE] == [
        item["message"] for item in room.messages if item["trustee"] == PAGE
    ]


def test_everybodys_key_passes_the_rehearsal(room: Ceremony3) -> None:
    for number in (COMMAND, TOOL):
        done = voteapp("trustee", "check", room.key[number], *room.passphrase)
        assert "works" in done.stdout
    path = room.path / "page-key.json"
    path.write_bytes(room.file)
    assert "works" in voteapp("trustee", "check", path, *room.passphrase).stdout


@pytest.mark.parametrize("pair", [(PAGE, COMMAND), (PAGE, TOOL), (COMMAND, TOOL)])
def test_any_two_decrypt(
    room: Ceremony3, pair: tuple[int, int], node: Path, belenios_tool: Path, tmp_path: Path
) -> None:
    count = Count(room, tmp_path)
    with BrowserWorker(node, "decrypt/worker.js") as page:
        for number in (PAGE, COMMAND, TOOL):
            count.sign(number, page)
        for number in pair:
            count.decrypt(number, page)
    count.election.publish()
    report = verify_bundle(BytesSource(count.election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]
    assert [proof.owner for proof in count.election.evidence.strong_proofs] == list(pair)
    assert cross_check(belenios_tool, count.election.record, count.election.uuid, tmp_path) == 7
