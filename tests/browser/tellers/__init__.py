"""Several tellers, and tellers who use the command."""
