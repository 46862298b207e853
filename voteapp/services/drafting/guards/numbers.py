"""What of a draft's numbers cannot work, or may not be meant: slips, k, the rule."""

from __future__ import annotations

from collections.abc import Iterator

from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.rules import find_least_votes
from voteapp.errors import gettext as _
from voteapp.services.drafting.deciding import create_rule, find_deciding_answer
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.values.guards import Guard


def list_guards_of_numbers(draft: CampaignDraft, members: int, slips: int) -> list[Guard]:
    """``members``: entitled; ``slips``: those that can be used."""
    guards = [*list_guards_of_slips(members, slips)]
    for place, election in enumerate(draft.elections):
        guards += _list_of_k(f"elections.{place}.k", election, members, slips)
        guards += _list_of_rule(f"elections.{place}.rule", election, members, slips)
    return guards


def list_guards_of_slips(members: int, slips: int) -> Iterator[Guard]:
    """Whether everybody gets a slip, and one only."""
    if slips < members:
        text = _(
            "Slips: %(slips)d. Members who may take part: %(members)d. Not everybody gets one.",
            slips=slips,
            members=members,
        )
        yield Guard("fewer-slips", "confirm", "slips", text)
    if slips > members:
        text = _(
            "Slips: %(slips)d. Members who may take part: %(members)d. Whoever gets a spare slip "
            "can vote twice: keep what is left over under lock, and count it.",
            slips=slips,
            members=members,
        )
        yield Guard("more-slips", "confirm", "slips", text)


def _list_of_k(path: str, election: ElectionDraft, members: int, slips: int) -> Iterator[Guard]:
    most = min(members, slips)
    values = {"title": election.title, "k": election.k, "most": most}
    if most < election.k:
        text = _(
            "“%(title)s” is opened only with %(k)d ballots or more, and at most %(most)d can come: "
            "it could never be opened.",
            **values,
        )
        yield Guard("k-unreachable", "stop", path, text)
    elif 2 * election.k > most:
        text = _(
            "“%(title)s” is opened only with %(k)d ballots or more, and at most %(most)d can come: "
            "more than half must take part, or nothing is ever opened.",
            **values,
        )
        yield Guard("k-unlikely", "confirm", path, text)


def _list_of_rule(path: str, election: ElectionDraft, members: int, slips: int) -> Iterator[Guard]:
    answer, most = find_deciding_answer(election), min(members, slips)
    rule = create_rule(election) if answer is not None else None
    if rule is None or answer is None:
        return
    questions = create_record_questions(election.questionnaire)
    least = find_least_votes(rule, questions, counted=most, blank=0, entitled=members)
    values = {"title": election.title, "answer": answer.text, "most": most, "members": members}
    if least is None:
        text = _(
            "By the rule of “%(title)s”, “%(answer)s” can never win: at most %(most)d of "
            "%(members)d members can vote, and if all of them chose it, it would not be enough.",
            **values,
        )
        yield Guard("rule-unreachable", "stop", path, text)
    elif least == 0:
        text = _(
            "By the rule of “%(title)s”, “%(answer)s” wins even if nobody chooses it.", **values
        )
        yield Guard("rule-always-met", "stop", path, text)
