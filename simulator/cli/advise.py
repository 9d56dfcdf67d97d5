"""`matchsim advise`, `reapply` and `offer`: what can still be done, this season and the next."""

from __future__ import annotations

import json as codec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.numbers import whole
from simulator.cli.options import Charts, Json, Quiet, ScenarioFile, from_option
from simulator.cli.output import check_outputs, counting_patiently, draw, in_colour, patiently, say, write_text
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from simulator.scenario import Scenario
    from simulator.strategy.calendar import Advice
    from simulator.strategy.course import Reapplying
    from simulator.strategy.messages import Plan

News = Annotated[
    str | None,
    typer.Option("--news", metavar="TEXT", help="Something new and real since you applied, such as 'Step 3 passed'."),
]
FirstChoice = Annotated[
    str | None,
    typer.Option(
        "--first-choice", metavar="PROGRAM", help="Program for the one letter of intent; only with --is-true."
    ),
]
IsTrue = Annotated[bool, typer.Option("--is-true", help="You will in fact rank that program first.")]
Letters = Annotated[bool, typer.Option("--letters", help="Show a skeleton for each kind of message planned.")]
Strategies = Annotated[
    Path | None,
    typer.Option("--strategies", metavar="FILE", help="Write what can still be done as a strategies block (YAML)."),
]
Seasons = Annotated[
    int,
    typer.Option("--seasons", parser=whole("--seasons", 1, 3), metavar="N", help="Seasons in all, this one included."),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="FIELD=VALUE", help="A field of the applicant from the next season on; may be repeated."
    ),
]
StrategyName = Annotated[
    list[str] | None,
    typer.Option("--strategy", metavar="NAME", help="A strategy of the file, applied to the next season; one only."),
]
OutsideNrmp = Annotated[
    bool, typer.Option("--outside-nrmp", help="You state: the position is not in the NRMP's Match.")
]
OutsideAllIn = Annotated[
    bool,
    typer.Option("--outside-all-in", help="You state: its program takes no part, the All In Policy does not bind it."),
]


def advise(
    file: ScenarioFile,
    news: News = None,
    first_choice: FirstChoice = None,
    is_true: IsTrue = False,
    letters: Letters = False,
    strategies: Strategies = None,
    json: Json = None,
    charts: Charts = None,
    quiet: Quiet = False,
) -> None:
    """Say where the season stands, what falls short, what can still be done, and who to write to."""
    check_outputs(json, charts, file)
    check_outputs(None if strategies is None else str(strategies), None, file, option="--strategies")
    _check_own(news, first_choice, is_true)
    from simulator.pipeline.advising import advise as find
    from simulator.scenario import load_scenario

    scenario = load_scenario(file)
    with patiently("following the season", quiet):
        found = find(scenario, news=news or "", first_choice=first_choice, first_choice_is_true=is_true)
    clock, check, items, plan = found
    _write(json, {"scenario": scenario.name, "season": scenario.season, **found._asdict()})
    if strategies is not None:
        _write_strategies(items, str(strategies))
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.advise_words import page

        say(page(clock, check, items, plan, colour=in_colour()))
        if letters:
            _say_letters(plan)
    from simulator.advice.charts.fan import season_fan

    draw(lambda: [("season_clock", season_fan(clock))], charts, is_silent)


def _check_own(news: str | None, first_choice: str | None, is_true: bool) -> None:
    """Refuse what says nothing: news that are empty, a truth about no program."""
    faults = []
    if news is not None and not news.strip():
        faults.append(
            Fault("is empty", field="--news", allowed="what is new, such as 'Step 3 passed'; or leave it out")
        )
    if is_true and first_choice is None:
        faults.append(Fault("says nothing of any program", field="--is-true", allowed="with --first-choice PROGRAM"))
    if faults:
        raise InputError(faults)


def _say_letters(plan: Plan) -> None:
    """Print one skeleton for each kind of message that is planned."""
    from simulator.advice.letters import skeleton

    first = {message.kind: message for message in reversed(plan.messages)}
    for message in first.values():
        say(f"\n--- {message.kind}, for instance to {message.program} ---\n{skeleton(message)}")


def reapply(
    file: ScenarioFile,
    seasons: Seasons = 3,
    changes: Set = None,
    strategy: StrategyName = None,
    json: Json = None,
    charts: Charts = None,
    quiet: Quiet = False,
) -> None:
    """Follow the applicant into further seasons: chances, costs, and what a season without a match teaches."""
    check_outputs(json, charts, file)
    from simulator.scenario import load_scenario
    from simulator.strategy.reapply import reapply as follow

    scenario = load_scenario(file)
    change = _change(_fields(changes or []), _only(strategy or []))
    with counting_patiently("following the seasons", quiet) as progress:
        found = follow(scenario, seasons, change, progress=progress)
    _write(json, {"scenario": scenario.name, "season": scenario.season, "reapply": found})
    is_silent = quiet or json == "-"
    if not is_silent:
        from simulator.advice.reapply_words import reapply_page

        say(reapply_page(found, colour=in_colour()))
    draw(lambda: _figures(found), charts, is_silent)


def offer(
    file: ScenarioFile,
    outside_nrmp: OutsideNrmp = False,
    outside_all_in: OutsideAllIn = False,
    json: Json = None,
    quiet: Quiet = False,
) -> None:
    """Set an offer outside the Match against the Match; only where you state that it may be taken."""
    check_outputs(json, None, file)
    from simulator.scenario import load_scenario
    from simulator.strategy.outside import OutsideOffer, outside_offer

    scenario = load_scenario(file)
    with patiently("following the seasons", quiet), from_option(lambda field: STATED.get(field, field)):
        found = outside_offer(scenario, OutsideOffer(outside_nrmp, outside_all_in))
    _write(json, {"scenario": scenario.name, "season": scenario.season, "offer": found})
    if quiet or json == "-":
        return
    from simulator.advice.reapply_words import offer_page

    say(offer_page(found, colour=in_colour()))


STATED = {"outside NRMP": "--outside-nrmp", "outside All In": "--outside-all-in"}


def _write(json: str | None, parts: dict[str, Any]) -> None:
    if json is None:
        return
    from simulator.strategy.plain import plain

    text = codec.dumps(plain({"schema_version": 1, **parts}), indent=1, ensure_ascii=False, allow_nan=False)
    write_text(text + "\n", json)


def _write_strategies(items: tuple[Advice, ...], where: str) -> None:
    """Write the strategies that `run` can weigh, as a block to be put into the scenario file."""
    from simulator.scenario.writer import strategies_text

    write_text(strategies_text(item.strategy for item in items if item.verb == "run"), where)


def _fields(texts: list[str]) -> dict[str, object]:
    """Read FIELD=VALUE: true, false and numbers as such, everything else as text."""
    found: dict[str, object] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise InputError(
                Fault("is not of the form FIELD=VALUE", field="--set", got=text, allowed="such as step3=true")
            )
        if name.strip() in found:
            raise InputError(Fault("is set twice", field="--set", got=name.strip()))
        try:
            found[name.strip()] = codec.loads(value)
        except ValueError:
            found[name.strip()] = value.strip()
    return found


def _only(names: list[str]) -> str | None:
    """Return the one strategy named; two would have an order that nobody stated."""
    if len(names) > 1:
        hint = "To combine some, write one strategy with the edits of all."
        raise InputError(
            Fault("is given more than once", field="--strategy", got="; ".join(names), allowed="one name", hint=hint)
        )
    return names[0] if names else None


def _figures(found: Reapplying) -> list[tuple[str, Figure]]:
    from simulator.advice.charts.lessons import what_a_season_teaches
    from simulator.advice.charts.seasons import seasons_ahead

    return [("seasons_ahead", seasons_ahead(found)), ("what_a_season_teaches", what_a_season_teaches(found))]


def _change(fields: dict[str, object], strategy: str | None) -> Callable[[Scenario], Scenario] | None:
    if not fields and strategy is None:
        return None
    from simulator.strategy.next_season import stronger, with_strategy

    def changed(scenario: Scenario) -> Scenario:
        edited = scenario if strategy is None else with_strategy(scenario, strategy)
        with from_option(lambda field: f"--set {field.removeprefix('set_applicant.')}"):
            return stronger(edited, fields) if fields else edited

    return changed
