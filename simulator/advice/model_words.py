"""A calibration in words for the terminal: what it rests on, and every parameter with its interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from simulator.advice.terminal import Paper, cells, clean, cut, paper

if TYPE_CHECKING:
    from simulator.calibration.described import Description, Parameter

STAGES = {"invite": "Effects at the invitation", "rank": "Effects at the rank list", "spread": "Spreads"}
FEW = 3  #: so many scopes of one effect are listed; more are summed up
_NUMBERS = 26  #: cells that value and interval take


def model_summary(described: Description, colour: bool = False, *, is_filtered: bool = False) -> str:
    """Return a calibration as text.

    Parameters
    ----------
    described : Description
    colour : bool
        Whether the terminal shows colour.
    is_filtered : bool
        Whether parameters were asked for by name: then none is summed up.
    """
    page = paper(colour=colour)
    lines = _head(page, described)
    for stage, title in STAGES.items():
        rows = [p for p in described.parameters if p.stage == stage]
        if rows:
            lines += page.heading(title) + _rows(page, rows, is_filtered=is_filtered)
    lines += _sources(page, described.parameters)
    if not is_filtered:
        for name, extra in described.extras.items():
            lines += page.heading(name.capitalize()) + list(_tree(page, extra, ""))
    return page.printed(lines)


def _head(page: Paper, described: Description) -> list[str]:
    made = described.calibration
    lines = [page.paint(f"Settings {clean(made.name)}", "bold"), *page.paragraph(made.label)]
    lines += page.paragraph(
        f"Value and 90% interval of {len(made.draws.invite)} draws. Effects are on the probit scale: near the middle "
        "0.1 is about 4 percentage points."
    )
    if made.priors:
        lines += page.heading("Fitted under these stated assumptions")
        lines += page.bullets(f"{prior.get('name', '')}: {prior.get('meaning', '')}" for prior in made.priors)
    if made.cells:
        with_data = sum(made.cells.values())
        lines += page.paragraph(
            f"{with_data} of {len(made.cells)} pairs of applicant type and specialty have published figures; the "
            "others take what their likes suggest, with wide intervals."
        )
    return lines


def _rows(page: Paper, rows: list[Parameter], *, is_filtered: bool) -> list[str]:
    by_base: dict[str, list[Parameter]] = {}
    for row in rows:
        by_base.setdefault(row.name.partition("@")[0], []).append(row)
    lines = []
    for base, several in by_base.items():
        if len(several) > FEW and not is_filtered:
            lines.append(_line(page, f"{base}@... ({len(several)})", _reach(several), several[0]))
        else:
            lines += [_line(page, row.name, _value(row), row) for row in several]
    return lines


def _value(row: Parameter) -> str:
    return f"{row.value:7.3f} [{row.low:6.2f}, {row.high:6.2f}]"


def _reach(rows: list[Parameter]) -> str:
    values = [row.value for row in rows]
    return f"{min(values):.2f} to {max(values):.2f}"


def _line(page: Paper, name: str, numbers: str, row: Parameter) -> str:
    """Return name, numbers, and whether they are data or judgement."""
    kind = row.kind or "not said"
    room = max(page.width - _NUMBERS - 14, 10)
    label = cut(clean(name), room)
    return f"  {label}{' ' * (room - cells(label))} {numbers:>{_NUMBERS - 2}}  {cut(clean(kind), 11)}".rstrip()


def _sources(page: Paper, rows: Iterable[Parameter]) -> list[str]:
    """Return each source once, with the parameters that rest on it."""
    names: dict[tuple[str, str, str], dict[str, None]] = {}
    for row in rows:
        told = row.source or "no source is given"
        names.setdefault((row.kind, told, row.unit), {})[row.name.partition("@")[0]] = None
    texts = (f"{', '.join(of)} ({kind}, {unit}): {told}" for (kind, told, unit), of in names.items())
    return page.heading("Sources") + page.bullets(texts)


def _tree(page: Paper, part: object, label: str, depth: int = 0) -> Iterable[str]:
    """Yield a free table as indented lines."""
    start = "  " * (depth + 1)
    if isinstance(part, Mapping):
        if label:
            yield from page.paragraph(f"{label}:", first=start, indent=len(start))
        for key, below in part.items():
            yield from _tree(page, below, str(key), depth + bool(label))
    elif isinstance(part, list) and any(isinstance(item, Mapping | list) for item in part):
        for place, item in enumerate(part, 1):
            yield from _tree(page, item, f"{label} {place}".strip(), depth)
    else:
        words = ", ".join(map(_said, part)) if isinstance(part, list) else _said(part)
        yield from page.paragraph(f"{label}: {words}" if label else words, first=start, indent=len(start) + 2)


def _said(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
