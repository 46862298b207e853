"""``python -m voteapp``: the same command line."""

from __future__ import annotations

from voteapp.cli import main

if __name__ == "__main__":
    main()
