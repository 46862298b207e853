"""The bundle and the evidence in it."""
