"""What surveys say, in words."""
