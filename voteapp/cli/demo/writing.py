"""What a demonstration leaves on the disk, and what is said of a survey's parts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console

from voteapp.campaign.bundle.files import load_auditor_page, load_readme
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.slips.pins import SlipCode, compute_pin, format_slip_code
from voteapp.campaign.slips.token_files import compute_public_credentials
from voteapp.cli.demo.play import PASSPHRASE, DemoTrustees
from voteapp.cli.demo.survey import SurveyDemo, SurveyPart
from voteapp.cli.demo.truth import describe_truth
from voteapp.cli.texts import gettext as _
from voteapp.protocol.encoding import encode_json


def write_survey(directory: Path, game: SurveyDemo) -> None:
    """Records, bundles, what each member chose, the truth, slips and keys."""
    keys = directory / "keys"
    keys.mkdir(parents=True, mode=0o700)
    for number, part in enumerate(game.parts):
        election, uuid = part.election, part.election.uuid
        (directory / f"{uuid}.bel").write_bytes(election.record)
        bundle = election.bundle(load_auditor_page(), load_readme())
        (directory / f"{uuid}.zip").write_bytes(bundle)
        choices = b"".join(
            encode_json(member.choices[number]) + b"\n"
            for member in game.members
            if member.sent[number]
        )
        (directory / f"choices-{uuid}.txt").write_bytes(choices)
    truth = msgspec.json.format(msgspec.json.encode(describe_truth(game)), indent=1)
    (directory / "truth.json").write_bytes(truth + b"\n")
    write_slips(directory, game.teller.tokens, [part.election for part in game.parts])
    write_keys(keys, game.trustees, *(part.election.server_key for part in game.parts))


def write_keys(folder: Path, trustees: DemoTrustees, *server_keys: bytes) -> None:
    """Key files, their passphrase and the server's keys, in the open."""
    files = trustees.key_files
    for number, data in enumerate(files, 1):
        name = "trustee.json" if len(files) == 1 else f"trustee-{number}.json"
        write_private(folder / name, data)
    write_private(folder / "passphrase.txt", PASSPHRASE.encode() + b"\n")
    lines = b"".join(key.hex().encode() + b"\n" for key in server_keys)
    write_private(folder / "server.key", lines)


def write_slips(
    directory: Path, tokens: Sequence[str], elections: Sequence[PlayedElection]
) -> None:
    """The slips' codes, a line each; ``elections``: all of the campaign, in order."""
    fingerprints = [election.context.fingerprint for election in elections]
    first = elections[0]
    named = compute_public_credentials(first.uuid, tokens)
    codes = [
        SlipCode(token, compute_pin(token, fingerprints, first.leaves[credential]))
        for token, credential in zip(tokens, named, strict=True)
    ]
    text = "".join(format_slip_code(code) + "\n" for code in codes)
    write_private(directory / "slips.txt", text.encode())


def write_private(path: Path, data: bytes) -> None:
    """A new file that only its owner may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


def tell_part(console: Console, directory: Path, part: SurveyPart) -> None:
    """Where a part's bundle is, and whether it has a result."""
    uuid = part.election.uuid
    console.print(_("Election: %(uuid)s") % {"uuid": uuid}, markup=False)
    if not part.opened:
        console.print(
            _("Fewer than %(k)d ballots came, so nothing was decrypted: there is no result.")
            % {"k": part.k}
        )
    console.print(_("Check it:"), f"voteapp audit {directory / (uuid + '.zip')}", markup=False)
