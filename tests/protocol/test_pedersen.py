"""Key generation by t of n: any t decrypt, and every lie is refused with its teller's name."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from tests.forgeries.workshop import stream
from tests.support.independent import take_ceremony_step
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.certificates import Certificates, check_certificates, create_certificate
from voteapp.protocol.keys.channels import (
    decrypt_message,
    encrypt_message,
    receive_message,
    send_message,
)
from voteapp.protocol.keys.pedersen import (
    Polynomial,
    Vinput,
    Voutput,
    WrongShareError,
    check_polynomial,
    check_voutput,
    compute_threshold_parameters,
    compute_vinputs,
    create_polynomial,
    create_voutput,
    open_decryption_key,
    open_vinput,
)
from voteapp.protocol.keys.pki import (
    SignedMessage,
    compute_private_keys,
    create_seed,
    create_signature,
)
from voteapp.protocol.keys.trustees import check_trustees, compute_public_key
from voteapp.protocol.proofs import encrypt
from voteapp.protocol.tally import (
    check_partial_decryption,
    combine_factors,
    compute_result,
    create_partial_decryption,
)

GROUP = get_group("Ed25519")
VECTORS = Path(__file__).parents[1] / "vectors"


class Ceremony:
    """All trustees of one run, played honestly up to what a test asks for."""

    def __init__(self, size: int, threshold: int, seed: str = "ceremony") -> None:
        self.random_bytes = stream(f"{seed}{size}{threshold}")
        self.seeds = [create_seed(self.random_bytes) for _ in range(size)]
        self.certificates = check_certificates(
            GROUP,
            [
                create_certificate(
                    GROUP,
                    seed,
                    size=size,
                    threshold=threshold,
                    index=index,
                    random_bytes=self.random_bytes,
                )
                for index, seed in enumerate(self.seeds, 1)
            ],
            threshold,
        )
        self.polynomials = [
            create_polynomial(GROUP, seed, self.certificates, self.random_bytes)
            for seed in self.seeds
        ]

    def open(self, number: int, vinput: Vinput | None = None) -> int:
        """The share of trustee ``number`` (from 1)."""
        given = vinput or compute_vinputs(self.polynomials)[number - 1]
        return open_vinput(GROUP, self.seeds[number - 1], self.certificates, given).share

    def voutputs(self) -> list[Voutput]:
        made = []
        for seed, vinput in zip(self.seeds, compute_vinputs(self.polynomials), strict=True):
            opened = open_vinput(GROUP, seed, self.certificates, vinput)
            made.append(create_voutput(GROUP, seed, self.certificates, opened, self.random_bytes))
        return made


@pytest.fixture(scope="module")
def ceremony() -> Ceremony:
    return Ceremony(3, 2)


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (2, 2), (3, 2), (5, 3)])
def test_any_threshold_of_them_decrypts(size: int, threshold: int) -> None:
    run = Ceremony(size, threshold)
    voutputs = run.voutputs()
    rows = [
        check_polynomial(GROUP, run.certificates, number, polynomial)
        for number, polynomial in enumerate(run.polynomials, 1)
    ]
    for number, voutput in enumerate(voutputs, 1):
        check_voutput(GROUP, run.certificates, rows, number, voutput)
    parameters = compute_threshold_parameters(run.certificates, run.polynomials, voutputs)
    items = check_trustees(GROUP, [parameters])
    key = compute_public_key(GROUP, items)
    tally = [[encrypt(GROUP, key, 77, 5)]]
    shares = [run.open(number) for number in range(1, size + 1)]
    for chosen in combinations(range(1, size + 1), threshold):
        factors = {}
        for owner in chosen:
            made = create_partial_decryption(GROUP, "f", shares[owner - 1], tally, run.random_bytes)
            public = items[0].keys[owner - 1]
            factors[owner] = check_partial_decryption(GROUP, "f", public, tally, made)
        combined = combine_factors(GROUP, items, factors)
        assert compute_result(GROUP, tally, combined, 9) == [[5]]


def test_a_trustee_opens_its_own_key_again(ceremony: Ceremony) -> None:
    for number, voutput in enumerate(ceremony.voutputs(), 1):
        verification = GROUP.decode(ceremony.certificates.keys[number - 1].verification)
        share = open_decryption_key(
            GROUP, ceremony.seeds[number - 1], verification, voutput.private_key
        )
        assert share == ceremony.open(number)
        assert GROUP.encode(GROUP.base_power(share)) == voutput.public_key.public_key


def test_a_wrong_share_names_its_sender(ceremony: Ceremony) -> None:
    liar, victim = 3, 1
    keys = compute_private_keys(GROUP, ceremony.seeds[liar - 1])
    recipient = ceremony.certificates.keys[victim - 1].encryption
    lie = send_message(GROUP, keys.signing, recipient, '{"secret":"4711"}', stream("lie"))
    secrets = [lie, *ceremony.polynomials[liar - 1].secrets[1:]]
    told = [*ceremony.polynomials]
    told[liar - 1] = msgspec.structs.replace(told[liar - 1], secrets=secrets)
    vinputs = compute_vinputs(told)
    with pytest.raises(WrongShareError) as caught:
        ceremony.open(victim, vinputs[victim - 1])
    assert caught.value.sender == liar
    assert "4711" not in str(caught.value)
    assert ceremony.open(2, vinputs[1]) == ceremony.open(2)


@pytest.mark.parametrize(
    "body", ['{"secret":"x"}', '{"secret":"-1"}', '{"secret": "1"}', "{}", "nothing"]
)
def test_a_share_that_is_no_number_names_its_sender(ceremony: Ceremony, body: str) -> None:
    keys = compute_private_keys(GROUP, ceremony.seeds[1])
    recipient = ceremony.certificates.keys[0].encryption
    lie = send_message(GROUP, keys.signing, recipient, body, stream("lie"))
    vinput = compute_vinputs(ceremony.polynomials)[0]
    secrets = [vinput.secrets[0], lie, vinput.secrets[2]]
    with pytest.raises(WrongShareError) as caught:
        ceremony.open(1, msgspec.structs.replace(vinput, secrets=secrets))
    assert caught.value.sender == 2


def test_a_message_of_somebody_else_is_refused(ceremony: Ceremony) -> None:
    vinputs = compute_vinputs(ceremony.polynomials)
    swapped = [vinputs[0].secrets[1], vinputs[0].secrets[0], vinputs[0].secrets[2]]
    with pytest.raises(WrongShareError) as caught:
        ceremony.open(1, msgspec.structs.replace(vinputs[0], secrets=swapped))
    assert caught.value.sender == 1
    replayed = [vinputs[1].secrets[0], *vinputs[0].secrets[1:]]  # meant for trustee 2
    with pytest.raises(WrongShareError):
        ceremony.open(1, msgspec.structs.replace(vinputs[0], secrets=replayed))


def test_a_message_of_another_ceremony_is_refused(ceremony: Ceremony) -> None:
    other = Ceremony(3, 2, seed="another")
    for polynomial in other.polynomials:
        with pytest.raises(ProtocolError):
            check_polynomial(GROUP, ceremony.certificates, 1, polynomial)
    with pytest.raises(ProtocolError):
        ceremony.open(1, compute_vinputs(other.polynomials)[0])


def test_own_coefficients_cannot_be_exchanged(ceremony: Ceremony) -> None:
    vinput = compute_vinputs(ceremony.polynomials)[0]
    other = compute_vinputs(Ceremony(3, 2, seed="another").polynomials)[0]
    with pytest.raises(ProtocolError) as caught:
        ceremony.open(1, msgspec.structs.replace(vinput, polynomial=other.polynomial))
    assert caught.value.code == "trustee-coefexps"


def test_certificates_of_another_place_or_twice_are_refused(ceremony: Ceremony) -> None:
    certs = ceremony.certificates.certs
    for wrong in ([certs[1], certs[0], certs[2]], certs[:2], [*certs, certs[0]]):
        with pytest.raises(ProtocolError) as caught:
            check_certificates(GROUP, wrong, 2)
        assert caught.value.code == "trustee-certificate"
    with pytest.raises(ProtocolError):
        check_certificates(GROUP, certs, 3)
    twice = [
        create_certificate(
            GROUP, ceremony.seeds[0], size=2, threshold=2, index=i, random_bytes=stream("t")
        )
        for i in (1, 2)
    ]
    with pytest.raises(ProtocolError):
        check_certificates(GROUP, twice, 2)


def test_impossible_thresholds_are_a_misuse() -> None:
    for threshold, index in ((0, 1), (4, 1), (2, 0), (2, 4)):
        with pytest.raises(MisuseError):
            create_certificate(
                GROUP,
                "seed",
                size=3,
                threshold=threshold,
                index=index,
                random_bytes=stream("x"),
            )


def test_voutputs_are_checked(ceremony: Ceremony) -> None:
    rows = [
        check_polynomial(GROUP, ceremony.certificates, number, polynomial)
        for number, polynomial in enumerate(ceremony.polynomials, 1)
    ]
    first, second, _ = ceremony.voutputs()
    check_voutput(GROUP, ceremony.certificates, rows, 1, first)
    for wrong in (
        second,
        msgspec.structs.replace(
            first,
            public_key=msgspec.structs.replace(first.public_key, signature=msgspec.UNSET),
        ),
        msgspec.structs.replace(
            first,
            public_key=msgspec.structs.replace(first.public_key, pok=second.public_key.pok),
        ),
        msgspec.structs.replace(
            first,
            public_key=msgspec.structs.replace(
                first.public_key, signature=second.public_key.signature
            ),
        ),
    ):
        with pytest.raises(ProtocolError):
            check_voutput(GROUP, ceremony.certificates, rows, 1, wrong)


def test_channels(ceremony: Ceremony) -> None:
    sender = compute_private_keys(GROUP, ceremony.seeds[0])
    reader = compute_private_keys(GROUP, ceremony.seeds[1])
    recipient = ceremony.certificates.keys[1].encryption
    verification = GROUP.base_power(sender.signing)
    sent = send_message(GROUP, sender.signing, recipient, "é 中 😀\n", stream("c"))
    assert receive_message(GROUP, reader, verification, sent, "x") == "é 中 😀\n"
    with pytest.raises(ProtocolError):
        receive_message(GROUP, sender, verification, sent, "x")
    with pytest.raises(ProtocolError):
        receive_message(GROUP, reader, GROUP.base_power(9), sent, "x")
    wire = json.loads(sent)
    for field, value in (
        ("data", wire["data"][:-2] + "00"),
        ("data", "zz"),
        ("data", wire["data"].upper()),
        ("data", " " + wire["data"]),
        ("alpha", GROUP.encode(GROUP.generator)),
        ("algorithm", "AES-CCM"),
    ):
        with pytest.raises(ProtocolError):
            receive_message(
                GROUP, reader, verification, encode_json(wire | {field: value}).decode(), "x"
            )


def test_a_forwarded_message_is_refused(ceremony: Ceremony) -> None:
    """Signed for somebody else, sealed again for us: the sender never wrote to us."""
    sender = compute_private_keys(GROUP, ceremony.seeds[0])
    reader = compute_private_keys(GROUP, ceremony.seeds[1])
    own, other = (ceremony.certificates.keys[number].encryption for number in (1, 2))
    body = encode_json({"recipient": other, "message": "hello"}).decode()
    signature = create_signature(GROUP, sender.signing, body, stream("f"))
    signed = encode_json(SignedMessage(body, signature)).decode()
    sealed = encode_json(encrypt_message(GROUP, GROUP.decode(own), signed, stream("g"))).decode()
    with pytest.raises(ProtocolError, match="somebody else"):
        receive_message(GROUP, reader, GROUP.base_power(sender.signing), sealed, "x")


@pytest.mark.parametrize("name", ["threshold-2-of-3", "threshold-3-of-5-and-single"])
def test_keys_that_the_independent_tool_made_are_opened(name: str) -> None:
    for path in (VECTORS / name).glob("*.key"):
        seed = path.read_text().strip()
        keys = compute_private_keys(GROUP, seed)
        sealed = path.with_suffix(".dkey").read_text().strip()
        share = open_decryption_key(GROUP, seed, GROUP.base_power(keys.signing), sealed)
        voutput = decode_canonical(
            path.with_suffix(".voutput").read_bytes().strip(), Voutput, "x", "a voutput"
        )
        assert GROUP.encode(GROUP.base_power(share)) == voutput.public_key.public_key
        assert "decryption_key" in decrypt_message(GROUP, keys.decryption, sealed, "x")


@pytest.mark.slow
def test_one_trustee_uses_the_independent_tool(belenios_tool: Path, tmp_path: Path) -> None:
    """Trustees 1 and 2 are ours, trustee 3 is the tool's; everybody understands everybody."""
    random_bytes = stream("with the tool")
    seeds = [create_seed(random_bytes) for _ in range(2)]
    certs = [
        create_certificate(GROUP, seed, size=3, threshold=2, index=index, random_bytes=random_bytes)
        for index, seed in enumerate(seeds, 1)
    ]
    theirs = take_ceremony_step(belenios_tool, tmp_path, "--step=1", "--threshold-context=3/2/3")
    body = (tmp_path / f"{theirs}.cert").read_bytes().strip()
    certs.append(decode_canonical(body, SignedMessage, "x", "their certificate"))
    checked: Certificates = check_certificates(GROUP, certs, 2)
    write_lines(tmp_path / "certs.jsons", certs)
    ours = [create_polynomial(GROUP, seed, checked, random_bytes) for seed in seeds]
    arguments = ("--certs=certs.jsons", f"--key={theirs}.key")
    line = take_ceremony_step(belenios_tool, tmp_path, "--step=3", *arguments)
    polynomials = [*ours, decode_canonical(line.encode(), Polynomial, "x", "their polynomial")]
    rows = [check_polynomial(GROUP, checked, n, p) for n, p in enumerate(polynomials, 1)]
    vinputs = compute_vinputs(polynomials)
    voutputs = []
    for seed, vinput in zip(seeds, vinputs, strict=False):
        opened = open_vinput(GROUP, seed, checked, vinput)
        voutputs.append(create_voutput(GROUP, seed, checked, opened, random_bytes))
    answer = take_ceremony_step(
        belenios_tool, tmp_path, "--step=5", *arguments, feed=encode_json(vinputs[2]).decode()
    )
    voutputs.append(decode_canonical(answer.encode(), Voutput, "x", "their voutput"))
    for number, voutput in enumerate(voutputs, 1):
        check_voutput(GROUP, checked, rows, number, voutput)
    write_lines(tmp_path / "polynomials.jsons", polynomials)
    feed = "\n".join(encode_json(voutput).decode() for voutput in voutputs) + "\n"
    assembled = take_ceremony_step(
        belenios_tool,
        tmp_path,
        "--step=6",
        "--certs=certs.jsons",
        "--polynomials=polynomials.jsons",
        feed=feed,
    )
    parameters = compute_threshold_parameters(checked, polynomials, voutputs)
    assert assembled.encode() == encode_json(parameters)
    check_trustees(GROUP, [parameters])


def write_lines(path: Path, values: list[SignedMessage] | list[Polynomial]) -> None:
    path.write_bytes(b"".join(encode_json(value) + b"\n" for value in values))


def test_a_signature_over_other_certificates_is_refused(ceremony: Ceremony) -> None:
    """Who signed other certificates took part in another ceremony."""
    keys = compute_private_keys(GROUP, ceremony.seeds[0])
    signature = create_signature(GROUP, keys.signing, "certs_sig|{}", stream("s"))
    bent = msgspec.structs.replace(ceremony.polynomials[0], signature=signature)
    with pytest.raises(ProtocolError) as caught:
        check_polynomial(GROUP, ceremony.certificates, 1, bent)
    assert caught.value.code == "trustee-signature"
