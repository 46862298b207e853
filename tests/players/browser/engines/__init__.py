"""Firefox and WebKit, played like Chromium."""
