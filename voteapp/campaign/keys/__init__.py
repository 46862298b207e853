"""What trustees keep: key files, seeds on paper, the rehearsal."""
