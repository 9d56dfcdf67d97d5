"""WHY WE BELIEVE IT: fits the parameters that `model` ships, from tables with sources.

May import `season` (to evaluate the model it fits), `model`, `scenario`, `engine`,
`outcomes` and `errors`. Nothing at run time imports it: it only writes data files.
"""
