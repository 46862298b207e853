"""``CODE-setup.zip``: everything that fixes a campaign, in one file that is checked as a whole.

PAPER, "Fixing the set-up"; docs/formats.md, "Set-up package". The teller's command prints from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from voteapp.campaign.setup.fixed import FixedSetup, FixedTexts, read_fixed
from voteapp.campaign.setup.manifest import Manifest, decode_manifest
from voteapp.campaign.slips.tellers import count_slips
from voteapp.campaign.zips import encode_zip, has_checksum, read_directory
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import ByteSource
from voteapp.protocol.audit.setup import find_setup_data
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.credentials import decode_public_credentials
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.keys.trustees import check_trustees, compute_public_key, decode_trustees
from voteapp.protocol.limits import MAX_OBJECT_BYTES, MAX_PAPER_BYTES, MAX_TRUSTEES_BYTES

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")

_LIMITS = {
    "election.json": MAX_PAPER_BYTES,
    "trustees.json": MAX_TRUSTEES_BYTES,
    "public_credentials.json": MAX_OBJECT_BYTES,
    "manifest.json": MAX_PAPER_BYTES,
    "questionnaire.json": MAX_PAPER_BYTES,
}
"""The members of each election, in the order of the fields of ``PackedElection``, and the most
bytes of each."""


class PackedElection(NamedTuple):
    """The files that fix one election, as bytes."""

    election: bytes
    trustees: bytes
    public_credentials: bytes
    manifest: bytes
    questionnaire: bytes


def is_packed(packed: PackedElection, structure: Structure) -> bool:
    """Whether a record's Setup names just these objects.

    Raises ProtocolError ``setup-encoding``.
    """
    data = find_setup_data(structure)
    wanted = tuple(map(hash_hex, (packed.election, packed.trustees, packed.public_credentials)))
    return data is not None and (data.election, data.trustees, data.credentials) == wanted


def create_package(elections: Sequence[PackedElection]) -> bytes:
    """The file; raises ProtocolError for a manifest that cannot be read."""
    return encode_zip(
        {
            f"{decode_manifest(packed.manifest).uuid}/{name}": body
            for packed in elections
            for name, body in zip(_LIMITS, packed, strict=True)
        }
    )


def read_package(source: ByteSource) -> FixedSetup:
    """Read the file and recompute everything that it says; raises as ``read_packed``."""
    return read_packed(source)[0]


def read_packed(source: ByteSource) -> tuple[FixedSetup, tuple[PackedElection, ...]]:
    """Read the file and recompute everything that it says; the five files of each election, too.

    Raises ProtocolError ``setup-archive`` (not the form that we write), ``setup-members``,
    ``setup-manifest``, ``setup-election``, ``setup-campaign``, ``setup-credentials`` (not the list
    that a manifest names), ``setup-trustees`` (no trustees, or not those of the election's key).
    """
    found = _read_members(source)
    first = next((name for name in found if name.endswith("/manifest.json")), None)
    if first is None:
        raise ProtocolError("setup-members", "the file holds no manifest")
    uuids = _recode("setup-manifest", decode_manifest, found[first]).campaign.uuids
    if set(found) != {f"{uuid}/{name}" for uuid in uuids for name in _LIMITS}:
        raise ProtocolError("setup-members", "the file does not hold each election's five files")
    packed = [PackedElection(*(found[f"{uuid}/{name}"] for name in _LIMITS)) for uuid in uuids]
    setup = _recode("setup-election", read_fixed, [_get_texts(one) for one in packed])
    lists = [
        _check_lists(manifest, one) for manifest, one in zip(setup.manifests, packed, strict=True)
    ]
    for listed in lists:
        if len(listed) != count_slips(setup.manifests[0].tellers):
            text = "the list of slips has not as many as the tellers made"
            raise ProtocolError("setup-credentials", text)
    return setup._replace(lists=tuple(lists)), tuple(packed)


def list_credentials(source: ByteSource) -> dict[str, list[str]]:
    """The public credentials that the file lists, by election. Raises ProtocolError as
    ``read_package``, which checks that they are the manifests'."""
    name = "/public_credentials.json"
    found = {one: body for one, body in _read_members(source).items() if one.endswith(name)}
    return {
        one.removesuffix(name): _recode("setup-credentials", decode_public_credentials, body)
        for one, body in found.items()
    }


def _read_members(source: ByteSource) -> dict[str, bytes]:
    members, tidy = _recode("setup-archive", read_directory, source)
    if not tidy or not all(has_checksum(source, member) for member in members):
        raise ProtocolError("setup-archive", "the ZIP file is not in the form that we write")
    for member in members:
        limit = _LIMITS.get(member.name.rpartition("/")[2])
        if limit is None or member.size > limit:
            raise ProtocolError("setup-members", "a file does not belong there, or is too large")
    return {member.name: source.read_at(member.offset, member.size) for member in members}


def _get_texts(packed: PackedElection) -> FixedTexts:
    return FixedTexts(packed.election, packed.manifest, packed.questionnaire)


def _check_lists(manifest: Manifest, packed: PackedElection) -> tuple[str, ...]:
    """The list of credentials, once list and keys are found to be those that were fixed."""
    if hash_hex(packed.public_credentials) != manifest.credentials:
        raise ProtocolError("setup-credentials", "the list of slips is not the manifest's")
    context = create_context(packed.election)
    trustees = _recode("setup-trustees", decode_trustees, packed.trustees)
    items = _recode("setup-trustees", lambda one: check_trustees(context.group, one), trustees)
    if not items or compute_public_key(context.group, items) != context.public_key:
        raise ProtocolError("setup-trustees", "the election's key is not its trustees' key")
    listed = _recode("setup-credentials", decode_public_credentials, packed.public_credentials)
    if listed != sorted(set(listed)):
        raise ProtocolError("setup-credentials", "the list of slips is not sorted, each once")
    return tuple(listed)


def _recode(code: str, read: Callable[[_Given], _Read], given: _Given) -> _Read:
    """What ``read`` gives; its errors get ``code``, but for those that are ours already."""
    try:
        return read(given)
    except ProtocolError as error:
        kept = error.code if error.code.startswith("setup-") else code
        raise ProtocolError(kept, error.message) from None
