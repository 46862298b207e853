"""From closing to the result: statements, decryptions, strong proofs."""
