"""Accounts of the committee: signing in and out, and who has one."""
