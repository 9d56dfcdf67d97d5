"""Published set-ups of simulations and closed forms, run on the matching algorithm of this package.

Each module is one publication (or one family): its set-up as published, one replicate of it, and what the set-up
leaves out as options whose defaults change nothing. Numbers are in ``model/data/market_studies.toml`` with
their sources; docs/published_simulations.md has the tables.
"""
