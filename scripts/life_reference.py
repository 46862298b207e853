"""Print docs/campaign-life.md from the table of a campaign's life: `make docs` writes it."""

from __future__ import annotations

from voteapp.services.life import LIFE, ORDER, Deed, Rule, State

HEAD = """# A campaign's life

Written by `make docs` from `LIFE`, the table that the server itself obeys.

The states in their order: {order};
`cancelled` stands beside them. Before opening the turn passes by itself: `keys` until the trustees
are ready, then `slips` until every teller has made hers, then `fixing`; what is fixed is `printing`
until every teller has printed and read one slip back in, then `ready`. More can be missing than a
state says; the page of the campaign then names it.

| what is done | in which states | by | leads to | log | its note is read by |
|---|---|---|---|---|---|
"""

TAIL = """
The log keeps who did it, for the committee alone. Everybody, the employer as well, reads in which
role it was done, when, and the notes that the table says so of.
"""


def list_states(rule: Rule) -> str:
    """The states of a rule in their order."""
    if rule.within == frozenset(State):
        return "any"
    return ", ".join(f"`{state}`" for state in State if state in rule.within)


def describe(deed: Deed, rule: Rule) -> str:
    """A line of the table."""
    cells = (
        f"`{deed}`",
        list_states(rule),
        " or ".join(who.value for who in type(next(iter(rule.who))) if who in rule.who),
        f"`{rule.to}`" if rule.to else "",
        "yes" if rule.logged else "no",
        "" if not rule.logged else "everybody" if rule.told else "the committee",
    )
    return f"| {' | '.join(cells)} |"


def render() -> str:
    """The whole page."""
    head = HEAD.format(order=", ".join(f"`{state}`" for state in ORDER))
    return head + "\n".join(describe(deed, LIFE[deed]) for deed in Deed) + "\n" + TAIL


if __name__ == "__main__":
    print(render(), end="")
