"""What the page on the calibration says in words: everything that no figure of it can change."""

from __future__ import annotations

HEAD = """\
# The calibration `{name}`

Made by `python -m simulator.calibration.report` from the calibration's own file; do not edit by hand. What the
simulator does with these numbers is in [model.md](model.md), every one of them in [parameters.md](parameters.md), how
to score them on a table of your own in [validation.md](validation.md).

{label}
"""

EVIDENCE = """\
Only aggregate figures, each with its source; no person and no program is in them. Grades: A primary document or its
reprint, B a primary source as another page restates it, C one weak source, for shape only. The tables are in
`simulator/model/data/evidence/`, their terms in [DATA.md](../DATA.md)."""

EVIDENCE_USE = """\
The likelihood holds `match_by_ranks_2007`, `match_by_step2_2007`, `charting_non_us_img_2026` and `types_2025`. From
`match_rates_by_year` comes how much seasons differ, from `visa_and_program_type` what settings do, and from
`applications_per_applicant` the usual numbers under *Taken as given*. The other tables stand beside it: the fit does
not read them."""

MODEL = """\
A **kind of people** is one specialty, one applicant type, in 2007 or today. Within it people differ in two ways: in
what the file shows (a, score and everything else on paper) and in what only the interviews show (e). The stronger the
file, the more programs invite; so people with more interviews are stronger, and part of what a table by number of
ranks shows is who has them. With Φ the standard normal distribution function and N the usual number of applications:

    a ~ N(0, paper²),  e ~ N(0, rest²)
    j | a        negative binomial with mean m / (1 + m / T), m = N Φ(invite + a), and shape r: interviews
    p            = Φ((rank + carried · a + e) / link): ranked to match, for each interview
    P(match)     = 1 - (1 - p)^j
    k            = j, or with chance q more, programs that never interviewed: ranks

- *Only people with at least one rank are counted*, so everything is divided by the chance of having any.
- *Nobody has time for any number of interviews*: their expected number levels off towards T.
- *Short lists by choice*: some US graduates rank few programs because they know where they want to go.
- *Ranks without an interview* (q, of those interviewed) make very long lists of IMGs do worse than long ones, as they
  did in 2007.
- *Specialties and types hang together*: levels of US graduates, of IMGs in 2007 around what those suggest, and of
  IMGs today around 2007's; so a specialty of which little is published leans on its likes, and says so.
- *The independent applicants of 2007* are a mixture: {mixture}.
- *Scores*: Step 2 CK acts at both stages; people of a cell have its mean and its spread.

What was published is compared with what the model says would have been: counts by number of ranks (binomial, and how
many people had that many), match rates (binomial), means, standard deviations and quartiles of ranks and scores by
outcome (with the error of so many people, and of rounding), and results by type. Where thousands are described,
the curve by number of ranks is held near what four ways of rebuilding it from their means and spreads agree on."""

ASSUMPTIONS = """\
No published figure says how much of the file still counts once you have been interviewed, nor how much people differ
in how they interview: both make the curve over different people flatter or steeper in ways that other parameters
undo. So the model is fitted in turn under each of these beliefs about IMGs, normal and cut at zero, and the shipped
draws are their union in equal parts. Whatever depends on them is wide, and ought to be."""

GIVEN = """\
What the figures do not settle and the fit takes as it stands."""

PRIORS = """\
Before any figure is seen. Locations and scales of lognormal parameters: the median, and the scale of the logarithm."""

CONVERGENCE = """\
The sampler is NUTS (NumPyro), run anew under each assumption. R-hat near 1 says that its chains agree; the effective
sample size, how many independent draws they are worth; divergences would point to corners that it could not enter.
The worst parameter is named."""

SENSITIVITY = """\
90% intervals of what the assumptions move:"""

POWER = """\
How the other priors matter: each in turn is given half its weight and twice its weight (a prior to the power 1/2, or
2), and the draws are weighed anew. The largest change over the assumptions, in points (1 of 100), for non-US IMGs in
internal medicine, most sensitive first; a change that rests on few draws is itself uncertain."""

LIKELIHOOD = """\
How well the figures are explained, term by term (mean log-likelihood over draws; higher is better). The totals lie
within {spread:.1f} of each other."""

HELD_OUT = """\
One specialty at a time, with everything published of it left out: its panels of 2007 are predicted from the other
specialties alone, then all such predictions are scored together (under the assumption *{assumption}*). Coverage is by
randomised PIT; errors are by specialty. The references, one chance for all and a logistic line in the logarithm of
the number of ranks, are fitted to the same other specialties."""

HELD_OUT_END = """\
Intervals that hold fewer than 90 of 100 cells are somewhat too narrow: of a specialty that it has not seen the model is
surer than it should be."""

FIGURES = """\
Published for non-US IMGs in internal medicine in 2026, and what the model says would have been published of so many
people: central value and 90% predictive interval. These figures were part of the fit, so this shows that it can hold
them together, not that it foresees. Scores are skewed to the left and the model's are not, so it misses
quartiles of Step 2 CK."""

RECONSTRUCTIONS = """\
No counts by number of ranks were published of these people in 2026, only how many matched, and mean and standard
deviation of the ranks of those who did and did not. Four families of distributions, each given exactly those moments,
rebuild the curve by Bayes' rule. Where such different families agree, the figures themselves say so; where they part,
nobody knows. The fit is told so: lying outside all four counts as an error (*rebuilt*, under *Taken as given*). So this
shows that the model can meet them, not that it foresees. Matched, of 100:"""

SELECTION = """\
The published curve compares *different people*. A person with eight interviews is stronger than one with three, so
the difference between them is not what five more interviews would do for the one with three. For non-US IMGs in
internal medicine, of 100, 90% intervals:"""

SELECTION_END = """\
The difference between people is what the figures show; the gain of one person is what nobody has measured, and it
goes with the assumption: there is no single number, and the middle of the last row means nothing. How far published
figures prefer one assumption to another stands under *What the assumptions change*. `matchsim run` draws one person's
curve as a band for this reason, and puts the published curve beside it."""

SIMULATION = """\
Figures are simulated from known parameters and fitted with the same code; over many rounds the truth must fall evenly
among the draws. Coverage: mean over the quantities, least, greatest. More: calibration_checks.md."""

LIMITS = """\
- Figures are of 2007, 2025 and 2026; the season of interest is later. How much seasons differ is in the range, a
  lasting change is not.
- People of a cell are like those who applied then. A cell without a star in [parameters.md](parameters.md) has
  figures of its own; the others lean on their likes.
- US graduates today have few figures: their levels are those of 2007, moved to today's match rates.
- Couples, and people who rank two specialties, are in the published counts and are not told apart.
- Effects of letters, emails, signals, attempts, gaps and most of the profile are surveys, advice and judgement, with
  the spread shown; only the score, the visa, the type, the setting and the specialty have data, and of those the
  setting and the visa little.
- Published figures count contiguous ranks, the model interviews that led to a rank: it takes them for the same, but
  for the ranks without an interview above."""

AGAIN = """\
`matchsim calibrate` (with the extra `calibration`) samples all of it again from the tables; the draws are data of the
package, so that running a scenario needs none of it."""
