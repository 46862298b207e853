"""What the teller keeps (the token file) and what the teller posts (the token batch).

docs/formats.md, "Protected files" and "What the teller posts".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from voteapp.campaign.canonical import Record, check_count, decode_strict
from voteapp.campaign.protection import Kind, open_envelope, protect, read_envelope
from voteapp.campaign.slips.tellers import (
    TellerSecret,
    TellerStatement,
    check_statement,
    compute_part_hash,
    create_statement,
)
from voteapp.campaign.slips.tokens import compute_credential, normalize_token
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.encoding import RandomBytes, is_hex, is_uuid
from voteapp.protocol.group import GROUP_NAME, get_group


class Slip(Record, frozen=True, kw_only=True):
    """One slip: its leaf's code and its token, 25 characters without hyphens."""

    leaf: str
    token: str


class TokenFilePublic(Record, frozen=True, kw_only=True):
    """What a token file shows without its passphrase."""

    campaign: str
    count: int
    uuids: list[str]


class TokenFileSecret(Record, frozen=True, kw_only=True):
    """The slips in printing order, and what the teller signs and commits with."""

    slips: list[Slip]
    teller: TellerSecret


class BatchElection(Record, frozen=True, kw_only=True):
    """One election's public credentials, each with its leaf's code, and the part's salt."""

    uuid: str
    credentials: dict[str, str]
    salt: str


class TokenBatch(Record, frozen=True, kw_only=True):
    """What the teller posts: no token, no private credential, no order."""

    type: Literal["voteapp-token-batch"] = "voteapp-token-batch"
    version: Literal[1] = 1
    statement: TellerStatement
    elections: list[BatchElection]


def create_token_file(
    campaign: str,
    uuids: Sequence[str],
    slips: Sequence[Slip],
    teller: TellerSecret,
    passphrase: str,
    random_bytes: RandomBytes,
) -> bytes:
    """The passphrase-protected token file."""
    public = TokenFilePublic(campaign=campaign, count=len(slips), uuids=list(uuids))
    secret = TokenFileSecret(slips=list(slips), teller=teller)
    return protect(Kind.SLIPS, public, secret, passphrase, random_bytes)


def open_token_file(data: bytes, passphrase: str) -> TokenFileSecret:
    """Read a token file; raises ProtocolError ``file-encoding``, InvalidInputError."""
    secret = open_envelope(read_envelope(data, Kind.SLIPS), passphrase, TokenFileSecret)
    for slip in secret.slips:
        if normalize_token(slip.token) != slip.token:
            raise ProtocolError("file-encoding", "a token in the file is not in its plain form")
    if not all(is_hex(text, 32) for text in (secret.teller.key, *secret.teller.salts)):
        raise ProtocolError("file-encoding", "the teller's key or a salt is not 64 hex digits")
    return secret


def compute_public_credentials(uuid: str, tokens: Sequence[str]) -> list[str]:
    """The public credentials of tokens in one election, in the tokens' order."""
    group = get_group(GROUP_NAME)
    return [compute_public_credential(group, uuid, compute_credential(token)) for token in tokens]


def create_token_batch(
    uuids: Sequence[str],
    slips: Sequence[Slip],
    credentials: Mapping[str, Sequence[str]],
    teller: TellerSecret,
) -> TokenBatch:
    """The batch to post; ``credentials`` holds, per uuid, those of the slips in their order. The
    same file gives the same batch each time."""
    elections = []
    for uuid, salt in zip(uuids, teller.salts, strict=True):
        leaves = {
            credential: slip.leaf for credential, slip in zip(credentials[uuid], slips, strict=True)
        }
        if len(leaves) != len(slips):
            raise MisuseError("two slips carry the same token")
        elections.append(BatchElection(uuid=uuid, credentials=leaves, salt=salt))
    statement = create_statement(uuids, [one.credentials for one in elections], teller)
    return TokenBatch(statement=statement, elections=elections)


def decode_token_batch(data: bytes, uuids: Sequence[str], leaves: Sequence[str]) -> TokenBatch:
    """Read and check a posted batch against the campaign's uuids and leaf codes.

    Every credential is checked as an element of prime order. Raises ProtocolError
    ``token-batch-encoding``, ``token-batch-elections``, ``token-batch-credentials``,
    ``token-batch-statement`` or ``token-batch-statement-signature``.
    """
    batch = decode_strict(data, TokenBatch, "token-batch-encoding", "the list of credentials")
    if [election.uuid for election in batch.elections] != list(uuids):
        raise ProtocolError("token-batch-elections", "these are not the campaign's elections")
    shapes = [sorted(election.credentials.values()) for election in batch.elections]
    code = "token-batch-credentials"
    if any(shape != shapes[0] for shape in shapes) or not set(shapes[0]) <= set(leaves):
        raise ProtocolError(code, "the elections do not have the same slips in the same units")
    group = get_group(GROUP_NAME)
    for election in batch.elections:
        check_count(len(election.credentials), code, "the number of slips", least=1)
        if not is_hex(election.salt, 32):
            raise ProtocolError(code, "the salt is not 32 bytes in hex")
        for credential in election.credentials:
            try:
                group.decode(credential)
            except ProtocolError as error:
                raise ProtocolError(code, error.message) from None
    _check_statement(batch, leaves)
    return batch


def _check_statement(batch: TokenBatch, leaves: Sequence[str]) -> None:
    code, statement = "token-batch-statement", batch.statement
    check_statement(statement, [one.uuid for one in batch.elections], leaves, code)
    made = Counter(batch.elections[0].credentials.values())
    hashes = [compute_part_hash(bytes.fromhex(e.salt), e.credentials) for e in batch.elections]
    if Counter(statement.slips) != made or statement.commitments != hashes:
        raise ProtocolError(code, "the teller's statement is not of these slips")


def check_uuids(uuids: Sequence[str]) -> None:
    """Require well-formed, different uuids; raises ProtocolError ``token-batch-elections``."""
    if not uuids or len(set(uuids)) != len(uuids) or not all(map(is_uuid, uuids)):
        raise ProtocolError("token-batch-elections", "a uuid has 14 or more Base58 characters")
