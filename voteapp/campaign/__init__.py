"""Everything beside the record: tokens, manifest, evidence, heads, release, rules, bundle.

Pure: bytes and values in, values out; randomness is an argument. docs/formats.md pins the
formats.
"""
