"""What the answers of a unit are compared with: entered by hand, or chosen from a place's list."""
