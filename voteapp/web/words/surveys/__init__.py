"""What surveys compare with and say, in words."""
