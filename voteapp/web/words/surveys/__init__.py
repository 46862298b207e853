"""Surveys on pages: their figures as they are chosen, bars and charts."""
