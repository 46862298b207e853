"""On the server: serve it, look after it, fill it for a demonstration."""
