"""WHAT HAPPENS TO ONE: the stages of one applicant's season, sampled and solved exactly.

May import `model`, `scenario`, `engine` and `errors`: it evaluates one scenario under
one calibration and knows nothing of strategies, tables, charts or screens. `plan`
prepares arrays, `sampler` (and its compiled twin) draws whole seasons, `exact` integrates
the same seasons by quadrature; the two are tested against each other.
"""
