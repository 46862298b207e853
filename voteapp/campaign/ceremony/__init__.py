"""The trustees' key ceremony: what is said in it, by whom, and what follows."""
