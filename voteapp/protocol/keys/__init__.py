"""Trustees' keys: single ones, t of n by Pedersen's protocol, and the channels between trustees."""
