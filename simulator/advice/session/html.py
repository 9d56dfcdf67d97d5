"""The view as one piece of HTML, for a notebook; everything that came from a user is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

Plain = dict[str, Any]
SIGNS = ("\u25cf", "\u25d0", "\u25cb")
KEYS = ("match even at the low end", "at the high end only", "at neither")
PLACES = 8


def view_html(view: Plain) -> str:
    """Return a view as HTML: the answer, the picture, strategies, the list, warnings, limits.

    Parameters
    ----------
    view : dict
        From `Session.answer` or `Session.refine`.

    Returns
    -------
    str
    """
    return "".join(_parts(view))


def _parts(view: Plain) -> Iterator[str]:
    yield f"<p><strong>{escape(view['headline'])}</strong></p>"
    if "as_it_stands" in view:
        yield f"<p>{escape(view['as_it_stands']['words'])}</p>"
    yield from (f"<p>\u26a0 {escape(text)}</p>" for text in view["warnings"][: view["grave_warnings"]])
    yield _picture(view)
    yield f"<p>{escape(view['text']['picture'])}</p>"
    yield _table("What if", ("what", "of 100"), ((row["name"], _said(row)) for row in view["strategies"]))
    if view["strategies"]:
        yield f"<p>{escape(view['text']['strategies'])}</p>"
    places = view["by_position"][:PLACES]
    rows = [(f"{row['position']}. {row['program']}", row.get("closed") or row["words"]) for row in places]
    yield _table("Where on the list", ("place", "of 100"), [*rows, ("no match", view["no_match"]["words"])])
    yield f"<p>{' '.join(escape(text) for text in view['facts'])}</p>"
    yield _list("What can still be done", view.get("support", []))
    yield _list("What this number leaves out", view["limits"])
    yield _list("Also taken for granted", view["warnings"][view["grave_warnings"] :])


def _said(row: Plain) -> str:
    caution = f" ! {row['caution']}" if "caution" in row else ""
    return f"{row['words']}{caution}"


def _picture(view: Plain) -> str:
    """A hundred signs in ten rows; the words beside it say the same."""
    of = view["couple"]["both"]["of_100"] if "couple" in view else view["of_100"]
    low, high = min(of["low"], 99), max(of["high"], 1)
    signs = SIGNS[0] * low + SIGNS[1] * (high - low) + SIGNS[2] * (100 - high)
    rows = "<br>".join(signs[n : n + 20] for n in range(0, 100, 20))
    keys = " &nbsp; ".join(f"{sign} {key}" for sign, key in zip(SIGNS, KEYS, strict=True))
    return f'<div aria-hidden="true" style="font-size:1.3em;letter-spacing:.2em">{rows}</div><p>{keys}</p>'


def _table(title: str, head: Iterable[str], rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"<tr><td>{escape(name)}</td><td>{escape(said)}</td></tr>" for name, said in rows]
    if not lines:
        return ""
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    return f"<table><caption>{escape(title)}</caption><tr>{names}</tr>{''.join(lines)}</table>"


def _list(title: str, texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<details open><summary>{escape(title)}</summary><ul>{items}</ul></details>" if items else ""
