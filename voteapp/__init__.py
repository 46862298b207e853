"""voteapp: strike votes and staffing surveys whose count anyone can check."""

__version__ = "0.1.0"
