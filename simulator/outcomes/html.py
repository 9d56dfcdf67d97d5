"""Results as a notebook shows them: a small table, in counts of 100 and with their range."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from simulator.outcomes.couple import CoupleResult, Share
    from simulator.outcomes.result import Estimate, RunResult

MOST_ROWS = 20
FOOT = "Not affiliated with NRMP, AAMC or ECFMG. Not advice; a model, not a promise."


def run_html(result: RunResult) -> str:
    """Return a run as HTML; of a couple, what becomes of both.

    Parameters
    ----------
    result : RunResult
    """
    if result.couple is not None:
        return couple_html(result.couple)
    rows = {
        "in this model, of 100 like this": of_100(result.match.exact),
        "plausibly": _range(result.match),
        **({} if result.paths is None else {k: of_100(p) for k, p in result.paths.told().items()}),
        "outlook": " to ".join(result.zones),
        "interviews expected": f"{result.interviews.expected:.1f}",
    }
    listed = result.by_position.loc[:, ["position", "program", "exact"]]
    return _page(result.scenario_name, rows, _counted(listed, "exact"), (*result.warnings, *result.notes))


def couple_html(result: CoupleResult) -> str:
    """Return what becomes of a couple as HTML.

    Parameters
    ----------
    result : CoupleResult
    """
    names = {"both": "both match", "first_only": "only the first", "second_only": "only the second"}
    names["neither"] = "neither"
    rows = {f"of 100 couples like you, {text}": _with_range(getattr(result, name)) for name, text in names.items()}
    for who, one in zip(("first", "second"), result.partners, strict=True):
        rows[f"{who} partner alone"] = f"{of_100(one.alone.exact)}, plausibly {_range(one.alone)}"
        rows[f"{who} partner, by the joint list"] = f"{of_100(one.in_couple)}, plausibly {_range(one.matched)}"
    shown = result.by_pair.loc[:, ["rank", "first", "second", "reason", "refined"]]
    shown = shown.fillna({"first": "no match", "second": "no match"})
    return _page(result.scenario_name, rows, _counted(shown, "refined"), (*result.warnings, *result.notes))


def _counted(listed: pd.DataFrame, column: str) -> pd.DataFrame:
    head = listed.head(MOST_ROWS)
    return head.assign(**{column: [of_100(p) for p in head[column]]}).rename(columns={column: "of 100"})


def _range(found: Estimate | Share) -> str:
    return f"{of_100(found.low)} to {of_100(found.high)}"


def _with_range(share: Share) -> str:
    return f"{of_100(share.refined)}, plausibly {_range(share)}"


def _page(name: str, rows: Mapping[str, str], listed: pd.DataFrame, said: Iterable[str]) -> str:
    body = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows.items())
    table = listed.to_html(index=False, escape=True)
    texts = "".join(f"<li>{escape(text)}</li>" for text in said)
    head = f"<h4>{escape(name)}</h4><table>{body}</table>"
    return f"{head}{table}<ul>{texts}</ul><p><small>{FOOT}</small></p>"


def of_100(p: float) -> str:
    """Return a whole number of 100 people, never none and never all of them."""
    if p < 0.01:
        return "fewer than 1"
    return "more than 99" if p > 0.99 else f"{100 * p:.0f}"
