"""What trustees, witnesses and mirrors signed, as the board keeps it, and what can still come of
it."""
