"""What every page stands in: sessions, roles, errors, headers, forms, files."""
