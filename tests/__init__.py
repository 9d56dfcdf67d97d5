"""The tests. Helpers that several of them share: ``tests.chance`` (statistical assertions)."""
