"""Slips: tokens, the teller's files, the counts of paper."""
