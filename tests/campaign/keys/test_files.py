"""Protected files, the token batch, the trustee's key."""

import json

import pytest

from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.keys.single import (
    create_trustee_key,
    open_trustee_key,
    read_trustee_public_key,
)
from voteapp.campaign.protection import (
    WrongPassphraseError,
    open_envelope,
    protect,
    read_envelope,
)
from voteapp.campaign.slips.tellers import create_teller
from voteapp.campaign.slips.token_files import (
    Slip,
    compute_public_credentials,
    create_token_batch,
    create_token_file,
    decode_token_batch,
    open_token_file,
)
from voteapp.campaign.slips.tokens import create_token
from voteapp.errors import InvalidInputError, ProtocolError

PASSPHRASE = "correct horse é 电池"
FAST = 2**14
UUIDS = ["LVT5DeUveUjg2b", "MVT5DeUveUjg2b"]


@pytest.fixture(scope="module")
def key_file():
    return create_trustee_key(PASSPHRASE, Stream("trustee"), n=FAST)


def test_a_key_file_opens_with_its_passphrase(key_file):
    public, data = key_file
    assert read_trustee_public_key(data) == public
    private = open_trustee_key(data, PASSPHRASE)
    assert GROUP.encode(GROUP.base_power(private)) == public.public_key
    assert str(private).encode() not in data


def test_the_passphrase_may_be_composed_either_way(key_file):
    assert open_trustee_key(key_file[1], PASSPHRASE.replace("é", "e\u0301"))


def test_a_wrong_passphrase_says_so(key_file):
    with pytest.raises(WrongPassphraseError) as caught:
        open_trustee_key(key_file[1], PASSPHRASE + "!")
    assert PASSPHRASE not in str(caught.value)


def test_short_passphrases_are_refused():
    with pytest.raises(InvalidInputError) as caught:
        create_trustee_key("too short", Stream("x"), n=FAST)
    assert caught.value.field == "passphrase"


def test_nothing_in_a_key_file_can_be_changed(key_file):
    value = json.loads(key_file[1])
    other = create_trustee_key(PASSPHRASE, Stream("other"), n=FAST)[1]
    value["public"] = json.loads(other)["public"]
    with pytest.raises(WrongPassphraseError):
        open_trustee_key(encode_canonical(value), PASSPHRASE)


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("protection", "n"), 2**13),
        (("protection", "n"), 2**21),
        (("protection", "n"), 2**14 + 1),
        (("protection", "r"), 9),
        (("protection", "kdf"), "none"),
        (("protection", "salt"), "00"),
        (("ciphertext",), "0"),
        (("type",), "voteapp-token-file"),
        (("version",), 2),
        (("public",), {}),
    ],
)
def test_strange_key_files_are_refused_before_any_work(key_file, path, new):
    value = json.loads(key_file[1])
    inner = value
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = new
    with pytest.raises(ProtocolError) as caught:
        read_trustee_public_key(encode_canonical(value))
    assert caught.value.code == "file-encoding"


def test_the_envelope_is_deterministic_in_its_randomness():
    first = protect("voteapp-token-file", {}, {}, PASSPHRASE, Stream("e"), n=FAST)
    assert first == protect("voteapp-token-file", {}, {}, PASSPHRASE, Stream("e"), n=FAST)
    assert open_envelope(read_envelope(first, "voteapp-token-file"), PASSPHRASE, dict) == {}


def create_slips(count=3):
    source = Stream("slips")
    return [Slip(leaf="icu" if i % 2 else "er", token=create_token(source)) for i in range(count)]


def create_secret():
    return create_teller("Ada", "command", len(UUIDS), Stream("teller"))


@pytest.mark.slow
def test_token_file_round_trip():
    slips, teller = create_slips(), create_secret()
    data = create_token_file("CODE", UUIDS, slips, teller, PASSPHRASE, Stream("file"))
    opened = open_token_file(data, PASSPHRASE)
    assert (opened.slips, opened.teller) == (slips, teller)
    assert all(secret.encode() not in data for secret in (teller.key, *teller.salts))
    assert all(slip.token.encode() not in data for slip in slips)
    assert json.loads(data)["public"] == {"campaign": "CODE", "count": 3, "uuids": UUIDS}


def create_batch():
    slips = create_slips()
    tokens = [slip.token for slip in slips]
    lists = {uuid: compute_public_credentials(uuid, tokens) for uuid in UUIDS}
    return slips, create_token_batch(UUIDS, slips, lists, create_secret())


def test_token_batch_holds_public_credentials_only():
    slips, batch = create_batch()
    data = encode_canonical(batch)
    assert decode_token_batch(data, UUIDS, ["er", "icu"]) == batch
    assert all(slip.token.encode() not in data for slip in slips)
    first, second = (set(election.credentials) for election in batch.elections)
    assert not first & second
    assert list(json.loads(data)["elections"][0]["credentials"]) == sorted(first)


SIGNATURE = "token-batch-statement-signature"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda v: v["elections"].pop(), "token-batch-elections"),
        (lambda v: v["elections"].reverse(), "token-batch-elections"),
        (lambda v: v["elections"][0]["credentials"].popitem(), "token-batch-credentials"),
        (lambda v: v["elections"][0].update(salt="00"), "token-batch-credentials"),
        (lambda v: v["elections"][0].update(salt=0), "token-batch-encoding"),
        (lambda v: v.update(token="x"), "token-batch-encoding"),
        (
            lambda v: [
                e["credentials"].update({next(iter(e["credentials"])): "nowhere"})
                for e in v["elections"]
            ],
            "token-batch-credentials",
        ),
        (
            lambda v: [
                e["credentials"].update({"0" * 63 + "1": e["credentials"].popitem()[1]})
                for e in v["elections"]
            ],
            "token-batch-credentials",
        ),
        (lambda v: v["elections"][0].update(salt="0" * 64), "token-batch-statement"),
        (lambda v: v["statement"].update(slips={"er": 1, "icu": 2}), SIGNATURE),
        (lambda v: v["statement"].update(name="Eve"), SIGNATURE),
        (lambda v: v["statement"].update(uuids=UUIDS[::-1]), "token-batch-statement"),
        (lambda v: v.pop("statement"), "token-batch-encoding"),
    ],
)
def test_token_batches_that_are_refused(change, code):
    value = json.loads(encode_canonical(create_batch()[1]))
    change(value)
    with pytest.raises(ProtocolError) as caught:
        decode_token_batch(encode_canonical(value), UUIDS, ["er", "icu"])
    assert caught.value.code == code
