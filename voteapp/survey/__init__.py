"""Surveys of working conditions: templates, legal limits, statistics that may be shown."""
