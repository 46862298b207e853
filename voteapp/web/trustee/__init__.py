"""Trustees' pages: access, key, ceremony, decryption."""
