"""Sentences of the page on how good the model is."""

HEAD = """# How good is it? The current numbers

Made by `python -m simulator.calibration.how_good` from the files that the checks wrote; do not edit by hand. The checks
in full: [calibration.md](calibration.md), [calibration_checks.md](calibration_checks.md),
[calibration_couples.md](calibration_couples.md), [market.md](market.md). To score the model on a table of your own:
[validation.md](validation.md).
"""
BRIEF = "Each of these was computed, not chosen, and is what the shipped version does."
UNSEEN = """One specialty at a time is taken out of the fit with everything published of it, and predicted from the
others. Ranges that hold fewer than 90 of 100 cells are somewhat too narrow: of a specialty that it has not seen, the
model is surer than it should be. Higher log scores are better."""
PUBLISHED = """Internal medicine, non-US IMGs: match rate, mean, spread and quartiles of ranks and scores by outcome.
The fit has seen these, so being inside shows that the model *can* meet them, not that it foresees."""
MARKET = """A made-up season for everyone runs the real algorithm; published figures stand beside it. Then the season of
one, the model that answers an applicant, is asked about people of that market, and what the market did to them is
counted: of those who were told 60 of 100, do 60 match? The slope is that of a logistic line of outcomes on the log odds
predicted: 1 is right, below 1 the predictions are too extreme, above 1 too timid."""
NOT = """No figure on file follows single people, so nothing here shows that the model is right about *you*. Letters,
emails, signals and most fields of the profile rest on surveys and judgement. The market and the season of one share
their effects of the profile: agreement between them tests how the model is put together (cutoffs, selection, other
people's lists), not whether those effects are true. All published figures are of past seasons."""
END = ""
