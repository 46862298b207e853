"""Tellers' statements, printed words and opened parts that are not what they should be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.forgeries.election.bench import open_voting, pack, play, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.players.campaign.elections import SERVER_KEY, VOTES, Workshop
from tests.players.campaign.several_tellers import create_tellers, halve, open_with_parts
from voteapp.campaign.setup.manifest import encode_public_credentials
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.campaign.slips.tellers import (
    TellerSecret,
    TellerStatement,
    create_statement,
    sign_printed,
)
from voteapp.protocol.encoding import hash_hex

SMALL_ORDER = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"


def honest_with_two_tellers() -> bytes:
    """Nothing is wrong with it."""
    workshop = Workshop("two tellers")
    return pack(workshop.play(open_with_parts(workshop, halve(workshop)), VOTES))


def with_statement(
    change: Callable[[TellerStatement], TellerStatement], *, signs: bool = True
) -> bytes:
    """One teller's statement, changed, and signed by her again where she ``signs``."""
    workshop = Workshop("statement")
    key = bytes.fromhex(workshop.teller.secret.key)
    changed = change(workshop.manifest.tellers[0])
    tellers = [sign(changed, key) if signs else changed]
    workshop.manifest = replace(workshop.manifest, tellers=tellers)
    return pack(workshop.play(workshop.open(), VOTES))


@forges("manifest-tellers")
def nobody_made_the_slips() -> bytes:
    workshop = Workshop("nobody")
    workshop.manifest = replace(workshop.manifest, tellers=[])
    return pack(workshop.play(workshop.open(), VOTES))


@forges("manifest-tellers")
def a_teller_without_a_name() -> bytes:
    return with_statement(lambda one: replace(one, name=""))


@forges("manifest-tellers")
def a_statement_of_another_campaign() -> bytes:
    return with_statement(lambda one: replace(one, uuids=["L5FingnJCanV3T"]))


@forges("manifest-tellers")
def slips_for_a_unit_that_does_not_exist() -> bytes:
    return with_statement(lambda one: replace(one, slips={"er": 6, "nowhere": 6}))


@forges("manifest-tellers")
def no_slip_for_a_unit_that_is_named() -> bytes:
    return with_statement(lambda one: replace(one, slips={"er": 0, "icu": 12}))


@forges("manifest-tellers")
def a_commitment_too_many() -> bytes:
    return with_statement(lambda one: replace(one, commitments=one.commitments * 2))


@forges("manifest-tellers")
def a_tellers_key_of_small_order() -> bytes:
    return with_statement(lambda one: replace(one, key=SMALL_ORDER))


@forges("manifest-tellers")
def the_server_as_a_teller() -> bytes:
    workshop = Workshop("server tells")
    secret = replace(workshop.teller.secret, key=SERVER_KEY.hex())
    statement = create_statement([workshop.uuid], [workshop.leaves], secret)
    assert statement.key == compute_server_key(SERVER_KEY)
    workshop.manifest = replace(workshop.manifest, tellers=[statement])
    return pack(workshop.play(workshop.open(), VOTES))


def with_two(change: Callable[[list[TellerStatement]], list[TellerStatement]]) -> bytes:
    workshop = Workshop("two tellers")
    parts = halve(workshop)
    election = open_with_parts(workshop, parts)
    workshop.manifest = replace(workshop.manifest, tellers=change(workshop.manifest.tellers))
    changed = workshop.open()
    changed.parts, changed.tellers = election.parts, election.tellers
    changed.print_slips([changed.context.fingerprint])
    return pack(workshop.play(changed, VOTES))


@forges("manifest-tellers")
def tellers_in_another_order() -> bytes:
    return with_two(lambda tellers: tellers[::-1])


@forges("manifest-tellers")
def two_tellers_with_one_name() -> bytes:
    key = bytes.fromhex(create_tellers(2)[0].key)
    return with_two(lambda two: [sign(replace(two[0], name=two[1].name), key), two[1]])


@forges("manifest-tellers-signature")
def more_slips_than_the_teller_signed() -> bytes:
    return with_statement(lambda one: replace(one, slips={"er": 7, "icu": 6}), signs=False)


@forges("manifest-tellers-signature")
def a_teller_by_another_name() -> bytes:
    return with_statement(lambda one: replace(one, name="Somebody"), signs=False)


@forges("tellers-sum")
def a_slip_that_no_teller_made() -> bytes:
    workshop = Workshop("stuffed list")
    workshop.public = [*workshop.public, Workshop("stuffing").public[0]]
    listed = hash_hex(encode_public_credentials(workshop.public))
    workshop.manifest = replace(workshop.manifest, credentials=listed)
    return pack(workshop.play(workshop.open(), VOTES))


@forges("tellers-sum")
def a_slip_that_was_left_out_of_the_list() -> bytes:
    workshop = Workshop("short list")
    workshop.public = workshop.public[:-1]
    listed = hash_hex(encode_public_credentials(workshop.public))
    workshop.manifest = replace(workshop.manifest, credentials=listed)
    return pack(workshop.play(workshop.open(), VOTES))


def with_printed(change: Callable[[Any, TellerSecret], Any]) -> bytes:
    workshop, election = play()
    election.replace(printed=change(election.evidence.printed, workshop.teller.secret))
    return pack(election)


@forges("printed-missing")
def nobody_signed_that_she_printed() -> bytes:
    return with_printed(lambda printed, teller: [])


@forges("printed-missing")
def somebody_else_printed() -> bytes:
    (other,) = create_tellers(1)
    return with_printed(lambda printed, teller: [sign_printed(printed[0].fingerprints, other)])


@forges("printed-missing")
def printed_twice() -> bytes:
    return with_printed(lambda printed, teller: printed * 2)


@forges("printed-election")
def printed_for_another_election() -> bytes:
    return with_printed(lambda printed, teller: [sign_printed(["A" * 43], teller)])


@forges("printed-election")
def printed_for_one_election_more() -> bytes:
    return with_printed(
        lambda printed, teller: [sign_printed([*printed[0].fingerprints, "A" * 43], teller)]
    )


@forges("printed-signature")
def a_printed_word_that_was_not_signed() -> bytes:
    return with_printed(lambda printed, teller: [replace(printed[0], signature="0" * 128)])


@forges("printed-signature")
def a_printed_word_signed_by_the_server() -> bytes:
    def change(printed: Any, teller: TellerSecret) -> list[Any]:
        forged = sign_printed(printed[0].fingerprints, replace(teller, key=SERVER_KEY.hex()))
        return [replace(printed[0], signature=forged.signature)]

    return with_printed(change)


@forges("parts-early")
def parts_opened_while_voting_runs() -> bytes:
    _, finished = play("voting")
    _, election = open_voting("voting")
    election.replace(parts=finished.evidence.parts)
    return pack(election)


@forges("parts-missing")
def parts_never_opened() -> bytes:
    election = play()[1]
    election.replace(parts=None)
    return pack(election)


@forges("parts-tellers")
def a_part_that_stays_closed() -> bytes:
    workshop = Workshop("two tellers")
    election = workshop.play(open_with_parts(workshop, halve(workshop)), VOTES)
    election.replace(parts=election.evidence.parts[:1])
    return pack(election)


@forges("parts-tellers")
def parts_in_another_order() -> bytes:
    workshop = Workshop("two tellers")
    election = workshop.play(open_with_parts(workshop, halve(workshop)), VOTES)
    election.replace(parts=election.evidence.parts[::-1])
    return pack(election)


def with_part(change: Callable[[Workshop, Any], Any]) -> bytes:
    workshop, election = play()
    election.replace(parts=[change(workshop, election.evidence.parts[0])])
    return pack(election)


@forges("parts-commitment")
def a_slip_moved_to_another_unit() -> bytes:
    def move(workshop: Workshop, part: Any) -> Any:
        first, second = workshop.public[8], workshop.public[9]
        moved = {first: part.leaves[second], second: part.leaves[first]}
        return replace(part, leaves={**part.leaves, **moved})

    return with_part(move)


@forges("parts-commitment")
def another_salt() -> bytes:
    return with_part(lambda workshop, part: replace(part, salt="0" * 64))


@forges("parts-counts")
def more_slips_for_one_unit_than_she_signed() -> bytes:
    workshop = Workshop("lopsided")
    made = {**workshop.leaves, workshop.public[0]: "icu"}
    return pack(workshop.play(open_with_parts(workshop, [made], stated=[workshop.leaves]), VOTES))


@forges("parts-overlap")
def one_slip_in_two_parts() -> bytes:
    workshop = Workshop("overlap")
    first, second = halve(workshop)
    shared = next(iter(first))
    second = {**dict(list(second.items())[:-1]), shared: list(second.values())[-1]}
    return pack(workshop.play(open_with_parts(workshop, (first, second)), VOTES))


@forges("parts-credentials")
def a_part_with_a_slip_that_is_not_listed() -> bytes:
    workshop = Workshop("unlisted")
    stranger = Workshop("stranger").public[0]
    *kept, (_left_out, leaf) = workshop.leaves.items()
    return pack(workshop.play(open_with_parts(workshop, [{**dict(kept), stranger: leaf}]), VOTES))
