"""Offline: a trustee's key, ceremony and decryption."""
