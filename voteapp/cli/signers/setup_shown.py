"""A set-up in words, whole, before somebody signs that it was looked at."""

from __future__ import annotations

from collections.abc import Sequence

import click
from msgspec import UNSET

from voteapp.campaign.audit.openings import LookedAt
from voteapp.campaign.setup.amendments import Amendment, InForce
from voteapp.campaign.setup.manifest import Manifest
from voteapp.campaign.statements.people import Signer
from voteapp.cli.signers.naming import say_signer
from voteapp.cli.signers.rules import list_rule_sentences
from voteapp.cli.signers.shown import ask, show_words
from voteapp.cli.texts import clean
from voteapp.cli.texts import gettext as _
from voteapp.protocol.election import Election


def show_setup(
    looked: LookedAt, held: InForce, amendments: Sequence[Amendment], signer: Signer
) -> None:
    """Everything that a statement about the opening stands for."""
    manifest = looked.manifest
    click.echo(_("Campaign: %s") % clean(manifest.campaign.name))
    click.echo(_("Organizer: %s") % clean(manifest.organizer))
    if manifest.trial:
        click.echo(_("This is a TRIAL: it decides nothing."))
    for context, one in zip(looked.elections, looked.setup.manifests, strict=True):
        _show_election(context.election, one)
    _show_times(manifest, held, amendments)
    _show_slips(looked, held)
    _show_people(looked, signer)
    show_words(_("The set-up in sixteen words:"), looked.setup.campaign_hash)


def _show_election(election: Election, manifest: Manifest) -> None:
    click.echo("")
    kind = _("Vote: %s") if manifest.kind == "vote" else _("Survey: %s")
    click.echo(kind % clean(election.name))
    for number, question in enumerate(election.questions, 1):
        click.echo(f"  {number}. {clean(question.question)}")
        chosen = {"min": question.min, "max": question.max}
        click.echo("     " + _("From %(min)d to %(max)d of these answers are chosen:") % chosen)
        for answer in question.answers:
            click.echo(f"     - {clean(answer)}")
        if question.has_blank:
            click.echo("     - " + _("or none of them (blank)"))
    for sentence in list_rule_sentences(manifest.rule, election.questions):
        click.echo("  " + sentence)
    text = _("A total of fewer than %d ballots is never opened.")
    click.echo("  " + text % manifest.release.k)


def _show_times(manifest: Manifest, held: InForce, amendments: Sequence[Amendment]) -> None:
    click.echo("")
    click.echo(_("Voting opens: %s") % held.opens)
    click.echo(_("Voting closes: %s") % held.closes)
    if manifest.decrypts is not None:
        click.echo(_("Nothing is decrypted before: %s") % manifest.decrypts)
    for one in amendments:
        named = {
            "number": one.number,
            "field": _name_field(one),
            "old": clean(one.old),
            "new": clean(one.new),
            "reason": clean(one.reason),
        }
        click.echo(
            _("Amendment %(number)d: %(field)s from %(old)s to %(new)s, because: %(reason)s")
            % named
        )


def _name_field(amendment: Amendment) -> str:
    of = amendment.leaf if amendment.path is UNSET else amendment.path
    return amendment.field if of is None else f"{amendment.field} ({clean(of)})"


def _show_slips(looked: LookedAt, held: InForce) -> None:
    manifest = looked.manifest
    click.echo("")
    click.echo(_("Members entitled: %d") % held.members)
    click.echo(_("Slips on the list: %d") % len(looked.setup.lists[0]))
    click.echo(_("Tellers, each with the number of slips that they say they make:"))
    for teller in manifest.tellers:
        named = {"name": clean(teller.name), "count": sum(teller.slips.values())}
        click.echo("  " + _("%(name)s: %(count)d slips") % named)
    if manifest.issuance == "server":
        click.echo(_("The server itself makes the slips: what a slip says proves nothing."))


def _show_people(looked: LookedAt, signer: Signer) -> None:
    manifest, people = looked.manifest, looked.people
    click.echo("")
    sizes = {"size": len(people.trustees), "threshold": people.threshold}
    click.echo(_("Trustees: %(size)d, of whom %(threshold)d decrypt.") % sizes)
    click.echo(_("Your key is that of %s.") % say_signer(signer, manifest))
    for number, witness in enumerate(manifest.witnesses, 1):
        title = _("%s, the key in words:") % say_signer(Signer("witness", number), manifest)
        show_words(title, witness.key)
    for number, mirror in enumerate(manifest.mirrors, 1):
        named = {
            "mirror": say_signer(Signer("mirror", number), manifest),
            "address": clean(mirror.address),
        }
        show_words(_("%(mirror)s at %(address)s, the key in words:") % named, mirror.key)


def ask_about_people(manifest: Manifest) -> None:
    """A trustee says of each witness and mirror that they are known; raises Failure."""
    refusal = _(
        "Then do not sign: somebody nobody knows could sign in this place. Nothing was signed. "
        "Tell the other trustees and the committee."
    )
    for witness in manifest.witnesses:
        question = _("Do you know the witness %s, who told you these words?")
        ask(question % clean(witness.name), refusal)
    for mirror in manifest.mirrors:
        question = _("Do you know who keeps the mirror %s, and told you these words?")
        ask(question % clean(mirror.name), refusal)


def ask_about_setup() -> None:
    """Somebody says that this is what the committee meant, for all; raises Failure."""
    ask(
        _("Is this what the committee decided, and do you know all the tellers?"),
        _("Then do not sign, and tell the committee what is wrong. Nothing was signed."),
    )
    ask(
        _("Have you compared the sixteen words of the set-up with the other trustees?"),
        _("Compare the words first. Nothing was signed."),
    )
