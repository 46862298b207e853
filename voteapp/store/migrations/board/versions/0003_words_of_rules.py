"""Drafts spell the words of a rule as the manifest does: at-least, more-than, not-blank."""

from __future__ import annotations

import json
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = {"at_least": "at-least", "more_than": "more-than", "not_blank": "not-blank"}
_CAMPAIGNS = sa.table("campaign", sa.column("id", sa.Integer), sa.column("draft", sa.LargeBinary))


def upgrade() -> None:
    """Write hyphens."""
    _rewrite(_NEW)


def downgrade() -> None:
    """Write underscores again."""
    _rewrite({new: old for old, new in _NEW.items()})


def _rewrite(words: Mapping[str, str]) -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(_CAMPAIGNS)).all():
        draft = json.loads(row.draft)
        rules = [part["rule"] for part in draft.get("elections", []) if part.get("rule")]
        for rule in rules:
            for name in ("comparison", "of"):
                rule[name] = words.get(rule[name], rule[name])
        if rules:
            data = json.dumps(draft, ensure_ascii=False, separators=(",", ":")).encode()
            bind.execute(sa.update(_CAMPAIGNS).where(_CAMPAIGNS.c.id == row.id).values(draft=data))
