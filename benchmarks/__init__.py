"""Measurements: `make bench`. Nothing here is written into the repository, only into build/."""
