"""Addresses of a draft's pages: parts and questions by their places, for tests that know no ids."""

from __future__ import annotations

import re

from voteapp.services.values.drafts import CampaignDraft


def find_path(draft: CampaignDraft, path: str) -> str:
    """``/parts/1/questions/0/remove`` with the identities of that part and that question."""
    found = re.match(r"(.*/parts/)(\d+)(?:(/questions/)(\d+))?(.*)", path)
    if found is None:
        return path
    before, part, between, question, rest = found.groups()
    election = draft.elections[int(part)]
    middle = f"{between}{election.questions[int(question)].id}" if between else ""
    return f"{before}{election.id}{middle}{rest}"
