"""Questionnaires as files: uploaded into a draft, downloaded from it."""
