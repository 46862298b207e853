"""What can be put in the place of a value: by the value's kind, each way with a name."""
