"""A copy of the board that another host keeps, and what it signs."""
