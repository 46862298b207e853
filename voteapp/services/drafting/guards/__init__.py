"""What stands in the way of a step that nobody can take back: stops and warnings of a draft."""
