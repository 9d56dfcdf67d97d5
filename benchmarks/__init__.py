"""HOW LONG AND HOW MUCH: measurements, named after the situation that a user is in.

``python -m benchmarks`` measures everything and writes ``results/*.json`` and
``RESULTS.md``. May import the whole project; nothing of the project imports it. What is
compared is measured in one run, taking turns, and medians are reported: the machine may
be busy with other things, and then only ratios within a run mean anything.
"""
