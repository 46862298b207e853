"""A questionnaire that has everything the format knows, small enough to be read."""

from __future__ import annotations

from tests.players.campaign.elections import Stream
from voteapp.campaign.questionnaire.document import (
    Answer,
    Bin,
    Kind,
    Limit,
    Question,
    Questionnaire,
    Section,
    Text,
    Texts,
    Words,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import (
    NOT_APPLICABLE,
    Condition,
    Derive,
    Fill,
    Forbid,
    Over,
    Skip,
    create_leaf_condition,
)

LEAF = "unit-1"


def say(text: str, spanish: str = "", help: str = "") -> Texts:
    """A text in English and, where there is one, in Spanish."""
    texts = {"en": Text(text=text, help=help)}
    return {**texts, "es": Text(text=spanish, help="")} if spanish else texts


class Author:
    """Writes questionnaires; every identity is new."""

    def __init__(self, seed: str) -> None:
        self.random = Stream(seed)

    def draw(self) -> str:
        return create_id(self.random)

    def answer(self, text: str, bin: tuple[int, int | None] | None = None, **flags: bool) -> Answer:
        found = Bin(low=bin[0], high=bin[1]) if bin else None
        return Answer(id=self.draw(), texts=say(text), bin=found, **flags)

    def ask(self, text: str, answers: list[Answer], kind: Kind = "one", **fields) -> Question:
        return Question(
            **{
                "id": self.draw(),
                "code": "",
                "kind": kind,
                "scale": None,
                "texts": say(text),
                "min": 1,
                "max": 1,
                "answers": answers,
                "not_applicable": True,
                "prefer_not": True,
                "reversed": False,
                **fields,
            }
        )


def create_example(seed: str = "questionnaire") -> Questionnaire:
    """Seven questions, two sections, a limit, every kind of rule and of condition."""
    author = Author(seed)
    answer, ask = author.answer, author.ask
    care = ask("Did you have patients of your own?", [answer("Yes"), answer("No")], code="1")
    load = ask(
        "How many at most?",
        [
            answer("0 to 4", (0, 4)),
            answer("5", (5, 5)),
            answer("6", (6, 6)),
            answer("7+", (7, None)),
        ],
        "number",
        code="2",
    )
    ratio = ask(
        "Compared with the limit?",
        [answer("Within"), answer("Over by 1"), answer("Over by 2 or more"), answer("No limit")],
        code="2d",
    )
    how_long = ask("For how long were you above it?", [answer("Never"), answer("Some time")])
    missed = ask(
        "What was left undone?",
        [answer("Pain"), answer("Talk"), answer("Nothing", alone=True)],
        "several",
        max=2,
    )
    scale = author.draw()
    items = [
        ask(
            text,
            [answer("Never"), answer("Often"), answer("I can’t say", substantive=False)],
            "scale",
            scale=scale,
            reversed=turned,
        )
        for text, turned in (("I have time for my patients.", False), ("I am rushed.", True))
    ]
    return Questionnaire(
        part=author.draw(),
        kind="survey",
        language="en",
        texts=say("Last shift", "El último turno", "About the shift that you worked last."),
        words={
            "en": Words(not_applicable="Not applicable", prefer_not="Prefer not to answer"),
            "es": Words(not_applicable="No corresponde", prefer_not="Prefiero no contestar"),
        },
        sections=[
            Section(id=author.draw(), first=care.id, texts=say("Your patients")),
            Section(id=author.draw(), first=missed.id, texts=say("Your work")),
        ],
        questions=[care, load, ratio, how_long, missed, *items],
        limits={LEAF: create_limit(), "unit-2": None},
        asked={"": [q.id for q in (care, load, ratio, how_long, missed, *items)]},
        rules=[
            Skip(
                id=author.draw(),
                when=create_leaf_condition(care.id, [care.answers[1].id, NOT_APPLICABLE]),
                questions=[load.id, ratio.id, how_long.id],
            ),
            Derive(
                id=author.draw(),
                source=load.id,
                question=ratio.id,
                within=ratio.answers[0].id,
                over=[
                    Over(by=1, answer=ratio.answers[1].id),
                    Over(by=2, answer=ratio.answers[2].id),
                ],
                no_limit=ratio.answers[3].id,
            ),
            Fill(
                id=author.draw(),
                when=create_leaf_condition(ratio.id, [ratio.answers[0].id]),
                question=how_long.id,
                answer=how_long.answers[0].id,
            ),
            Forbid(
                id=author.draw(),
                when=Condition(
                    all=[
                        create_leaf_condition(ratio.id, [ratio.answers[2].id]),
                        Condition(
                            negated=Condition(
                                any=[create_leaf_condition(how_long.id, [how_long.answers[1].id])]
                            )
                        ),
                    ]
                ),
            ),
        ],
    )


def create_limit() -> Limit:
    """A limit of five patients, by law."""
    return Limit(
        limit=5,
        counted="patient",
        source="law",
        citation="22 CCR 70217",
        address="https://example.org/70217",
        condition="",
        shift="",
        roles=["RN", "LVN"],
        covered="General acute care hospitals",
        since="2008-01-01",
        until=None,
        checked="2026-10-01",
        checked_by="Bargaining committee",
    )
