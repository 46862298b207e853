"""``voteapp tokens``: making, printing, showing a credential."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.teller.made import COUNT, UUIDS, read_codes, read_tokens
from tests.players.campaign.setups import create_setup_zip
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from voteapp.campaign.slips.pins import format_slip_code
from voteapp.campaign.slips.token_files import decode_token_batch
from voteapp.campaign.units.strata import MOST_MEMBERS
from voteapp.cli import main

pytestmark = pytest.mark.slow


def test_what_is_posted_fits_the_slips_and_holds_no_token(made: Path) -> None:
    data = (made / "credentials.json").read_bytes()
    batch = decode_token_batch(data, UUIDS, ["icu"])
    assert [len(election.credentials) for election in batch.elections] == [COUNT, COUNT]
    for token in read_tokens(made):
        assert token.encode() not in data
        done = voteapp("tokens", "credential", token, "--uuid", UUIDS[1])
        assert done.stdout.split()[-1] in batch.elections[1].credentials
        break


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
