"""A survey of three wards as it is exported, beside what each of their members answered."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.players.campaign.answered import Ward, answer_all
from tests.players.campaign.questionnaires import LEAF, create_example, say
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Question, Questionnaire, Words
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.released import Place, Reason, Release, Withheld

LEAVES = (LEAF, "unit-2", "unit-3")
K = 5
CLOSED_WARD = Place("unit-9", ("North", "Night shift"))


def answer_wards(questionnaire: Questionnaire, seed: str) -> list[Ward]:
    chance = Random(seed)
    return [
        answer_all(questionnaire, Leaf(name), chance.randint(5, 12), chance.randint(0, 5), chance)
        for name in LEAVES
    ]


def create_part(
    questionnaire: Questionnaire, wards: Sequence[Ward], withheld: Sequence[Withheld] = ()
) -> Part:
    entitled = {ward.code: ward.members for ward in wards}
    entitled |= {place.code: held.members for held in withheld for place in held.places}
    return Part(
        uuid=f"uuid{questionnaire.part}",
        fingerprint="f" * 43,
        title=questionnaire.texts[questionnaire.language].text,
        questionnaire=questionnaire,
        release=Release(K, tuple(ward.release() for ward in wards), tuple(withheld)),
        entitled=entitled,
    )


def withhold(accepted: int | None = 3, reason: Reason = "below-k") -> Withheld:
    return Withheld((CLOSED_WARD,), 9, accepted, reason)


def create_export(*parts: Part, **fields: object) -> Export:
    known: dict[str, object] = {
        "code": "K7QM2X",
        "title": "Staffing at St. Anne’s",
        "organizer": "Local 77",
        "opened": "2026-11-20T07:00:00+00:00",
        "closed": "2026-11-27T20:00:00+00:00",
        "published": "2026-11-28T09:00:00+00:00",
        "trial": False,
        "annulled": None,
    }
    return Export(**{**known, **fields}, parts=parts)  # type: ignore[arg-type]


def create_vote() -> tuple[Questionnaire, Question]:
    """The strike vote beside a survey."""
    example = create_example("vote")
    question = example.questions[0]
    vote = Question(
        **{
            **{name: getattr(question, name) for name in question.__struct_fields__},
            "texts": say("Shall we strike?"),
            "code": "",
            "not_applicable": False,
        }
    )
    words = Words(not_applicable="Not applicable", prefer_not="No answer (blank)")
    fields = {name: getattr(example, name) for name in example.__struct_fields__}
    fields |= {"kind": "vote", "questions": [vote], "words": {"en": words}, "rules": []}
    fields |= {"sections": [], "limits": {}, "asked": {}, "texts": say("Strike vote")}
    return Questionnaire(**fields), vote
