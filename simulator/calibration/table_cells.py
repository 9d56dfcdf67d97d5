"""Parameters of a calibration with cells, as compact tables: a row a specialty, a column a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.calibration.described import LEVEL, parameters
from simulator.calibration.markdown import between, grid, section, words
from simulator.model.scopes import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.calibration.described import Parameter
    from simulator.model.parameters import Calibration

    Cells = dict[tuple[str, str], Parameter]

STAGES = {"invite": "at the invitation", "rank": "at the rank list"}
PLACES = STAGES | {"spread": "by specialty"}
MARK = "*"


def cell_page(made: Calibration) -> str:
    """Write the parameters of a calibration with cells.

    Parameters
    ----------
    made : Calibration

    Returns
    -------
    str
        Markdown, from the second heading down.
    """
    every = list(parameters(made))
    by_cell = [p for p in every if "/" in p.name]
    rest = [p for p in every if "/" not in p.name]
    share = f"{sum(made.cells.values())} of {len(made.cells)}"
    draws = (
        f"Central value and {LEVEL:.0%} interval of {len(made.draws.invite)} draws. A star marks a pair of type and "
        f"specialty without a published figure of its own ({share} have one): the hierarchy over the others speaks "
        "for it. Kinds: *data* = published figures speak of it; the others as above, drawn around the stated value."
    )
    parts = [section(f"Calibration `{made.name}`", made.label, draws), *_by_cell(made, by_cell)]
    for stage, place in STAGES.items():
        rows = (_row(p) for p in rest if p.stage == stage)
        columns = ("parameter", "meaning", "value", f"{LEVEL:.0%} interval", "unit", "kind", "source")
        parts.append(section(f"Other effects {place}", grid(columns, rows), level=3))
    parts += [_spreads([p for p in rest if p.stage == "spread"]), _references(made)]
    return "\n".join(part for part in parts if part)


def _by_cell(made: Calibration, found: Sequence[Parameter]) -> Iterator[str]:
    """One table for each effect and stage that goes by cell."""
    tables: dict[tuple[str, str], Cells] = {}
    for p in found:
        base, _, scope = p.name.partition("@")
        applicant_type, _, specialty = scope.partition("/")
        tables.setdefault((base, p.stage), {})[specialty, applicant_type] = p
    for (base, stage), cells in tables.items():
        said = next(iter(cells.values()))
        about = f"{said.meaning.capitalize() or base}; {said.unit}. {said.kind.capitalize()}: {said.source}."
        yield section(f"`{base}` {PLACES[stage]}", about, _cells(made, cells), level=3)


def _cells(made: Calibration, cells: Cells) -> str:
    """Lay out cells; types whose values are alike in every specialty share a column."""
    specialties, types = (tuple(dict.fromkeys(key[k] for key in cells)) for k in (0, 1))
    alike: dict[tuple[str, ...], list[str]] = {}
    for t in types:
        alike.setdefault(tuple(_value(cells.get((s, t))) for s in specialties), []).append(t)
    heads = ("specialty", *(", ".join(words(t) for t in names) for names in alike.values()))
    rows = (
        (words(s), *(column[k] + _mark(made, names, s) * bool(column[k]) for column, names in alike.items()))
        for k, s in enumerate(specialties)
    )
    return grid(heads, rows)


def _value(p: Parameter | None, digits: int = 2) -> str:
    return f"{p.value:.{digits}f} {between(p.low, p.high)}" if p else ""


def _mark(made: Calibration, types: Sequence[str], specialty: str) -> str:
    has_data = any(made.cells.get(cell(t, specialty), True) for t in types)
    return "" if has_data else MARK


def _row(p: Parameter) -> tuple[str, ...]:
    return p.name, p.meaning, f"{p.value:.3f}", between(p.low, p.high), p.unit, p.kind, p.source


def _spreads(found: Sequence[Parameter]) -> str:
    """One row a spread, one column a group of types."""
    groups = tuple(dict.fromkeys(p.name.partition("@")[2] for p in found))
    by_name: dict[str, dict[str, Parameter]] = {}
    for p in found:
        base, _, group = p.name.partition("@")
        by_name.setdefault(base, {})[group] = p
    rows = []
    for base, by_group in by_name.items():
        said = next(iter(by_group.values()))
        values = (_value(by_group.get(g), 3) for g in groups)
        rows.append((base, said.meaning, *values, said.unit, said.kind, said.source))
    heads = ("parameter", "meaning", *(g or "value" for g in groups), "unit", "kind", "source")
    return section("Spreads, by group of applicant types", grid(heads, rows), level=3)


def _references(made: Calibration) -> str:
    """Fields of reference persons that differ by specialty; types that are alike share a column."""
    if not made.specialty_references:
        return ""
    alike: dict[str, list[str]] = {}
    for applicant_type, by_specialty in made.specialty_references.items():
        alike.setdefault(repr(by_specialty), []).append(applicant_type)
    firsts = [names[0] for names in alike.values()]
    specialties = dict.fromkeys(s for t in firsts for s in made.specialty_references[t])
    rows = ((words(s), *(_fields(made.specialty_references[t].get(s, {})) for t in firsts)) for s in specialties)
    heads = ("specialty", *(", ".join(words(t) for t in names) for names in alike.values()))
    about = "Where a field is left out of a scenario, the average person of the cell stands in; else see the foot."
    return section("Reference persons by specialty", about, grid(heads, rows), level=3)


def _fields(told: object) -> str:
    fields = dict(told) if isinstance(told, dict) else {}
    return ", ".join(f"{words(name)}: {value:.1f}" for name, value in fields.items())
