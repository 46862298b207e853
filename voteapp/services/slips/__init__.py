"""The teller's work."""
