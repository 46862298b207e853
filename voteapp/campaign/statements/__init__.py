"""What trustees, witnesses and mirrors sign of a campaign's opening, closing and result."""
