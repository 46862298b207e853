"""One trustee works by command with the server's folder, the others in their browsers."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.players.campaign.elections import Stream
from tests.players.cli.command import PASSPHRASE, voteapp
from tests.players.services.world import World, create_settings
from voteapp.campaign.ceremony.table import SINGLE_STEPS, STEPS
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import PlayedSingle, PlayedTrustee
from voteapp.cli.trustee.folder import Folder
from voteapp.protocol.group import get_group
from voteapp.services.trustees import messages, planning, reading
from voteapp.web.trustee.ceremony import pack_folder

pytestmark = pytest.mark.slow

ACTOR = "Ana"

SHAPE = ("--trustees", "3", "--threshold", "2", "--singles", "2", "--number", "2")


class Offline:
    """A trustee whose messages come from the command; a fresh folder for each step."""

    def __init__(self, path: Path, world: World, position: int) -> None:
        self.path, self.world, self.position = path, world, position
        self.single = position > 3
        self.steps = SINGLE_STEPS if self.single else STEPS
        self.key = path / f"key-{position}"
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")
        if self.single:
            voteapp("trustee", "key", self.key, *self.passphrase)

    def say(self, step: str) -> bytes:
        folder = self.path / f"{step}-{self.position}"
        task = reading.get_ceremony_task(self.world.context, self.world.code, self.position)
        with zipfile.ZipFile(io.BytesIO(pack_folder(task))) as archive:
            archive.extractall(folder)
        command = ("trustee", "ceremony", step, self.key, folder, *self.passphrase)
        more = SHAPE if step == "certificate" else ()
        if self.single and step == "commit":
            more = ("--number", str(self.position))
        voteapp(*command, *more, typed=["y"])
        return Folder(folder).path(step, self.position, single=self.single).read_bytes()


def test_the_command_and_the_server_understand_each_other(tmp_path: Path) -> None:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    context, code = world.context, world.code
    names = ["Ana", "Bo", "Cy"]
    planning.plan_ceremony(context, ACTOR, code, names, 2, ["Di", "Ed"])
    offline = {number: Offline(tmp_path, world, number) for number in (2, 5)}
    transcript = Transcript(get_group("Ed25519"), 3, 2, 2)
    played = {
        number: kind(number, Stream(f"served {number}"))
        for number, kind in ((1, PlayedTrustee), (3, PlayedTrustee), (4, PlayedSingle))
    }
    for step in STEPS:
        for number in (1, 2, 3, 4, 5):
            if number > 3 and step not in SINGLE_STEPS:
                continue
            who = offline.get(number)
            said = who.say(step) if who else played[number].say(transcript, step)
            transcript.add(number, step, said)
            messages.post_ceremony_message(context, code, number, 1, step, said)
    assert reading.get_ceremony_status(context, code).done
    for number, who in offline.items():
        answer = tmp_path / f"answer-{number}"
        more = ("--answer", answer, "--index", str(number), *who.passphrase)
        voteapp("trustee", "check", who.key, *more)
        planning.post_ceremony_rehearsal(context, code, number, answer.read_bytes())
        assert reading.get_ceremony_task(context, code, number).rehearsed
    end = tmp_path / "end"
    task = reading.get_ceremony_task(context, code, 1)
    with zipfile.ZipFile(io.BytesIO(pack_folder(task))) as archive:
        archive.extractall(end)
    voteapp("trustee", "ceremony", "assemble", end)
    said = json.loads((end / "ceremony.json").read_bytes())["messages"]
    assert len(said) == 21
