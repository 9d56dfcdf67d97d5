"""WHAT IS TYPED: the command `matchsim`.

May import everything, and nothing imports it: it reads arguments, calls the pipeline,
prints and writes, and holds no mathematics. Heavy modules are imported inside the
commands, so that `--help` answers at once.
"""

from simulator.cli.app import main

__all__ = ["main"]
