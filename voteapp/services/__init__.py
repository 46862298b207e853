"""Use cases, one module each; README.md lists every function. They know no web framework."""
