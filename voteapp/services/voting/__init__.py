"""From opening to closing: ballots, sealed batches, the board."""
