"""``voteapp tokens``: making, printing, showing a credential."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.support.fonts import FONTS, GURMUKHI, UNBROKEN
from voteapp.campaign.slips.token_files import decode_token_batch, open_token_file
from voteapp.campaign.slips.tokens import format_token
from voteapp.campaign.units.strata import MOST_MEMBERS

pytestmark = pytest.mark.slow

UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b"]
COUNT = 11
PRINT = ["--base-url", "https://vote.example.org", "--title", "Grève « été » ?"]
PRINT += ["--organizer", "Local 1", "--closes", "Friday, 8 pm"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("tokens")
    (directory / "pass").write_text(PASSPHRASE + "\n")
    voteapp(
        *("tokens", "make", str(COUNT), directory, "--campaign", "K7QM2X", "--leaf", "icu"),
        *("--uuid", UUIDS[0], "--uuid", UUIDS[1], "--passphrase-file", directory / "pass"),
    )
    return directory


def read_tokens(made: Path) -> list[str]:
    secret = open_token_file((made / "tokens.json").read_bytes(), PASSPHRASE)
    return [slip.token for slip in secret.slips]


def print_pdf(made: Path, name: str, *more: str) -> Path:
    output = made / name
    arguments = [made / "tokens.json", output, *PRINT, *more]
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
    tokens = read_tokens(made)
    document = pypdfium2.PdfDocument(print_pdf(made, "slips.pdf"))
    assert len(document) == 1 + 2
    found, words = [], ""
    for page in document:
        image = page.render(scale=2.5).to_pil()
        found += [code.text for code in zxingcpp.read_barcodes(image)]
        words += page.get_textpage().get_text_bounded()
    assert sorted(found) == sorted(f"https://vote.example.org/b/K7QM2X#{token}" for token in tokens)
    for token in tokens:
        groups = format_token(token).split("-")
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
    done = voteapp("tokens", "print", made / "tokens.json", made / "no.pdf", *arguments, expect=2)
    assert_sentence(done)
    assert not (made / "no.pdf").exists()


def test_a_script_that_the_font_cannot_draw(made: Path) -> None:
    arguments = ["--title", "中文", *PRINT[4:], *PRINT[:2], "--passphrase-file", made / "pass"]
    done = voteapp("tokens", "print", made / "tokens.json", made / "no.pdf", *arguments, expect=2)
    assert_sentence(done)
    assert "--font" in done.stderr and "--title" in done.stderr
    assert "中" in done.stderr and "Noto Sans CJK" in done.stderr


def test_a_title_that_was_cut_is_told(made: Path) -> None:
    output = made / "long.pdf"
    arguments = [*PRINT[:2], *PRINT[4:], "--title", UNBROKEN, "--passphrase-file", made / "pass"]
    done = voteapp("tokens", "print", made / "tokens.json", output, *arguments)
    assert "--title is too long" in done.stderr
    assert output.exists()


def test_fonts_may_be_several(made: Path) -> None:
    """The second holds what the first lacks."""
    fonts = ["--font", str(GURMUKHI), "--font", str(FONTS["WenQuanYi Micro Hei"])]
    arguments = [*PRINT[:2], *PRINT[4:], "--title", "ਹੜਤਾਲ 罢工", *fonts]
    voteapp(
        *("tokens", "print", made / "tokens.json", made / "two.pdf", *arguments),
        *("--passphrase-file", made / "pass"),
    )


def test_a_wrong_passphrase(made: Path) -> None:
    (made / "wrong").write_text("not the passphrase\n")
    done = voteapp(
        *("tokens", "print", made / "tokens.json", made / "no.pdf", *PRINT),
        *("--passphrase-file", made / "wrong"),
        expect=2,
    )
    assert_sentence(done)


def test_nothing_is_overwritten(made: Path) -> None:
    before = (made / "tokens.json").read_bytes()
    done = voteapp(
        *("tokens", "make", "1", made, "--campaign", "X", "--uuid", UUIDS[0]),
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
        *("tokens", "make", str(MOST_MEMBERS + 1), folder, "--campaign", "X"),
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
