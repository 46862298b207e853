"""What somebody inside makes right again: hashes, signatures, proofs, counts, a ceremony."""
