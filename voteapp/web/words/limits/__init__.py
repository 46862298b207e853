"""What a limit says, in words: for the draft, for results, and for whoever looks one up."""
