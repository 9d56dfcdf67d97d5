"""The advising page: a server on this machine only, for one browser or a few, with everything it needs inside.

`server` answers, `guard` keeps other sites and other machines out, `bodies` bounds what is read, `jobs` runs
simulations in the background and stops them when nobody listens, `serve` finds a port. What is computed is
`advice.session`'s.
"""
