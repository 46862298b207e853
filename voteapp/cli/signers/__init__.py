"""What trustees and witnesses share: what is shown, asked, signed once and remembered."""
