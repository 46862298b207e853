"""``voteapp tokens``: making, printing, showing a credential."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import CliRunner

from tests.players.campaign.setups import create_setup_zip
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.support.fonts import FONTS, GURMUKHI, UNBROKEN
from voteapp.campaign.setup.fixed import FixedSetup
from voteapp.campaign.setup.package import read_package
from voteapp.campaign.slips.pins import SlipCode, compute_pin, format_slip_code
from voteapp.campaign.slips.tellers import Printed, check_printed
from voteapp.campaign.slips.token_files import (
    compute_public_credentials,
    decode_token_batch,
    open_token_file,
)
from voteapp.campaign.slips.tokens import create_token
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.campaign.words import compute_hash_words
from voteapp.cli import main
from voteapp.protocol.archive import BytesSource

pytestmark = pytest.mark.slow

UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b"]
COUNT = 11
ADDRESS = "https://vote.example.org/b/K7QM2X#"
PRINT = ["--base-url", "https://vote.example.org", "--title", "Grève « été » ?"]
PRINT += ["--organizer", "Local 1", "--closes", "Friday, 8 pm"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tokens")
    (directory / "pass").write_text(PASSPHRASE + "\n")
    voteapp(
        *("tokens", "make", str(COUNT), directory, "--campaign", "K7QM2X", "--leaf", "icu"),
        *("--name", "Ada of the ICU"),
        *("--uuid", UUIDS[0], "--uuid", UUIDS[1], "--passphrase-file", directory / "pass"),
    )
    posted = (directory / "credentials.json").read_bytes()
    (directory / "setup.zip").write_bytes(create_setup_zip(posted))
    return directory


def pair(made: Path) -> tuple[Path, Path]:
    """Token file and set-up."""
    return made / "tokens.json", made / "setup.zip"


def read_setup_of(made: Path) -> FixedSetup:
    return read_package(BytesSource((made / "setup.zip").read_bytes()))


def read_codes(made: Path) -> list[SlipCode]:
    """What stands on the slips, by the rule itself."""
    fingerprints = read_setup_of(made).fingerprints
    return [SlipCode(t, compute_pin(t, fingerprints, "icu")) for t in read_tokens(made)]


def read_tokens(made: Path) -> list[str]:
    secret = open_token_file((made / "tokens.json").read_bytes(), PASSPHRASE)
    return [slip.token for slip in secret.slips]


def print_pdf(made: Path, name: str, *more: str) -> Path:
    output = made / name
    arguments = [made / "tokens.json", made / "setup.zip", output, *PRINT, *more]
    voteapp("tokens", "print", *arguments, "--passphrase-file", made / "pass")
    return output


def test_what_is_posted_fits_the_slips_and_holds_no_token(made: Path) -> None:
    data = (made / "credentials.json").read_bytes()
    batch = decode_token_batch(data, UUIDS, ["icu"])
    assert [len(election.credentials) for election in batch.elections] == [COUNT, COUNT]
    for token in read_tokens(made):
        assert token.encode() not in data
        done = voteapp("tokens", "credential", token, "--uuid", UUIDS[1])
        assert done.stdout.split()[-1] in batch.elections[1].credentials
        break


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
    done = voteapp(
        "tokens",
        "print",
        made / "tokens.json",
        made / "setup.zip",
        made / "no.pdf",
        *arguments,
        expect=2,
    )
    assert_sentence(done)
    assert not (made / "no.pdf").exists()


def test_a_script_that_the_font_cannot_draw(made: Path) -> None:
    arguments = ["--title", "中文", *PRINT[4:], *PRINT[:2], "--passphrase-file", made / "pass"]
    done = voteapp(
        "tokens",
        "print",
        made / "tokens.json",
        made / "setup.zip",
        made / "no.pdf",
        *arguments,
        expect=2,
    )
    assert_sentence(done)
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


def test_a_slip_is_checked(made: Path) -> None:
    """By standard input or a file; another set-up, another pin, and what is no code."""
    code = read_codes(made)[0]
    done = voteapp("slips", "check", made / "setup.zip", text=format_slip_code(code) + "\n")
    assert "fits" in done.stdout and "Ward icu (icu)" in done.stdout
    (made / "code").write_text(f"https://vote.example.org/b/K7QM2X#{code.text}\n")
    voteapp("slips", "check", made / "setup.zip", "--file", made / "code")
    posted = (made / "credentials.json").read_bytes()
    (made / "second.zip").write_bytes(create_setup_zip(posted, title="Second"))
    done = voteapp("slips", "check", made / "second.zip", "--file", made / "code", expect=1)
    assert "NOT fit" in done.stdout and code.token not in done.stdout
    done = voteapp("slips", "check", made / "setup.zip", text=code.token + "\n", expect=2)
    assert_sentence(done)
    assert_sentence(voteapp("slips", "check", made / "code", text=code.text, expect=2))


def test_the_credential_of_a_slips_code(made: Path) -> None:
    code = read_codes(made)[0]
    whole = voteapp("tokens", "credential", "-", text=format_slip_code(code) + "\n").stdout
    assert whole == voteapp("tokens", "credential", "-", text=code.token + "\n").stdout


def test_a_wrong_passphrase(made: Path) -> None:
    (made / "wrong").write_text("not the passphrase\n")
    done = voteapp(
        *("tokens", "print", *pair(made), made / "no.pdf", *PRINT),
        *("--passphrase-file", made / "wrong"),
        expect=2,
    )
    assert_sentence(done)


def test_nothing_is_overwritten(made: Path) -> None:
    before = (made / "tokens.json").read_bytes()
    done = voteapp(
        *("tokens", "make", "1", made, "--campaign", "X", "--uuid", UUIDS[0], "--name", "Ada"),
        *("--passphrase-file", made / "pass"),
        expect=2,
    )
    assert_sentence(done)
    assert (made / "tokens.json").read_bytes() == before


def test_as_many_slips_as_a_campaign_takes(tmp_path: Path) -> None:
    """What the server would not take is not made."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    folder = tmp_path / "slips"
    done = voteapp(
        *("tokens", "make", str(MOST_MEMBERS + 1), folder, "--campaign", "X", "--name", "A"),
        *("--uuid", UUIDS[0], "--passphrase-file", tmp_path / "pass"),
        expect=2,
    )
    assert_sentence(done)
    assert f"1<=x<={MOST_MEMBERS}" in done.stderr
    assert not folder.exists()


def test_the_credential_of_the_example() -> None:
    token = "2bf2m 998qc g3bo6 43sc8 z4ffj"
    assert voteapp("tokens", "credential", token).stdout == "Wx3nJ-p55DpC-Ah4VU-dm2tqV\n"
    assert voteapp("tokens", "credential", "-", text=token + "\n").stdout.startswith("Wx3nJ-")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("2BF2M-998QC-G3B06-43SC8-Z4FFK", "check"),
        ("2BF2M-99UQC-G3B06-43SC8-Z4FFJ", "Character 8"),
        ("2BF2M", "25"),
    ],
)
def test_a_mistyped_token_is_a_sentence_without_the_token(token: str, words: str) -> None:
    done = voteapp("tokens", "credential", token, expect=2)
    assert_sentence(done)
    assert words in done.stderr and token not in done.stderr


def test_the_token_file_shows_nothing_but_its_public_part(made: Path) -> None:
    public = json.loads((made / "tokens.json").read_bytes())["public"]
    assert public == {"campaign": "K7QM2X", "count": COUNT, "uuids": UUIDS}


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


def test_nothing_is_posted_before_the_file_was_opened_again(tmp_path: Path) -> None:
    """The passphrase is typed anew: a wrong one is asked for again; no list is left till then."""
    arguments = ["tokens", "make", "2", str(tmp_path / "made"), "--campaign", "K7QM2X"]
    arguments += ["--name", "Ada", "--uuid", UUIDS[0]]
    typed = [PASSPHRASE, PASSPHRASE, "some other passphrase", PASSPHRASE]
    done = CliRunner().invoke(main, arguments, input="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    assert "does not open" in done.output and (tmp_path / "made" / "credentials.json").exists()
    arguments[3] = str(tmp_path / "stopped")
    done = CliRunner().invoke(main, arguments, input="\n".join(typed[:3]) + "\n")
    assert done.exit_code != 0
    assert [path.name for path in (tmp_path / "stopped").iterdir()] == ["tokens.json"]
