"""Texts of other languages than the first: what there is to translate, and how it is kept."""
