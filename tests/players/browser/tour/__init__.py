"""A walk past every page, for pictures and for axe."""
