"""Results: published, shown, downloaded."""
