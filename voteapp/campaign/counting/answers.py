"""The answer in one sentence: what came out of an election, for pages, papers and commands.

Each case is a whole sentence with named places, so that it can be translated; who speaks gives
the language (``Speaker``). ``static/js/audit/answer.js`` says the same on the auditor's page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from voteapp.campaign.setup.rules import Denominator, Outcome, Rule
from voteapp.protocol.questions import Question


class Speaker(Protocol):
    """A language: one of two texts by number, with its values filled in; and how it writes
    numbers."""

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The text for that many."""

    def number(self, value: int) -> str:
        """A whole number."""


class Vote(NamedTuple):
    """A vote with a rule: its title, the rule's answer, what the fraction is of; ``votes`` of
    ``total``, the fewest that were ``needed`` (None: of a total of 0); ``ballots`` counted, and
    the fewest that the quorum needed, if there is one."""

    title: str
    answer: str
    of: Denominator
    votes: int
    total: int
    needed: int | None
    ballots: int
    quorum_needed: int | None


def describe_vote(title: str, rule: Rule, questions: Sequence[Question], outcome: Outcome) -> Vote:
    """A vote and what its checked rule gave."""
    return Vote(
        title=title,
        answer=questions[rule.question].answers[rule.answer],
        of=rule.of,
        votes=outcome.votes,
        total=outcome.total,
        needed=outcome.needed,
        ballots=outcome.counted,
        quorum_needed=outcome.quorum_needed,
    )


def say_answer(speaker: Speaker, vote: Vote) -> str:
    """Whether the rule is met, with the numbers that say why."""
    if vote.quorum_needed is not None and vote.ballots < vote.quorum_needed:
        return _say_quorum(speaker, vote, vote.quorum_needed)
    if vote.needed is None:
        return _say_nothing(speaker, vote)
    return (_ENOUGH if vote.votes >= vote.needed else _TOO_FEW)[vote.of](speaker, vote)


def say_turnout(speaker: Speaker, title: str, ballots: int, members: int) -> str:
    """How many took part, where there is no rule."""
    return speaker.ngettext(
        "%(ballots)s ballot came in “%(title)s”, of %(members)s members who may take part.",
        "%(ballots)s ballots came in “%(title)s”, of %(members)s members who may take part.",
        ballots,
        title=title,
        ballots=speaker.number(ballots),
        members=speaker.number(members),
    )


def say_too_few(speaker: Speaker, title: str, ballots: int, k: int) -> str:
    """Why there are no numbers."""
    return speaker.ngettext(
        "“%(title)s” has no result: %(ballots)s ballot came, and fewer than %(k)s are never "
        "opened, so that nobody can guess who answered what.",
        "“%(title)s” has no result: %(ballots)s ballots came, and fewer than %(k)s are never "
        "opened, so that nobody can guess who answered what.",
        ballots,
        title=title,
        ballots=speaker.number(ballots),
        k=speaker.number(k),
    )


def _say_quorum(speaker: Speaker, vote: Vote, needed: int) -> str:
    came = vote.ballots
    return speaker.ngettext(
        "The vote “%(title)s” does not count, for too few took part: %(ballots)s ballot came; "
        "%(needed)s needed, %(short)s more.",
        "The vote “%(title)s” does not count, for too few took part: %(ballots)s ballots came; "
        "%(needed)s needed, %(short)s more.",
        came,
        title=vote.title,
        ballots=speaker.number(came),
        needed=speaker.number(needed),
        short=speaker.number(needed - came),
    )


def _say_nothing(speaker: Speaker, vote: Vote) -> str:
    blank = vote.ballots
    return speaker.ngettext(
        "“%(answer)s” does not have enough votes on “%(title)s”: the one ballot is blank.",
        "“%(answer)s” does not have enough votes on “%(title)s”: all %(ballots)s ballots are "
        "blank.",
        blank,
        answer=vote.answer,
        title=vote.title,
        ballots=speaker.number(blank),
    )


def _list_values(speaker: Speaker, vote: Vote) -> dict[str, object]:
    needed = vote.needed or 0
    return {
        "answer": vote.answer,
        "title": vote.title,
        "votes": speaker.number(vote.votes),
        "total": speaker.number(vote.total),
        "needed": speaker.number(needed),
        "short": speaker.number(needed - vote.votes),
    }


def _say_enough_counted(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s of %(total)s ballot; "
        "%(needed)s needed.",
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s of %(total)s ballots; "
        "%(needed)s needed.",
        vote.total,
        **_list_values(speaker, vote),
    )


def _say_enough_not_blank(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s of %(total)s vote that is not "
        "blank; %(needed)s needed.",
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s of %(total)s votes that are not "
        "blank; %(needed)s needed.",
        vote.total,
        **_list_values(speaker, vote),
    )


def _say_enough_entitled(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s, with %(total)s member who may "
        "vote; %(needed)s needed.",
        "“%(answer)s” has enough votes on “%(title)s”: %(votes)s, with %(total)s members who may "
        "vote; %(needed)s needed.",
        vote.total,
        **_list_values(speaker, vote),
    )


def _say_too_few_counted(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s of %(total)s ballot; "
        "%(needed)s needed, %(short)s more.",
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s of %(total)s ballots; "
        "%(needed)s needed, %(short)s more.",
        vote.total,
        **_list_values(speaker, vote),
    )


def _say_too_few_not_blank(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s of %(total)s vote "
        "that is not blank; %(needed)s needed, %(short)s more.",
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s of %(total)s votes "
        "that are not blank; %(needed)s needed, %(short)s more.",
        vote.total,
        **_list_values(speaker, vote),
    )


def _say_too_few_entitled(speaker: Speaker, vote: Vote) -> str:
    return speaker.ngettext(
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s, with %(total)s member "
        "who may vote; %(needed)s needed, %(short)s more.",
        "“%(answer)s” does not have enough votes on “%(title)s”: %(votes)s, with %(total)s members "
        "who may vote; %(needed)s needed, %(short)s more.",
        vote.total,
        **_list_values(speaker, vote),
    )


_Say = Callable[[Speaker, Vote], str]
_ENOUGH: dict[Denominator, _Say] = {
    "counted": _say_enough_counted,
    "not-blank": _say_enough_not_blank,
    "entitled": _say_enough_entitled,
}
_TOO_FEW: dict[Denominator, _Say] = {
    "counted": _say_too_few_counted,
    "not-blank": _say_too_few_not_blank,
    "entitled": _say_too_few_entitled,
}
