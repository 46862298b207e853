"""What trustees, witnesses and mirrors sign of opening, closing and result, told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.forgeries.election.bench import close, pack, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.election.threshold_forgeries import Held, agree, hold, open_election
from tests.players.campaign.elections import GROUP, VOTES, Stream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Mirror, Signer, Witness
from voteapp.campaign.statements.signing import create_statement
from voteapp.campaign.statements.texts import (
    compute_end_text,
    compute_opening_text,
    compute_out_text,
)
from voteapp.protocol.encoding import hash_hex

WITNESS_KEY, MIRROR_KEYS = 101, (201, 202, 203)
FIRST, SECOND, THIRD = (Signer("trustee", number) for number in (1, 2, 3))
WITNESS = Signer("witness", 1)
NONE_YET = hash_hex(encode_canonical([]))


def element(key: int) -> str:
    return GROUP.encode(GROUP.base_power(key))


def mirrors(address: str = "https://mirror.example") -> list[Mirror]:
    return [Mirror(name=f"Mirror {key}", address=address, key=element(key)) for key in MIRROR_KEYS]


def mirror(number: int) -> dict[Signer, int]:
    return {Signer("mirror", number): MIRROR_KEYS[number - 1]}


def witness(name: str = "Ines", key: int = WITNESS_KEY) -> Witness:
    return Witness(name=name, key=element(key))


def start(**fields: object) -> tuple[Held, PlayedElection]:
    """Voting runs: 2 of 3, with the manifest's fields replaced."""
    held = hold()
    _, election = open_election(held, held.ceremony(), **fields)
    return held, election


def ended(**fields: object) -> tuple[Held, PlayedElection]:
    """Voting is over and added up; nobody has signed that yet."""
    held = hold()
    workshop, election = open_election(held, held.ceremony(), **fields)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    return held, election


def finish(held: Held, election: PlayedElection, owners: Sequence[int] = (1, 2)) -> bytes:
    for owner in owners:
        election.decrypt(owner, held.shares[owner - 1])
    election.publish()
    return pack(election)


def all_agreed(**fields: object) -> tuple[Held, PlayedElection]:
    held, election = ended(**fields)
    agree(held, election)
    return held, election


def published(**fields: object) -> tuple[Held, PlayedElection]:
    held, election = all_agreed(**fields)
    finish(held, election)
    return held, election


def everybody(held: Held) -> dict[Signer, int]:
    return {Signer("trustee", owner): key for owner, key in enumerate(held.signing, 1)}


# Honest elections: what stands beside the forgeries, and verifies.


def with_an_out() -> bytes:
    """Trustee 3 said before that she would be away: two of the others are enough."""
    held, election = ended()
    election.sign(
        "outs", compute_out_text([election.context.fingerprint]), {THIRD: held.signing[2]}
    )
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    return finish(held, election)


def with_a_witness() -> bytes:
    """One of three trustees says nothing; the witness signs."""
    held = hold()
    workshop, election = open_election(held, held.ceremony(), witnesses=[witness()])
    text = compute_opening_text([election.context.fingerprint], NONE_YET, late=False)
    election.sign("openings", text, {WITNESS: WITNESS_KEY})
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    election.sign("closing_statements", election.closing_text, {WITNESS: WITNESS_KEY})
    return finish(held, election)


def with_mirrors(signing: int = 2) -> bytes:
    """One of three trustees says nothing; two of three mirrors saw the same end."""
    held, election = ended(mirrors=mirrors())
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    text = compute_end_text(election.context.fingerprint, election.end)
    for number in range(1, signing + 1):
        election.sign("mirror_ends", text, mirror(number))
    return finish(held, election)


def with_late_openings() -> bytes:
    """Two trustees looked before it opened, the third a day later."""
    held, election = ended_late(2)
    agree(held, election)
    return finish(held, election)


def ended_late(early: int) -> tuple[Held, PlayedElection]:
    held = hold()
    workshop, election = open_election(held, held.ceremony())
    election.replace(openings=election.evidence.openings[:early])
    text = compute_opening_text([election.context.fingerprint], NONE_YET, late=True)
    late = dict(list(everybody(held).items())[early:])
    election.sign("openings", text, late)
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    return held, election


HONEST: list[Callable[[], bytes]] = [
    with_an_out,
    with_a_witness,
    with_mirrors,
    with_late_openings,
]


@forges("opening-unsigned")
def opened_by_the_committee_alone() -> bytes:
    held, election = ended_late(1)
    agree(held, election)
    return finish(held, election)


@forges("closing-statement-unopened")
def a_closing_by_who_never_looked() -> bytes:
    held = hold()
    workshop, election = open_election(held, held.ceremony())
    election.replace(openings=election.evidence.openings[:2])
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    close(workshop, election)
    agree(held, election)
    return finish(held, election)


def open_otherwise(text: str, keys: dict[Signer, int]) -> bytes:
    """Somebody's statement is exchanged for this one while voting runs."""
    _, election = start()
    kept = [one for one in election.evidence.openings if one.signer not in keys]
    election.replace(openings=kept)
    election.sign("openings", text.replace("FINGERPRINT", election.context.fingerprint), keys)
    return pack(election)


@forges("opening-text")
def an_opening_of_another_set_up() -> bytes:
    text = compute_opening_text(["A" * 43], NONE_YET, late=False)
    return open_otherwise(text, {SECOND: hold().signing[1]})


@forges("opening-text")
def an_opening_of_amendments_that_nobody_made() -> bytes:
    text = compute_opening_text(["FINGERPRINT"], "0" * 64, late=False)
    return open_otherwise(text, {SECOND: hold().signing[1]})


@forges("opening-signature")
def an_opening_signed_with_another_key() -> bytes:
    text = compute_opening_text(["FINGERPRINT"], NONE_YET, late=False)
    return open_otherwise(text, {SECOND: hold().signing[0]})


@forges("opening-signer")
def an_opening_by_a_witness_who_is_none() -> bytes:
    text = compute_opening_text(["FINGERPRINT"], NONE_YET, late=False)
    return open_otherwise(text, {WITNESS: WITNESS_KEY})


@forges("opening-signer")
def openings_in_another_order() -> bytes:
    _, election = start()
    election.replace(openings=election.evidence.openings[::-1])
    return pack(election)


@forges("opening-second")
def two_openings_of_one_trustee() -> bytes:
    _, election = start()
    first, *others = election.evidence.openings
    election.replace(openings=[first, first, *others])
    return pack(election)


def say_out(text: str, keys: dict[Signer, int]) -> bytes:
    _, election = start()
    election.sign("outs", text.replace("FINGERPRINT", election.context.fingerprint), keys)
    return pack(election)


@forges("out-text")
def an_out_of_another_campaign() -> bytes:
    return say_out(compute_out_text(["A" * 43]), {THIRD: hold().signing[2]})


@forges("out-signature")
def an_out_that_another_signed() -> bytes:
    return say_out(compute_out_text(["FINGERPRINT"]), {THIRD: hold().signing[0]})


@forges("out-signer")
def an_out_by_nobody() -> bytes:
    return say_out(compute_out_text(["FINGERPRINT"]), {Signer("trustee", 4): 5})


@forges("out-second")
def two_outs_of_one_trustee() -> bytes:
    _, election = start()
    key = {THIRD: hold().signing[2]}
    text = compute_out_text([election.context.fingerprint])
    for _ in range(2):
        election.sign("outs", text, key)
    return pack(election)


def named(**fields: object) -> bytes:
    """Voting runs in a campaign whose manifest names these."""
    return pack(start(**fields)[1])


@forges("manifest-witnesses")
def a_trustee_who_is_a_witness_too() -> bytes:
    return named(witnesses=[witness(key=hold().signing[0])])


@forges("manifest-witnesses")
def as_many_witnesses_as_decrypt() -> bytes:
    return named(witnesses=[witness(), witness("Otto", 102)])


@forges("manifest-witnesses")
def a_witness_with_a_neutral_key() -> bytes:
    return named(witnesses=[Witness(name="Ines", key=element(0))])


def turn_round(key: str) -> str:
    """A signing key as the record writes an element: the same bytes, from the other end."""
    return bytes.fromhex(key)[::-1].hex()


@forges("manifest-witnesses")
def the_server_as_a_witness() -> bytes:
    """By the very key that signs the heads, which it would look at then."""
    server = start()[1].manifest.server_key
    return named(witnesses=[Witness(name="Ines", key=turn_round(server))])


@forges("manifest-mirrors")
def a_teller_as_a_mirror() -> bytes:
    teller = start()[1].manifest.tellers[0]
    one = Mirror(name="M", address="https://m.example", key=turn_round(teller.key))
    return named(mirrors=[one])


@forges("manifest-witnesses")
def a_witness_without_a_name() -> bytes:
    return named(witnesses=[witness("")])


@forges("manifest-mirrors")
def a_mirror_with_a_witness_key() -> bytes:
    one = Mirror(name="M", address="https://m.example", key=element(WITNESS_KEY))
    return named(witnesses=[witness()], mirrors=[one])


@forges("manifest-mirrors")
def a_mirror_whose_address_is_a_script() -> bytes:
    return named(mirrors=mirrors("javascript:alert(1)"))


@forges("manifest-mirrors")
def sixteen_mirrors() -> bytes:
    listed = [
        Mirror(name=f"M{key}", address="https://m.example", key=element(key))
        for key in range(300, 316)
    ]
    return named(mirrors=listed)


@forges("opening-signature")
def a_signature_of_nothing() -> bytes:
    """A statement of one kind is none of another: an out's signature under an opening's text."""
    held, election = start()
    fingerprint = election.context.fingerprint
    out = create_statement(
        GROUP, SECOND, held.signing[1], compute_out_text([fingerprint]), Stream("out")
    )
    first, second, third = election.evidence.openings
    moved = replace(second, signature=out.signature)
    election.replace(openings=[first, moved, third])
    return pack(election)
