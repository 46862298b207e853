"""What the server promises of the board: receipts, sealed batches, signed heads."""
