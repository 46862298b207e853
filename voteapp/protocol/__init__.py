"""The Belenios protocol, version 1, group Ed25519: pure functions on bytes and values.

No clock, file, network or framework. Randomness comes in as an argument.
"""
