"""The web: one blueprint per role; a view parses, calls one service, renders."""
