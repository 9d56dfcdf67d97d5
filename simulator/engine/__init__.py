"""HOW MANY TIMES: random numbers, compiled kernels, blocks of replicates.

This package may import nothing else of the project but `errors`, because it knows
nothing of medicine, files or screens: it turns (seed, replicate, stage, who) into random
numbers, and a function of a block of replicates into sums over all of them. Progress
is told to a callback; who shows it is not its business.
"""
