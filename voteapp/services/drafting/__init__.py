"""Drafting a campaign: what is asked, of whom, when, by which rule."""
