"""Who signs what opened and closed, in words: how many are needed, who did, who is silent."""
