"""Offline: tokens and printed slips."""
