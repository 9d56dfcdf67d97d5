"""WHAT COULD BE DONE: what to apply to with the money there is, and what would have to be true.

May import everything from `errors` to `outcomes`: a strategy is a season solved again with something
changed, by `season` alone, never by `pipeline`, which only calls the functions here. Nothing of it reads files,
prints or draws. Facts of the scenario update the person once; what is changed here is an intervention and never does.
"""
