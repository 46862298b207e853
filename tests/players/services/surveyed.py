"""A published shift survey of which it is known what each member answered."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from tests.players.services.world import VOTE, World, create_draft
from tests.support.randomness import RandomStream
from voteapp.campaign.playing.members import Answers, draw_survey
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Question, Questionnaire
from voteapp.services.drafting.shift_survey import LEAF_CODE, default_survey
from voteapp.survey.figures.counting import find_outside

MEMBERS, ANSWERED, BURNED = 30, 24, 7
LIMIT = 4


class Surveyed(World):
    """A strike vote, the shift survey and the burnout question; ``answered`` keeps what each
    member chose in the survey, which nobody else knows."""

    answered: list[Answers]
    asked: Questionnaire

    def play(self, answered: int = ANSWERED, burned: int = BURNED) -> None:
        """``answered`` members answer the survey and vote, ``burned`` the burnout question."""
        parts = default_survey(RandomStream("parts"), limit=LIMIT)
        draft = create_draft(VOTE, *parts, slips=MEMBERS, roster_size=MEMBERS, unit="4 West")
        self.open(draft)
        chance, self.answered = RandomStream("people"), []
        vote, survey, burnout = self.uuids
        self.asked = parts[0].questionnaire
        for member in range(answered):
            chosen = draw_survey(self.asked, Leaf(LEAF_CODE), chance)
            self.answered.append(chosen)
            self.cast(survey, member, chosen)
            self.cast(vote, member, [[0, 1, 0]])
        for member in range(burned):
            self.cast(burnout, member, draw_survey(parts[1].questionnaire, Leaf(LEAF_CODE), chance))
        self.close()
        self.count_slips()
        self.tick()
        for uuid in (vote, survey):
            self.decrypt(uuid)


class Counted:
    """One question, worked out from what each member answered."""

    def __init__(self, asked: Questionnaire, question: Question, rows: list[list[int]]) -> None:
        width = len(question.answers)
        outside = find_outside(asked, question)
        vague = {a.id for a in question.answers if not a.substantive} - {outside}
        names = [a.id for a in question.answers]
        given = [[names[n] for n, one in enumerate(row[1 : width + 1]) if one] for row in rows]
        away = sum(row[-1] for row in rows) + sum(names == [outside] for names in given)
        hidden = sum(row[0] for row in rows)
        unsure = sum(len(names) == 1 and names[0] in vague for names in given)
        self.base = len(rows) - away - hidden - unsure
        self.unknown = MEMBERS - len(rows) + hidden + unsure
        self.shared = [name for name in names if name not in {*vague, outside}]
        self.counts = {name: sum(name in one for one in given) for name in names}

    def share(self, count: int) -> tuple[str, str, str]:
        """Share, and what is certain, as the file writes them."""
        most = self.base + self.unknown
        shares = (
            Fraction(count, self.base),
            Fraction(count, most),
            Fraction(count + self.unknown, most),
        )
        low, share, high = sorted(shares)
        return tuple(f"{one.numerator}/{one.denominator}" for one in (share, low, high))  # type: ignore[return-value]


@cache
def count_all(world: Surveyed) -> dict[str, Counted]:
    rows = zip(*world.answered, strict=True)
    pairs = zip(world.asked.questions, rows, strict=True)
    return {q.id: Counted(world.asked, q, list(row)) for q, row in pairs}
