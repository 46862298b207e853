"""Files of the booth that were exchanged while people vote, without what trustees must sign."""

from __future__ import annotations

from collections.abc import Sequence

from tests.forgeries.election.bench import pack, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.election.statement_forgeries import (
    FIRST,
    SECOND,
    THIRD,
    WITNESS,
    WITNESS_KEY,
    everybody,
    start,
    witness,
)
from tests.players.campaign.elections import AUDITOR, GROUP, Stream
from voteapp.campaign.bundle.archive import AUDITOR_PATH
from voteapp.campaign.linked import compute_previous
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Amendment, Change
from voteapp.campaign.signed import sign
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement, create_statement
from voteapp.campaign.statements.texts import compute_booth_text
from voteapp.protocol.encoding import hash_hex

PATH, OTHER = "/static/lean/booth/main.js", "/static/lean/booth/worker.js"
OLD, NEW, NEWER = (hash_hex(text) for text in (b"a hole", b"mended", b"mended again"))
MENDED = Change("booth", NEW, "A hole in the page.", path=PATH)
LATER = Change("closes", "2026-11-29T20:00:00-08:00", "More people want to vote.")
AT = "2026-11-22T10:00:00-08:00"


def play() -> tuple[PlayedElection, dict[Signer, int]]:
    """Voting runs, 2 of 3 trustees decrypt and there is a witness; everybody's signing keys."""
    held, election = start(booth={PATH: OLD, OTHER: OLD}, witnesses=[witness()])
    return election, {**everybody(held), WITNESS: WITNESS_KEY}


def mended(change: Change = MENDED) -> PlayedElection:
    """A later closing, and then a file to which two of three trustees agreed."""
    election, keys = play()
    election.amend(LATER, AT)
    election.mend(change, AT, {signer: keys[signer] for signer in (FIRST, THIRD)})
    return election


def with_a_mended_auditor_page() -> bytes:
    """No forgery: the page that the bundle carries is the one to which trustees agreed."""
    held, election = start(booth={AUDITOR_PATH: OLD})
    change = MENDED._replace(path=AUDITOR_PATH, new=hash_hex(AUDITOR))
    election.mend(change, AT, everybody(held))
    return pack(election)


def bend(**fields: object) -> bytes:
    """The mended file with other fields; the server signs again what is there."""
    election = mended()
    first, second = election.evidence.amendments
    bent = sign(replace(second, **fields, signature=""), election.server_key)
    election.replace(amendments=[first, bent])
    return pack(election)


def signed_by(signers: Sequence[Signer], *, under: Sequence[Signer] = (), **said: object) -> bytes:
    """These signed it; ``under``: whose signatures they say they are; ``said``: what of the text
    is another."""
    election, keys = play()
    parts: dict[str, object] = {"number": 1, "path": PATH, "old": OLD, "new": NEW}
    parts |= {"fingerprints": [election.context.fingerprint]} | said
    text = compute_booth_text(**parts)  # type: ignore[arg-type]
    random = Stream("booth")
    made = [
        create_statement(GROUP, name, keys[signer], text, random)
        for signer, name in zip(signers, under or signers, strict=True)
    ]
    election.amend(MENDED._replace(signed=made), AT)
    return pack(election)


@forges("booth-missing")
def a_file_mended_by_one_trustee_of_two_needed() -> bytes:
    return signed_by([SECOND])


@forges("booth-missing")
def a_file_mended_by_the_server_alone() -> bytes:
    return signed_by([])


@forges("booth-second")
def a_trustee_who_agreed_twice() -> bytes:
    return signed_by([FIRST, FIRST])


@forges("booth-signer")
def a_witness_who_agreed() -> bytes:
    return signed_by([FIRST, WITNESS])


@forges("booth-signer")
def a_trustee_who_is_none_agreed() -> bytes:
    return signed_by([FIRST, SECOND], under=[FIRST, Signer("trustee", 4)])


@forges("booth-signer")
def trustees_who_agreed_in_another_order() -> bytes:
    return signed_by([SECOND, FIRST])


@forges("booth-signature")
def a_witness_who_agreed_as_a_trustee() -> bytes:
    return signed_by([FIRST, WITNESS], under=[FIRST, SECOND])


@forges("booth-signature")
def a_trustee_who_agreed_for_two() -> bytes:
    return signed_by([FIRST, FIRST], under=[FIRST, SECOND])


@forges("booth-text")
def a_file_that_was_agreed_to_under_another_number() -> bytes:
    return signed_by([FIRST, SECOND], number=2)


@forges("booth-text")
def another_file_than_was_agreed_to() -> bytes:
    return signed_by([FIRST, SECOND], path=OTHER)


@forges("booth-text")
def other_bytes_than_were_agreed_to() -> bytes:
    return signed_by([FIRST, SECOND], new=NEWER)


@forges("booth-text")
def a_file_that_was_agreed_to_instead_of_another() -> bytes:
    return signed_by([FIRST, SECOND], old=NEWER)


@forges("booth-text")
def a_file_that_was_agreed_to_in_another_campaign() -> bytes:
    return signed_by([FIRST, SECOND], fingerprints=["A" * 43])


def agree_again() -> PlayedElection:
    """Two trustees agree to a file, and then to the old one again, since the new one was worse."""
    election, keys = play()
    agreed = {signer: keys[signer] for signer in (FIRST, SECOND)}
    election.mend(MENDED, AT, agreed)
    election.mend(MENDED._replace(new=OLD, reason="It was worse."), AT, agreed)
    return election


@forges("booth-text")
def a_file_that_was_taken_back_and_is_put_in_once_more() -> bytes:
    """What they signed the first time is of the same file, old and new."""
    election = agree_again()
    first, *_ = election.evidence.amendments
    election.amend(MENDED._replace(signed=_read(first)), AT)
    return pack(election)


def _read(amendment: Amendment) -> list[Statement]:
    assert isinstance(amendment.signed, list)
    return amendment.signed


@forges("amendment-value")
def a_mended_file_that_is_not_pinned() -> bytes:
    return bend(path="/static/lean/booth/other.js")


@forges("amendment-value")
def a_mended_file_of_which_another_was_in_force() -> bytes:
    return bend(old=NEWER)


@forges("amendment-value")
def a_mended_file_that_is_what_it_was() -> bytes:
    return bend(new=OLD)


@forges("amendment-value")
def a_mended_file_without_a_hash() -> bytes:
    return bend(new="mended")


@forges("amendment-value")
def a_mended_file_in_capital_letters() -> bytes:
    return bend(new=NEW.upper())


@forges("amendment-value")
def a_mended_file_of_a_unit() -> bytes:
    return bend(leaf="icu")


@forges("amendment-value")
def a_mended_file_after_the_end() -> bytes:
    return bend(at="2026-11-29T20:00:01-08:00")


@forges("amendment-value")
def a_later_closing_with_a_file() -> bytes:
    election = mended()
    first, second = election.evidence.amendments
    odd = sign(replace(first, path=PATH, signed=[], signature=""), election.server_key)
    after = replace(second, previous=compute_previous([odd]), signature="")
    election.replace(amendments=[odd, sign(after, election.server_key)])
    return pack(election)


@forges("amendment-value")
def a_mended_file_without_its_name() -> bytes:
    election = mended()
    first, second = election.evidence.amendments
    fields = {name: getattr(second, name) for name in Amendment.__struct_fields__}
    del fields["path"]
    bare = sign(Amendment(**fields), election.server_key)
    election.replace(amendments=[first, bare])
    return pack(election)


@forges("amendment-signature")
def a_mended_file_that_the_server_did_not_sign() -> bytes:
    election = mended()
    first, second = election.evidence.amendments
    election.replace(amendments=[first, replace(second, reason="Another.")])
    return pack(election)
