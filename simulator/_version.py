"""The version of the product, in the one place where it is written (the build reads this file)."""

__version__ = "0.1.0"
