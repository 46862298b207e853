"""What forms write as expressions: conditions, constraints, numbers."""
