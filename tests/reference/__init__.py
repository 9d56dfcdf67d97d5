"""Slow, plain twins of the fast code, written on their own; tests compare the two."""
