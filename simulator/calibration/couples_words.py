"""The words of the page on couples; numbers come from `couples_page`."""

from __future__ import annotations

NORMAL_90 = 1.6449  # half width of a 90% interval, in standard deviations

HEAD = """# Couples: the model against published splits

Made by `python -m simulator.calibration.couples_page` from `simulator/model/data/couples_2007.json`; do not edit by
hand. How a couple is modelled is in [couples.md](couples.md).

A population of couples is made up from US seniors of 2007, each couple's joint list is built by the product's own
builder, and the shares of couples of whom both, one and neither match are set beside those that the NRMP published.
Nothing is fitted to these splits. Settings `{calibration}`, {draws} draws.
"""

PUBLISHED = """NRMP, *Results and Data 2008*, Table 16: couples of any type of applicant; who they were is not
published.
"""

ASSUMED = """From published figures:

- Partners' **specialties and numbers of programs ranked** are those of US seniors in 2007 (*Charting Outcomes in the
  Match*), each partner's drawn by itself as far as the correlation leaves it.
- **Chances at each program** given the number of ranks are the fit's for US seniors of 2007; with them singles match
  about as often as published at every length of list.

The rest is not published and had to be assumed (where all pairs are kept, cities only order the list, and decide what
is left out beyond 300 pairs):
"""

NOT_ASSUMED = """Also assumed: couples are as strong, and rank as many programs, as other seniors; specialties of
partners are independent; no program is on both lists; luck at programs is independent given the persons. Correlation
means what it does in a scenario: of the partners' strength on paper and of what only the interviews show. List
lengths hang together as far as strength does. The two numbers of the next sections are left open: the correlation,
and the share of couples who end their list with pairs of one alone ("no match" for the other).
"""

FOUND = """Each cell: the share of couples of 100, in brackets 90% of the draws, and 90% for a year with the luck of
621 couples. "As published" is strict: all three central shares lie between the lowest and the highest of the years.
"""

INSIDE = """**With {some} of {of} correlations, from nothing in common to nearly everything, the splits are within the
published range** if some but not all couples end their list with pairs of one alone: {low:.0f} to {high:.0f} of 100
of them do at any of these correlations. At the extremes, no couple or every couple, they are not: without such pairs
"one" cannot happen at all, and with them in every list "neither" hardly does. "Both" is within the range everywhere,
in its lower half: couples do a little better than this population in most years, and about as well in 2007, the year
that its lists are from.
"""

OUTSIDE = """**No pair of the two numbers gives splits within the published range.**
"""

RIDGE = """More correlation moves couples from "one" to "both" and "neither"; more couples with pairs of one alone
move them from "neither" to "one". So for every correlation there is a share that fits, and the splits cannot say
which of the pairs is true:
"""

PICTURE = """![Correlation and pairs of one alone: which of them fit the published splits](\
images/gallery/couples_ridge.png)

From the least to the most correlation, "both" moves by {moves:.1f} points of 100; over the published years it moved
by {years:.1f}. Nobody can read the correlation off this table. What the product ships (0.3 and 0.2, `couples.toml`)
is judgement, and none of these figures speaks for or against it. Whether *your* list ends with pairs of one alone is
known: you write it.
"""

OTHERS = """What had to be assumed matters more than what cannot be identified. At a correlation of 0.25, half of the
couples with pairs of one alone:
"""

OTHERS_END = """If couples would only rank pairs in one city, and their interviews fell into cities by chance, far
fewer would both match than did. So couples either rank pairs that are apart too, or get their interviews in the same
places; the splits do not say which. Without a place outside the preferred specialty "both" falls short as well: the
published splits count any match, the table by number of ranks only the preferred specialty. The addition rests on
match rates of other years.

So the agreement above is agreement *under the first row's assumptions*. They are the ones that we find likely, they
were not fitted, and other likely ones would miss by a few points of 100.
"""

AGAIN = """```
python -m simulator.pipeline.couple_population      # a few minutes; writes the file of numbers
python -m simulator.calibration.couples_page > docs/calibration_couples.md
python -m simulator.advice.charts.gallery docs
```

A test makes a small population again and compares it with the file.
"""
