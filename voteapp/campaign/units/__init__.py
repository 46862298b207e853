"""Units: the strata of a campaign, and the groups that may be released."""
