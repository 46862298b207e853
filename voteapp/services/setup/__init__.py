"""The set-up: fixed as a whole, then changed only by signed amendments, or withdrawn."""
