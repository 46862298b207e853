"""Checking instead of sending: a ballot's randomness from a seed, and the codes of a check."""
