"""What is fixed before an election opens: manifest, rule, Setup."""
