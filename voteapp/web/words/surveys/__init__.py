"""Surveys on pages: their rules in sentences, their figures as they are chosen, bars and charts."""
