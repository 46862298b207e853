"""The folder that trustees exchange, and the protected file of one of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from voteapp.campaign import ceremony_messages as messages
from voteapp.campaign import ceremony_steps as steps
from voteapp.campaign.threshold_files import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    open_threshold_key,
    protect_threshold_key,
    read_context,
    read_threshold_public,
)
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.passphrases import ask_passphrase
from voteapp.cli.texts import gettext as _
from voteapp.protocol.certificates import Certificates
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.group import get_group
from voteapp.protocol.pedersen import Polynomial, Voutput
from voteapp.protocol.trustees import CertKeys, Context, TrusteePublicKey

GROUP = get_group("Ed25519")

T = TypeVar("T")


class Folder:
    """``STEP-NUMBER.json`` of every trustee."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, number: int) -> Path:
        """Where trustee ``number``'s message of a step lies."""
        return self.folder / f"{name}-{number}.json"

    def publish(self, name: str, number: int, data: bytes) -> Path:
        """Write a message; the same one again is no error, another one is."""
        return self.write(self.path(name, number).name, data)

    def write(self, name: str, data: bytes) -> Path:
        """Write a file whole or not at all, never over another content."""
        path = self.folder / name
        if path.exists():
            if read_small(path) == data:
                return path
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})
        replace_file(path, data, 0o644)
        return path

    def refuse_second(self, name: str, number: int) -> None:
        """A message that draws randomness is made once."""
        path = self.path(name, number)
        if path.exists():
            raise Failure(_("%(name)s exists already; nothing was changed") % {"name": path})

    def read_first_context(self) -> Context:
        """For how many trustees the ceremony is, from the first certificate."""
        (cert,) = self._read_all("certificate", 1, messages.decode_certificate)
        code, what = "trustee-certificate", "certificate 1"
        return decode_canonical(cert.message.encode(), CertKeys, code, what).context

    def read_certificates(self, context: Context) -> Certificates:
        """All certificates, checked."""
        messages.check_size(context.size, context.threshold)
        certs = self._read_all("certificate", context.size, messages.decode_certificate)
        return steps.collect_certificates(GROUP, certs, context.threshold)

    def read_commitments(self, certificates: Certificates) -> list[str]:
        """All commitments, checked, in order."""
        size = len(certificates.certs)
        found = self._read_all("commitment", size, messages.decode_commitment)
        return steps.collect_commitments(certificates, found)

    def read_acknowledgements(self, certificates: Certificates) -> list[messages.Acknowledgement]:
        """All acknowledgements, not checked yet."""
        size = len(certificates.certs)
        return self._read_all("acknowledgement", size, messages.decode_acknowledgement)

    def read_polynomials(self, certificates: Certificates) -> list[Polynomial]:
        """All polynomials, not checked yet."""
        return self._read_all("polynomial", len(certificates.certs), messages.decode_polynomial)

    def read_voutputs(self, certificates: Certificates) -> list[Voutput]:
        """All keys, not checked yet."""
        return self._read_all("voutput", len(certificates.certs), messages.decode_voutput)

    def _read_all(self, name: str, size: int, decode: Callable[[bytes, int], T]) -> list[T]:
        paths = [self.path(name, number) for number in range(1, size + 1)]
        missing = [path.name for path in paths if not path.is_file()]
        if missing:
            raise Failure(
                _("Not everybody is ready yet; missing in the folder: %s") % ", ".join(missing)
            )
        return [
            decode(read_small(path).rstrip(b"\r\n"), number) for number, path in enumerate(paths, 1)
        ]


class OwnKey:
    """One trustee's protected file, open."""

    def __init__(self, path: Path, passphrase: str) -> None:
        self.path = path
        self._passphrase = passphrase
        data = read_small(path)
        self.public: ThresholdKeyPublic = read_threshold_public(data)
        self.secret: ThresholdKeySecret = open_threshold_key(data, passphrase)
        self.context = read_context(self.public)
        self.number = self.context.index

    def check_among(self, certificates: Certificates) -> None:
        """The folder must hold this very certificate."""
        if certificates.certs[self.number - 1] != self.public.certificate:
            raise Failure(
                _("certificate-%d.json in the folder is not yours: somebody exchanged it.")
                % self.number
            )

    def check_commitments(self, commitments: list[str]) -> None:
        """Never sign, or go on with, another list than the one that was signed."""
        if self.secret.commitments and self.secret.commitments != commitments:
            raise Failure(
                _("The commitments are not those that you acknowledged. Start the ceremony again.")
            )

    def save(self, **fields: object) -> None:
        """Write the file again with more secrets."""
        self.secret = msgspec.structs.replace(self.secret, **fields)
        data = protect_threshold_key(
            self.public, self.secret, self._passphrase, secrets.token_bytes
        )
        replace_file(self.path, data, 0o600)

    def finish(self, certs_hash: str, key: TrusteePublicKey, private_key: str) -> None:
        """Write the file with the share: from now on it checks and decrypts."""
        self.public = msgspec.structs.replace(
            self.public, certs_hash=certs_hash, trustee_public_key=key
        )
        self.save(private_key=private_key)


def open_own_key(path: Path, passphrase_file: Path | None) -> OwnKey:
    """Ask for the passphrase and open a trustee's file."""
    read_threshold_public(read_small(path))
    return OwnKey(path, ask_passphrase(passphrase_file, new=False))
