"""``voteapp tokens print``: what stands on the slips, and what is not printed."""

from __future__ import annotations

import json
import secrets
import subprocess
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.cli.teller.made import COUNT, PRINT, UUIDS, pair, read_codes, read_setup_of
from tests.players.campaign.setups import create_setup_zip
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.support.fonts import FONTS, GURMUKHI, UNBROKEN
from voteapp.campaign.slips.pins import format_slip_code
from voteapp.campaign.slips.tellers import Printed, check_printed
from voteapp.campaign.slips.token_files import compute_public_credentials, open_token_file
from voteapp.campaign.slips.tokens import create_token
from voteapp.campaign.words import compute_hash_words

pytestmark = pytest.mark.slow


def print_pdf(made: Path, name: str, *more: str) -> Path:
    output = made / name
    arguments = [made / "tokens.json", made / "setup.zip", output, *PRINT, *more]
    voteapp("tokens", "print", *arguments, "--passphrase-file", made / "pass")
    return output


def test_every_slip_can_be_scanned_and_read(made: Path) -> None:
    codes = read_codes(made)
    document = pypdfium2.PdfDocument(print_pdf(made, "slips.pdf"))
    assert len(document) == 1 + 2
    found, words = [], ""
    for page in document:
        image = page.render(scale=2.5).to_pil()
        found += [code.text for code in zxingcpp.read_barcodes(image)]
        words += page.get_textpage().get_text_bounded()
    assert sorted(found) == sorted(
        f"https://vote.example.org/b/K7QM2X#{code.text}" for code in codes
    )
    for code in codes:
        groups = format_slip_code(code).split("-")
        assert len(groups) == 6
        assert "-".join(groups[:3]) in words and "-".join(groups[3:]) in words
    for text in (
        "Grève « été »",
        "Use mobile data",
        "One slip, one member, one time.",
        "Check it later: vote.example.org",
        "First signature",
        "Slips printed: 11",
    ):
        assert text in words
    assert "TRIAL" not in words


def refuse_arguments(made: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What is asked for is refused in a sentence, and nothing is printed."""
    done = voteapp("tokens", "print", *pair(made), made / "no.pdf", *arguments, expect=2)
    assert_sentence(done)
    assert not (made / "no.pdf").exists()
    return done


def test_the_pdf_is_reproducible_and_a_trial_says_so(made: Path) -> None:
    first = print_pdf(made, "trial-1.pdf", "--trial", "--page", "letter")
    second = print_pdf(made, "trial-2.pdf", "--trial", "--page", "letter")
    assert first.read_bytes() == second.read_bytes()
    page = pypdfium2.PdfDocument(first)[1]
    assert page.get_textpage().get_text_bounded().count("TRIAL") == 6


@pytest.mark.parametrize(
    "url",
    ["http://vote.example.org", "https://localhost", "https://127.0.0.1", "https://[::1]", "vote"],
)
def test_slips_must_point_to_a_real_address(made: Path, url: str) -> None:
    arguments = [*PRINT[2:], "--base-url", url, "--passphrase-file", made / "pass"]
    refuse_arguments(made, *arguments)


def test_a_script_that_the_font_cannot_draw(made: Path) -> None:
    arguments = ["--title", "中文", *PRINT[4:], *PRINT[:2], "--passphrase-file", made / "pass"]
    done = refuse_arguments(made, *arguments)
    assert "--font" in done.stderr and "--title" in done.stderr
    assert "中" in done.stderr and "Noto Sans CJK" in done.stderr


def test_a_title_that_was_cut_is_told(made: Path) -> None:
    output = made / "long.pdf"
    arguments = [*PRINT[:2], *PRINT[4:], "--title", UNBROKEN, "--passphrase-file", made / "pass"]
    done = voteapp("tokens", "print", *pair(made), output, *arguments)
    assert "--title is too long" in done.stderr
    assert output.exists()


def test_fonts_may_be_several(made: Path) -> None:
    """The second holds what the first lacks."""
    fonts = ["--font", str(GURMUKHI), "--font", str(FONTS["WenQuanYi Micro Hei"])]
    arguments = [*PRINT[:2], *PRINT[4:], "--title", "ਹੜਤਾਲ 罢工", *fonts]
    voteapp(
        *(
            "tokens",
            "print",
            made / "tokens.json",
            made / "setup.zip",
            made / "two.pdf",
            *arguments,
        ),
        *("--passphrase-file", made / "pass"),
    )


def test_the_words_are_the_set_ups(made: Path) -> None:
    output = made / "words.pdf"
    arguments = [made / "tokens.json", made / "setup.zip", output, *PRINT]
    done = voteapp("tokens", "print", *arguments, "--passphrase-file", made / "pass")
    assert compute_hash_words(read_setup_of(made).campaign_hash) in done.stdout


def test_nothing_is_printed_for_another_set_up(made: Path) -> None:
    """Another list of slips, another campaign, a slip of a unit that was not fixed, no set-up."""
    batch = json.loads((made / "credentials.json").read_bytes())
    short, single, units = (json.loads(json.dumps(batch)) for _ in range(3))
    for election in short["elections"]:
        election["credentials"].popitem()
    single["elections"].pop()
    for election in units["elections"]:
        election["credentials"] = dict.fromkeys(election["credentials"], "er")
    for wrong in (short, single, units):
        (made / "wrong.zip").write_bytes(create_setup_zip(json.dumps(wrong).encode()))
        refuse(made, made / "wrong.zip", 1)
    refuse(made, made / "credentials.json", 2)


def test_a_slip_that_no_teller_made_and_one_that_a_phantom_did(made: Path) -> None:
    """The one is refused at once; the other stands with a name and a number that people read."""
    posted = (made / "credentials.json").read_bytes()
    stranger = compute_public_credentials(UUIDS[0], [create_token(secrets.token_bytes)])
    (made / "stuffed.zip").write_bytes(create_setup_zip(posted, stuffed=stranger))
    arguments = [*(made / "tokens.json", made / "stuffed.zip", made / "no.pdf"), *PRINT]
    more = ("--passphrase-file", made / "pass")
    done = voteapp("tokens", "print", *arguments, *more, expect=1)
    assert "not as many as the tellers made" in done.stderr
    phantom = create_setup_zip(posted, stuffed=stranger, phantom=True)
    (made / "stuffed.zip").write_bytes(phantom)
    arguments[2] = made / "phantom.pdf"
    done = voteapp("tokens", "print", *arguments, *more)
    assert (
        "Teller Phantom: 1 slips" in done.stdout
        and "Teller Ada of the ICU: 11 slips" in done.stdout
    )


def test_the_word_that_goes_with_printed_slips(made: Path) -> None:
    """Posted as it stands: signed with the key in the token file, for this set-up."""
    output = print_pdf(made, "word.pdf")
    body = json.loads(output.with_suffix(".printed.json").read_bytes())
    setup = read_setup_of(made)
    secret = open_token_file((made / "tokens.json").read_bytes(), PASSPHRASE).teller
    (teller,) = setup.manifests[0].tellers
    assert (teller.name, teller.made, teller.slips) == ("Ada of the ICU", "command", {"icu": COUNT})
    assert set(body) == {"prints", "set_up", "signature"}
    assert body["set_up"] == setup.campaign_hash
    word = Printed(key=teller.key, fingerprints=[*setup.fingerprints], signature=body["signature"])
    check_printed(word, "x")
    assert secret.key not in (made / "credentials.json").read_text()


def refuse(made: Path, setup: Path, code: int) -> None:
    arguments = [made / "tokens.json", setup, made / "no.pdf", *PRINT]
    done = voteapp("tokens", "print", *arguments, "--passphrase-file", made / "pass", expect=code)
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith("Error: This set-up" if code == 1 else "Error: ")
    )
    assert not (made / "no.pdf").exists()


def test_a_wrong_passphrase(made: Path) -> None:
    (made / "wrong").write_text("not the passphrase\n")
    done = voteapp(
        *("tokens", "print", *pair(made), made / "no.pdf", *PRINT),
        *("--passphrase-file", made / "wrong"),
        expect=2,
    )
    assert_sentence(done)


def test_every_print_is_written_down_beside_the_file(made: Path, tmp_path: Path) -> None:
    """The second print is told at once, and to everybody with the word that is sent."""
    for name in ("tokens.json", "setup.zip", "pass"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    log = tmp_path / "tokens.json.prints.json"
    told = []
    for number in (1, 2, 3):
        output = tmp_path / f"{number}.pdf"
        arguments = [tmp_path / "tokens.json", tmp_path / "setup.zip", output, *PRINT]
        done = voteapp("tokens", "print", *arguments, "--passphrase-file", tmp_path / "pass")
        told.append("These slips were printed before" in done.stderr)
        body = json.loads(output.with_suffix(".printed.json").read_bytes())
        assert body["prints"] == number
        prints = json.loads(log.read_bytes())["prints"]
        assert [(one["slips"], one["set_up"]) for one in prints] == [
            (COUNT, body["set_up"])
        ] * number
    assert told == [False, True, True]
    assert log.stat().st_mode & 0o077 == 0
    words = pypdfium2.PdfDocument(tmp_path / "1.pdf")[0].get_textpage().get_text_bounded()
    assert f"Teller Ada of the ICU: {COUNT} slips" in words
    log.write_text('{"prints":7}')
    output = tmp_path / "4.pdf"
    arguments = [tmp_path / "tokens.json", tmp_path / "setup.zip", output, *PRINT]
    done = voteapp("tokens", "print", *arguments, "--passphrase-file", tmp_path / "pass", expect=2)
    assert "Nothing was printed." in done.stderr and not output.exists()
