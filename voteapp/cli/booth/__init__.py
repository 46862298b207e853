"""The booth that a server gives, compared with the one that slips pin."""
