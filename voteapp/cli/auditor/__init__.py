"""Offline: verify an election, check a receipt."""
