"""The rows of a form: what is made of each."""
