"""After closing: tally, evidence, statements, decryptions."""
