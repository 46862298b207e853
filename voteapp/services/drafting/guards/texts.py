"""What of a draft's texts people could take for something else: twins, and what looks empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from voteapp.campaign.lookalikes import find_twin, looks_empty, looks_like
from voteapp.errors import gettext as _
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft, QuestionDraft
from voteapp.services.values.guards import Guard

Beside = Mapping[str, frozenset[str]]
"""What pages call the answers ``prefer-not`` and ``not-applicable``."""

_ASKS = ("?", "？", "؟", "՞", "\u037e")


def list_guards_of_texts(draft: CampaignDraft, beside: Beside) -> list[Guard]:
    """In the order of the draft."""
    guards = [*_list_empty(draft), *_list_twin_parts(draft), *_list_titles(draft)]
    for place, election in enumerate(draft.elections):
        path = f"elections.{place}"
        guards += _list_twin_questions(path, election)
        for number, question in enumerate(election.questions):
            at = f"{path}.questions.{number}"
            guards += _list_twin_answers(at, question)
            guards += _list_like_beside(at, election, question, beside)
    return guards


def _list_empty(draft: CampaignDraft) -> Iterator[Guard]:
    texts = [("title", draft.title), ("organizer", draft.organizer)]
    for place, election in enumerate(draft.elections):
        path = f"elections.{place}"
        texts.append((f"{path}.title", election.title))
        for number, question in enumerate(election.questions):
            at = f"{path}.questions.{number}"
            texts.append((f"{at}.text", question.text))
            texts += [(f"{at}.answers.{i}", a.text) for i, a in enumerate(question.answers)]
    for path, text in texts:
        if looks_empty(text):
            yield Guard("empty", "stop", path, _("A text is there, but nothing is seen of it."))


def _list_twin_parts(draft: CampaignDraft) -> Iterator[Guard]:
    titles = [election.title for election in draft.elections]
    for place, election in enumerate(draft.elections):
        twin = find_twin(titles, place)
        if twin is not None:
            text = _(
                "Two parts are called “%(title)s”. Members could not tell them apart.",
                title=election.title,
            )
            yield Guard("twin-parts", "stop", f"elections.{place}.title", text)
        same = [i for i in range(place) if _ask_the_same(draft.elections[i], election)]
        if same:
            text = _(
                "“%(other)s” and “%(title)s” ask the same questions.",
                other=titles[same[0]],
                title=election.title,
            )
            yield Guard("same-questions", "confirm", f"elections.{place}", text)


def _ask_the_same(one: ElectionDraft, other: ElectionDraft) -> bool:
    def list_texts(election: ElectionDraft) -> list[str]:
        return [t for q in election.questions for t in (q.text, *(a.text for a in q.answers))]

    texts = list(zip(list_texts(one), list_texts(other), strict=False))
    lengths = [[len(q.answers) for q in election.questions] for election in (one, other)]
    return lengths[0] == lengths[1] and all(looks_like(a, b) for a, b in texts)


def _list_titles(draft: CampaignDraft) -> Iterator[Guard]:
    """The slip bears the campaign's title, the phone a part's, and a vote asks its question."""
    if len(draft.elections) == 1 and not looks_like(draft.title, draft.elections[0].title):
        text = _(
            "The slips say “%(title)s”, and members read “%(part)s” on their phones.",
            title=draft.title,
            part=draft.elections[0].title,
        )
        yield Guard("titles-disagree", "confirm", "elections.0.title", text)
    for place, election in enumerate(draft.elections):
        for question in election.questions if election.kind == "vote" else ():
            asked = election.title.rstrip().endswith(_ASKS)
            if asked and not looks_like(election.title, question.text):
                text = _(
                    "The vote is called “%(title)s”, but it asks “%(question)s”.",
                    title=election.title,
                    question=question.text,
                )
                path = f"elections.{place}.questions.0.text"
                yield Guard("question-disagrees", "confirm", path, text)


def _list_twin_questions(path: str, election: ElectionDraft) -> Iterator[Guard]:
    texts = [question.text for question in election.questions]
    for number, question in enumerate(election.questions):
        twin = find_twin(texts, number)
        if twin is not None:
            text = _(
                "In “%(title)s”, questions %(first)d and %(second)d are the same: “%(question)s”.",
                title=election.title,
                first=twin + 1,
                second=number + 1,
                question=question.text,
            )
            yield Guard("twin-questions", "confirm", f"{path}.questions.{number}.text", text)


def _list_twin_answers(path: str, question: QuestionDraft) -> Iterator[Guard]:
    texts = [answer.text for answer in question.answers]
    for number, answer in enumerate(texts):
        twin = find_twin(texts, number)
        if twin is not None and not looks_empty(answer):
            text = _(
                "The answers “%(first)s” and “%(second)s” look the same. Members could not tell "
                "them apart.",
                first=texts[twin],
                second=answer,
            )
            yield Guard("twin-answers", "stop", f"{path}.answers.{number}", text)


def _list_like_beside(
    path: str, election: ElectionDraft, question: QuestionDraft, beside: Beside
) -> Iterator[Guard]:
    own = election.questionnaire.words.values()
    known = (
        (question.blank, beside["prefer-not"] | {words.prefer_not for words in own}),
        (
            question.not_applicable,
            beside["not-applicable"] | {words.not_applicable for words in own},
        ),
    )
    for number, answer in enumerate(question.answers):
        for offered, words in known:
            if looks_empty(answer.text) or not any(looks_like(answer.text, w) for w in words):
                continue
            at = f"{path}.answers.{number}"
            if offered:
                text = _(
                    "The answer “%(answer)s” looks like the one that every member gets beside "
                    "your answers. Remove it, or do not offer the other.",
                    answer=answer.text,
                )
                yield Guard("like-beside", "stop", at, text)
            else:
                text = _(
                    "The answer “%(answer)s” will be counted like any other answer, not left out.",
                    answer=answer.text,
                )
                yield Guard("like-beside", "confirm", at, text)
            break
