"""What every page is looked at for: by machines that know rules, and by readers of eleven."""
