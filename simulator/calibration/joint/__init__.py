"""The joint model of how many programs people rank and whether they match, and its fit.

`people` holds the equations, in NumPy for predictions and in JAX for the sampler; `levels` turns
parameters into the traits of each kind of people; `figures` is what was published of them;
`priors`, `likelihood`, `target` and `sample` need the extra `calibration`, nothing else here does.
"""
