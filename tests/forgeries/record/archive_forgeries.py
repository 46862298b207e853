"""Forgeries of the archive and of the chain of events."""

from __future__ import annotations

from dataclasses import replace

from tests.forgeries.workshop import (
    TIMESTAMP,
    Honest,
    Step,
    build,
    members,
    pack,
)
from voteapp.protocol.archive import BLOCK, encode_member, encode_tar_header
from voteapp.protocol.encoding import hash_hex


def padding_filled(honest: Honest) -> bytes:
    data = bytearray(build(honest.steps))
    data[-1] = 1
    return bytes(data)


def header_mode_changed(honest: Honest) -> bytes:
    rows = members(honest.steps)
    body = pack(rows[:1])
    header = bytearray(body[2 * BLOCK : 3 * BLOCK])
    header[100:107] = b"0000755"
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    return body[: 2 * BLOCK] + bytes(header) + body[3 * BLOCK :] + pack(rows[1:])[2 * BLOCK :]


def member_of_another_time(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_member(name, body, TIMESTAMP + 1)


def cut_in_a_member(honest: Honest) -> bytes:
    return build(honest.steps)[:-300]


def cut_in_a_header(honest: Honest) -> bytes:
    rows = members(honest.steps)
    return pack(rows[:-1]) + encode_member(*rows[-1], TIMESTAMP)[:200]


def end_of_archive_blocks(honest: Honest) -> bytes:
    return build(honest.steps) + bytes(2 * BLOCK)


def path_trick(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_member("../" + name, body, TIMESTAMP)


def other_extension(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_member(name.replace("event", "thing"), body, TIMESTAMP)


def upper_case_name(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_member(name[:64].upper() + name[64:], body, TIMESTAMP)


def second_header(honest: Honest) -> bytes:
    data = build(honest.steps)
    return data + data[: 2 * BLOCK]


def size_beyond_the_file(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_tar_header(name, 5_000_000, TIMESTAMP) + body


def size_beyond_reason(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[-1]
    return pack(rows[:-1]) + encode_tar_header(name, 2**31, TIMESTAMP) + body


def content_changed_under_its_name(honest: Honest) -> bytes:
    rows = members(honest.steps)
    name, body = rows[5]
    rows[5] = (name, body.replace(b"0", b"1", 1))
    return pack(rows)


def object_twice(honest: Honest) -> bytes:
    ballot = honest.step("Ballot")
    ballot.objects.append(ballot.objects[0])
    return build(honest.steps)


def event_twice(honest: Honest) -> bytes:
    rows = members(honest.steps)
    return pack([*rows, rows[-1]])


def orphan_between(honest: Honest) -> bytes:
    step = honest.step("Ballot", 1)
    step.objects.insert(0, b'{"a":1}')
    return build(honest.steps)


def orphan_at_the_end(honest: Honest) -> bytes:
    return pack([*members(honest.steps), (f"{hash_hex(b'{}')}.data.json", b"{}")])


def orphan_before_end_of_ballots(honest: Honest) -> bytes:
    step = honest.step("EndBallots")
    step.objects, step.changes = [b'{"a":1}'], {"payload": None}
    return build(honest.steps)


def ballot_missing(honest: Honest) -> bytes:
    step = honest.step("Ballot", 2)
    step.payload, step.objects = hash_hex(step.objects[0]), []
    return build(honest.steps)


def trustees_missing(honest: Honest) -> bytes:
    del honest.step("Setup").objects[1]
    return build(honest.steps)


def tally_missing(honest: Honest) -> bytes:
    del honest.step("EncryptedTally").objects[0]
    return build(honest.steps)


def setup_out_of_order(honest: Honest) -> bytes:
    objects = honest.step("Setup").objects
    objects[0], objects[1] = objects[1], objects[0]
    return build(honest.steps)


def tally_after_its_size(honest: Honest) -> bytes:
    step = honest.step("EncryptedTally")
    step.payload = hash_hex(step.objects[1])
    step.objects.reverse()
    return build(honest.steps)


def result_before_its_time(honest: Honest) -> bytes:
    result = honest.step("Result")
    result.payload = hash_hex(result.objects[0])
    honest.step("PartialDecryption").objects.insert(0, result.objects.pop())
    return build(honest.steps)


def event_with_a_space(honest: Honest) -> bytes:
    honest.step("EndBallots").rewrite = lambda body: body.replace(b",", b", ", 1)
    return build(honest.steps)


def event_of_unknown_type(honest: Honest) -> bytes:
    honest.steps.append(Step("Applause"))
    return build(honest.steps)


def event_with_more_fields(honest: Honest) -> bytes:
    honest.step("Result").rewrite = lambda body: body[:-1] + b',"by":"me"}'
    return build(honest.steps)


def payload_in_upper_case(honest: Honest) -> bytes:
    step = honest.step("Result")
    step.payload = hash_hex(step.objects[0]).upper()
    step.objects = []
    return build(honest.steps)


def height_skipped(honest: Honest) -> bytes:
    honest.step("EndBallots").changes = {"height": 99}
    return build(honest.steps)


def parent_of_elsewhere(honest: Honest) -> bytes:
    honest.step("EndBallots").changes = {"parent": "0" * 64}
    return build(honest.steps)


def parent_at_the_beginning(honest: Honest) -> bytes:
    honest.step("Setup").changes = {"parent": "0" * 64}
    return build(honest.steps)


def parent_left_out(honest: Honest) -> bytes:
    honest.step("Ballot", 1).changes = {"parent": None}
    return build(honest.steps)


def second_end_of_ballots(honest: Honest) -> bytes:
    honest.steps.insert(honest.index("Ballot", 2), Step("EndBallots"))
    return build(honest.steps)


def late_ballot(honest: Honest) -> bytes:
    ballot = honest.steps.pop(honest.index("Ballot", -1))
    honest.steps.insert(honest.index("EndBallots") + 1, ballot)
    return build(honest.steps)


def second_result(honest: Honest) -> bytes:
    honest.steps.append(Step("Result", [b'{"result":[[4,0],[0,0,0,0]]}']))
    return build(honest.steps)


def decryption_after_the_result(honest: Honest) -> bytes:
    step = honest.steps.pop(honest.index("PartialDecryption", -1))
    honest.steps.append(step)
    return build(honest.steps)


def second_setup(honest: Honest) -> bytes:
    step = honest.step("Setup")
    honest.steps.insert(1, replace(step, objects=[], payload=hash_hex(step.objects[-1])))
    return build(honest.steps)


def second_tally(honest: Honest) -> bytes:
    index = honest.index("EncryptedTally")
    step = honest.steps[index]
    honest.steps.insert(index + 1, replace(step, objects=[], payload=hash_hex(step.objects[-1])))
    return build(honest.steps)


def shuffle_uncalled_for(honest: Honest) -> bytes:
    shuffle = b'{"ciphertexts":[],"proofs":[]}'
    owned = b'{"owner":1,"payload":"' + hash_hex(shuffle).encode() + b'"}'
    place = honest.index("EncryptedTally") + 1
    honest.steps[place:place] = [Step("Shuffle", [shuffle, owned]), Step("EndShuffles")]
    return build(honest.steps)


def end_of_ballots_with_a_payload(honest: Honest) -> bytes:
    honest.step("EndBallots").objects = [b'{"a":1}']
    return build(honest.steps)


def ballot_without_a_payload(honest: Honest) -> bytes:
    honest.steps.insert(honest.index("EndBallots"), Step("Ballot"))
    return build(honest.steps)


FORGERIES = {
    padding_filled: "archive-format",
    header_mode_changed: "archive-format",
    member_of_another_time: "archive-format",
    cut_in_a_member: "archive-format",
    cut_in_a_header: "archive-format",
    end_of_archive_blocks: "archive-format",
    path_trick: "archive-format",
    other_extension: "archive-format",
    upper_case_name: "archive-format",
    second_header: "archive-format",
    size_beyond_the_file: "archive-format",
    size_beyond_reason: "archive-size",
    content_changed_under_its_name: "archive-hash",
    object_twice: "archive-duplicate",
    event_twice: "archive-duplicate",
    orphan_between: "archive-orphan",
    orphan_at_the_end: "archive-orphan",
    orphan_before_end_of_ballots: "archive-orphan",
    ballot_missing: "archive-missing",
    trustees_missing: "archive-missing",
    tally_missing: "archive-missing",
    setup_out_of_order: "archive-order",
    tally_after_its_size: "archive-order",
    result_before_its_time: "archive-order",
    event_with_a_space: "event-encoding",
    event_of_unknown_type: "event-encoding",
    event_with_more_fields: "event-encoding",
    payload_in_upper_case: "event-encoding",
    height_skipped: "event-height",
    parent_of_elsewhere: "event-parent",
    parent_at_the_beginning: "event-parent",
    parent_left_out: "event-parent",
    second_end_of_ballots: "event-order",
    late_ballot: "event-order",
    second_result: "event-order",
    decryption_after_the_result: "event-order",
    second_setup: "event-order",
    second_tally: "event-order",
    shuffle_uncalled_for: "event-order",
    end_of_ballots_with_a_payload: "event-payload",
    ballot_without_a_payload: "event-payload",
}
