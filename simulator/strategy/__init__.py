"""WHAT COULD BE DONE: from one scenario to what it lets one do, and what that is worth.

May import everything from `errors` to `outcomes`, never `pipeline`: it asks the exact solver about a
season and changed ones. Facts update the person once; what is changed here never does. It reads no files,
prints and draws nothing; it returns plain data, which `advice` puts into words.
"""
