"""The folder that trustees exchange: every message is checked as it is read."""

from __future__ import annotations

import re
from pathlib import Path

import click

from voteapp.campaign.ceremony.folder import NAME as SHAPE_NAME
from voteapp.campaign.ceremony.folder import Shape, decode_shape, encode_shape, name_message
from voteapp.campaign.ceremony.messages import check_singles, check_size
from voteapp.campaign.ceremony.table import CERTIFICATE, MESSAGES, STEPS, list_trustees
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.texts import gettext as _
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import CertKeys

GROUP = get_group(GROUP_NAME)
singles_option = click.option(
    "--singles",
    type=int,
    help="How many single trustees there are beside them (default: what FOLDER says, or none).",
)
_SINGLES = "|".join(message.file_name for message in MESSAGES if "single" in message.kinds)
_NUMBERED = re.compile(rf"(?:{_SINGLES})-([1-9]\d?)\.json\Z")


class Folder:
    """``NAME-NUMBER.json`` of every trustee and step, as in the server's ``folder.zip``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, step: str, number: int, *, single: bool = False) -> Path:
        """Where trustee ``number``'s message of a step lies."""
        return self.folder / name_message(step, number, single=single)

    def write(self, name: str, data: bytes) -> Path:
        """Write a file whole or not at all, never over another content."""
        path = self.folder / name
        if path.exists():
            if read_small(path).rstrip(b"\r\n") == data:
                return path
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})
        replace_file(path, data, 0o644)
        return path

    def choose_singles(self, given: int | None) -> int:
        """What was said, or what the folder says already, or none."""
        if given is None and (self.folder / SHAPE_NAME).exists():
            return self.read_shape().singles
        return given or 0

    def write_shape(self, shape: Shape) -> None:
        """Say of what kind the ceremony is; Failure where the folder says otherwise."""
        path = self.folder / SHAPE_NAME
        if path.exists() and self.read_shape() != shape:
            raise Failure(_("%s is of a ceremony with other numbers; ask the others.") % path)
        self.write(SHAPE_NAME, encode_shape(shape))

    def read_shape(self) -> Shape:
        """From ``shape.json``; without it from the first certificate and what lies there."""
        path = self.folder / SHAPE_NAME
        if path.exists():
            return decode_shape(read_small(path).rstrip(b"\r\n"))
        first = self.path("certificate", 1)
        if not first.exists():
            self._refuse_incomplete([first])
        cert = CERTIFICATE.read(1, read_small(first).rstrip(b"\r\n"))
        message, code = cert.message.encode(), "trustee-certificate"
        context = decode_canonical(message, CertKeys, code, "certificate 1").context
        numbers = [int(match[1]) for match in map(_NUMBERED.match, self._names()) if match]
        shape = Shape(context.size, context.threshold, max([context.size, *numbers]) - context.size)
        check_size(shape.size, shape.threshold)
        check_singles(shape.singles)
        return shape

    def read(self, last: str) -> Transcript:
        """Everything up to the step ``last``, all of it there and checked.

        Raises Failure where something is missing or a complaint was proven, CeremonyError.
        """
        shape = self.read_shape()
        transcript = Transcript(GROUP, shape.size, shape.threshold, shape.singles)
        for step in STEPS[: STEPS.index(last) + 1]:
            paths = [
                self.path(step, number, single=number > shape.size)
                for number in list_trustees(step, shape.size, shape.singles)
            ]
            self._refuse_incomplete([path for path in paths if not path.is_file()])
            for number, path in enumerate(paths, 1):
                transcript.add(number, step, read_small(path).rstrip(b"\r\n"))
            if step == "reveal":
                self._read_complaints(transcript)
        return transcript

    def _read_complaints(self, transcript: Transcript) -> None:
        for number in range(1, transcript.size + 1):
            path = self.path("complain", number)
            if path.is_file():
                transcript.add(number, "complain", read_small(path).rstrip(b"\r\n"))
                if transcript.failure is not None:
                    raise Failure(
                        _("%s. The ceremony has failed: start over with new keys and a new folder.")
                        % transcript.failure.message
                    )

    def _names(self) -> list[str]:
        return [path.name for path in self.folder.iterdir()]

    def _refuse_incomplete(self, missing: list[Path]) -> None:
        if missing:
            names = ", ".join(path.name for path in missing)
            raise Failure(_("Not everybody is ready yet; missing in the folder: %s") % names)
