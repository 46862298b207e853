"""A witness's commands."""
