"""Who plays in the tests: trustees, tellers, members, committees."""
