"""The server's signing key: one Ed25519 key, kept in a file that only the operator reads.

It signs receipts and heads (DESIGN, "Casting, sealing, receipts"); its public half stands in
every manifest, so it must outlive every open election.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

from voteapp.campaign.signed import S, compute_server_key, sign
from voteapp.errors import ConfigurationError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import RandomBytes

KEY_FILE = "signing.key"


class Signer:
    """Signs receipts and heads. ``public_key`` is 64 hex digits; the private half stays here."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self.public_key = compute_server_key(seed)

    def sign(self, value: S) -> S:
        """The same receipt or head with its signature; the same one always gets the same."""
        return sign(value, self._seed)

    def __repr__(self) -> str:
        return f"Signer({self.public_key})"


def load_signer(folder: Path, random_bytes: RandomBytes) -> Signer:
    """Read the signing key, or make it at the first start. Raises ConfigurationError."""
    return Signer(load_secret(folder / KEY_FILE, random_bytes))


def read_signer(folder: Path) -> Signer | None:
    """The signing key, None where there is none. Raises ConfigurationError for a broken one."""
    path = folder / KEY_FILE
    return Signer(read_secret(path)) if path.exists() else None


def load_secret(path: Path, random_bytes: RandomBytes) -> bytes:
    """32 secret bytes from a file of 64 hex digits, made when it is not there yet.

    Two processes that start together agree: the file appears whole, by a hard link that only one
    of them can make. Raises ConfigurationError.
    """
    if not path.exists():
        _create(path, random_bytes(32))
    return read_secret(path)


def read_secret(path: Path) -> bytes:
    """32 secret bytes from a file of 64 hex digits. Raises ConfigurationError."""
    try:
        seed = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError):
        raise ConfigurationError(_("%(file)s cannot be read as a key file.", file=path)) from None
    if len(seed) != 32:
        raise ConfigurationError(_("%(file)s does not hold a key of 32 bytes.", file=path))
    return seed


def _create(path: Path, seed: bytes) -> None:
    """Write the key beside its place, flush it, then link it in; the loser of a race reads."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(seed.hex().encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
    except OSError as error:
        raise ConfigurationError(
            _(
                "The key file %(file)s cannot be written: %(reason)s.",
                file=path,
                reason=error.strerror,
            )
        ) from None
    finally:
        draft.unlink(missing_ok=True)
