"""One trustee's own file in the ceremony, open: a threshold trustee's or a single one's."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.messages import CeremonyError
from voteapp.campaign.ceremony.singles import acknowledge_single, commit_single
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.single import open_trustee_key, read_trustee_public_key
from voteapp.campaign.keys.threshold import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    is_threshold_key,
    open_threshold_key,
    protect_threshold_key,
    read_context,
    read_polynomial,
    read_threshold_public,
)
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.passphrases import ask_passphrase
from voteapp.cli.signers.signed import locked, read_signed, write_signed
from voteapp.cli.texts import gettext as _
from voteapp.cli.trustee.folder import GROUP
from voteapp.errors import ProtocolError
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.pedersen import Polynomial, check_polynomial
from voteapp.protocol.keys.trustees import TrusteePublicKey

OTHER_LIST = _("The commitments are not those that you acknowledged. Start the ceremony again.")
OTHER_CERTIFICATES = _(
    "You committed with other certificates. Start again with a new KEY and folder."
)
OTHER_POLYNOMIALS = _(
    "These are not the polynomials in which you looked for your share: somebody exchanged one."
    " Start again with a new KEY and folder."
)
NOT_ACKNOWLEDGED = _("You have not acknowledged the commitments yet (step 3).")


class ThresholdKey:
    """A threshold trustee's file; it keeps the polynomial and what was acknowledged."""

    single = False

    def __init__(self, path: Path, passphrase: str) -> None:
        self.path = path
        self._passphrase = passphrase
        data = read_small(path)
        self.public: ThresholdKeyPublic = read_threshold_public(data)
        self.secret: ThresholdKeySecret = open_threshold_key(data, passphrase)
        self.number = read_context(self.public).index

    def check_among(self, transcript: Transcript) -> None:
        """The folder must hold this very certificate."""
        certs = transcript.get_certificates().certs
        if self.number > len(certs) or certs[self.number - 1] != self.public.certificate:
            raise Failure(
                _("certificate-%d.json in the folder is not yours: somebody exchanged it.")
                % self.number
            )

    def commit(self, transcript: Transcript) -> bytes:
        """Step 2; the same message again where it was done before."""
        certificates = transcript.get_certificates()
        if not self.secret.polynomial:
            polynomial, message = steps.commit(
                GROUP, self.secret.seed, certificates, secrets.token_bytes
            )
            self.save(polynomial=encode_json(polynomial).decode())
            return encode_canonical(message)
        polynomial = read_polynomial(self.secret)
        try:
            check_polynomial(GROUP, certificates, self.number, polynomial)
        except ProtocolError:
            raise Failure(OTHER_CERTIFICATES) from None
        return encode_canonical(
            steps.repeat_commitment(GROUP, self.secret.seed, certificates, polynomial)
        )

    def acknowledge(self, transcript: Transcript) -> bytes:
        """Step 3; never of a second list."""
        commitments = transcript.commitments or []
        self.check_commitments(commitments)
        message = steps.acknowledge(
            GROUP,
            self.secret.seed,
            transcript.get_certificates(),
            commitments,
            read_polynomial(self.secret),
            secrets.token_bytes,
        )
        self.save(commitments=commitments)
        return encode_canonical(message)

    def reveal(self, transcript: Transcript) -> bytes:
        """Step 4, once everybody acknowledged what this trustee did."""
        polynomial = steps.reveal(
            GROUP,
            self.secret.seed,
            transcript.get_certificates(),
            self.get_agreed(transcript),
            read_polynomial(self.secret),
        )
        return encode_json(polynomial)

    def get_agreed(self, transcript: Transcript) -> steps.Agreement:
        """What all acknowledged; Failure unless it is what this trustee did."""
        if not self.secret.commitments or transcript.agreed is None:
            raise Failure(NOT_ACKNOWLEDGED)
        self.check_commitments(transcript.agreed.commitments)
        return transcript.agreed

    def check_commitments(self, commitments: list[str]) -> None:
        """Never sign, or go on with, another list than the one that was signed."""
        if self.secret.commitments and self.secret.commitments != commitments:
            raise Failure(OTHER_LIST)

    def open_once(self, polynomials: Sequence[Polynomial]) -> None:
        """Before the shares in them are looked at: these polynomials, and never others."""
        opened = hash_hex(encode_json(list(polynomials)))
        with locked(self.path):
            signed = read_signed(self.path)
            if signed.opened not in (None, opened):
                raise Failure(OTHER_POLYNOMIALS)
            write_signed(self.path, msgspec.structs.replace(signed, opened=opened))

    def save(self, **fields: object) -> None:
        """Write the file again with more secrets."""
        self.secret = msgspec.structs.replace(self.secret, **fields)
        data = protect_threshold_key(
            self.public, self.secret, self._passphrase, secrets.token_bytes
        )
        replace_file(self.path, data, 0o600)

    def finish(self, certs_hash: str, key: TrusteePublicKey, share: int) -> None:
        """Write the file with the share: from now on it checks and decrypts."""
        self.public = msgspec.structs.replace(
            self.public, certs_hash=certs_hash, trustee_public_key=key
        )
        self.save(private_key=GROUP.encode_scalar(share))


class SingleKey:
    """A single trustee's file; what it acknowledged lies beside it."""

    single = True

    def __init__(self, path: Path, passphrase: str, number: int | None) -> None:
        self.path = path
        data = read_small(path)
        self.key = read_trustee_public_key(data)
        self.private_key = open_trustee_key(data, passphrase)
        self.number = number or 0

    def check_among(self, transcript: Transcript) -> None:
        """Find out which number this is, if nobody said it."""
        certificates, first = transcript.get_certificates(), transcript.size + 1
        numbers = range(first, first + transcript.singles)
        commitments = transcript.commitments
        if not numbers:
            raise Failure(_("This ceremony was begun without single trustees (--singles)."))
        if commitments is not None:
            own = [
                number
                for number in numbers
                if commit_single(certificates, number, self.key).commitment
                == commitments[number - 1]
            ]
            if not own:
                raise Failure(_("None of the commitments in the folder is this key's."))
            self.number = own[0]
        elif not self.number and len(numbers) == 1:
            self.number = first
        elif self.number not in numbers:
            raise Failure(
                _("Say which trustee you are: --number, %(first)d to %(last)d.")
                % {"first": first, "last": numbers[-1]}
            )

    def commit(self, transcript: Transcript) -> bytes:
        """Step 2."""
        made = commit_single(transcript.get_certificates(), self.number, self.key)
        signed = read_signed(self.path).acknowledgement
        if signed is not None and signed.certs_hash != made.certs_hash:
            raise Failure(OTHER_CERTIFICATES)
        return encode_canonical(made)

    def acknowledge(self, transcript: Transcript) -> bytes:
        """Step 3; never of a second list."""
        with locked(self.path):
            return self._acknowledge_once(transcript)

    def _acknowledge_once(self, transcript: Transcript) -> bytes:
        commitments, signed = transcript.commitments or [], read_signed(self.path)
        if signed.acknowledgement is not None:
            if signed.acknowledgement.commitments != commitments:
                raise Failure(OTHER_LIST)
            return encode_canonical(signed.acknowledgement)
        message = acknowledge_single(
            GROUP,
            self.private_key,
            transcript.get_certificates(),
            commitments,
            self.number,
            self.key,
            secrets.token_bytes,
        )
        write_signed(self.path, msgspec.structs.replace(signed, acknowledgement=message))
        return encode_canonical(message)

    def reveal(self, transcript: Transcript) -> bytes:
        """Step 4, once everybody acknowledged what this trustee did."""
        signed = read_signed(self.path).acknowledgement
        if signed is None:
            raise Failure(NOT_ACKNOWLEDGED)
        if signed.commitments != transcript.commitments:
            raise Failure(OTHER_LIST)
        return encode_json(self.key)


def open_own_key(
    path: Path, passphrase_file: Path | None, number: int | None = None
) -> ThresholdKey | SingleKey:
    """Ask for the passphrase and open a trustee's file."""
    data = read_small(path)
    if is_threshold_key(data):
        read_threshold_public(data)
        return ThresholdKey(path, ask_passphrase(passphrase_file, new=False))
    read_trustee_public_key(data)
    return SingleKey(path, ask_passphrase(passphrase_file, new=False), number)


def open_threshold(path: Path, passphrase_file: Path | None) -> ThresholdKey:
    """The same where only a threshold trustee has something to do."""
    own = open_own_key(path, passphrase_file)
    if isinstance(own, SingleKey):
        raise Failure(_("This step is for threshold trustees; a single one has no share."))
    return own


def is_wrong_share(error: CeremonyError, own: ThresholdKey) -> bool:
    """Whether an error says that somebody else's share is wrong."""
    return error.code == "trustee-share" and error.trustee != own.number
