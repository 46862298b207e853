"""A teller who makes and prints the slips with the command, and carries two files to the page."""

from __future__ import annotations

import shlex
from pathlib import Path

from tests.players.browser.browser import spot
from tests.players.browser.people import SLIPS_PASSPHRASE, Committee, People, read_slips
from tests.players.cli.command import voteapp

TITLE = "Do you authorize a strike, Ana’s “ward”?"


def run_shown(committee: Committee, folder: Path, place: int, **named: str) -> None:
    """Type what the page says, in a folder, with some words put in the place of others."""
    (folder / "pass").write_text(SLIPS_PASSPHRASE + "\n")
    shown = committee.browser.read_all(spot("main pre"))[place]
    program, *words = [named.get(word, word) for word in shlex.split(shown)]
    assert program == "voteapp"
    files = {"slips", "slips/tokens.json", "slips.pdf", f"{committee.code}-setup.zip"}
    arguments = [str(folder / word) if word in files else word for word in words]
    voteapp(*arguments, "--passphrase-file", folder / "pass")


def test_the_command_and_the_page_go_hand_in_hand(people: People, tmp_path: Path) -> None:
    ana = people.committee()
    ana.set_up()
    ana.draft("A vote", TITLE, slips=7, roster=7)
    ana.lock()
    ana.make_key()
    ana.open(f"/committee/campaigns/{ana.code}/slips")
    ana.unfold("Make the slips with the command instead")
    run_shown(ana, tmp_path, 0, **{"Your name": "Ana Offline"})

    # The file with the codes is refused before anything leaves the browser.
    field = "The file credentials.json that the command left"
    ana.file(field, tmp_path / "slips" / "tokens.json")
    ana.press("Send credentials.json")
    ana.see_in(".error-summary", "The file tokens.json never leaves your computer.")
    assert ana.posts("/credentials") == []
    ana.file(field, tmp_path / "slips" / "credentials.json")
    ana.press("Send credentials.json")
    ana.see("The slips are made: 7.")

    ana.fix()
    ana.open(f"/committee/campaigns/{ana.code}/slips")
    ana.heading("Print with the command")
    name = f"{ana.code}-setup.zip"
    ana.browser.save(spot(f'main a[href$="{name}"]'), tmp_path / name)
    run_shown(ana, tmp_path, 0)
    assert len(read_slips((tmp_path / "slips.pdf").read_bytes())) == 7
    field = "The file slips.printed.json that the command left"
    ana.file(field, tmp_path / "slips" / "credentials.json")
    ana.press("Send slips.printed.json")
    ana.see_in(".error-summary", "This is not the file slips.printed.json. Nothing was sent.")
    ana.file(field, tmp_path / "slips.printed.json")
    ana.press("Send slips.printed.json")
    ana.see_in(".error-summary", "First check one of the printed slips.")
    assert ana.posts("/printed") == []
    ana.tick("I checked one printed slip with “voteapp slips check”, and it fits.")
    ana.press("Send slips.printed.json")
    ana.see("The slips are ready: 7.")
    ana.open(f"/campaigns/{ana.code}")
    ana.see("Teller Ana Offline: 7 slips, made offline by the command")
