"""What the use cases take and give: plain frozen values, no database rows.

Instants are aware datetimes in UTC; ``timezone`` is the IANA name in which people read them.
``code`` is a campaign's short name in addresses; ``uuid`` is an election's Belenios identifier.
"""

from voteapp.services.views.campaigns import (
    STATES,
    AccountView,
    ActionView,
    CampaignSummary,
    CampaignView,
    ElectionView,
    Missing,
    SecretView,
    SlipCounts,
)
from voteapp.services.views.drafts import (
    CampaignDraft,
    ElectionDraft,
    QuestionDraft,
    RuleDraft,
)
from voteapp.services.views.public import (
    AnswerResult,
    BoardLine,
    BoardPage,
    BoothElection,
    BoothView,
    ElectionResults,
    PublicCampaign,
    PublicElection,
    QuestionResult,
    ResultsView,
    RuleResult,
    SlipState,
    TrackerView,
    Turnout,
)
from voteapp.services.views.roles import (
    DecryptionElection,
    DecryptionTask,
    KeyTask,
    SlipElection,
    SlipTask,
)

__all__ = [
    "STATES",
    "AccountView",
    "ActionView",
    "AnswerResult",
    "BoardLine",
    "BoardPage",
    "BoothElection",
    "BoothView",
    "CampaignDraft",
    "CampaignSummary",
    "CampaignView",
    "DecryptionElection",
    "DecryptionTask",
    "ElectionDraft",
    "ElectionResults",
    "ElectionView",
    "KeyTask",
    "Missing",
    "PublicCampaign",
    "PublicElection",
    "QuestionDraft",
    "QuestionResult",
    "ResultsView",
    "RuleDraft",
    "RuleResult",
    "SecretView",
    "SlipCounts",
    "SlipElection",
    "SlipState",
    "SlipTask",
    "TrackerView",
    "Turnout",
]
