"""`matchsim calibrate`: fit the calibration again from the published figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.numbers import whole
from simulator.cli.options import Quiet
from simulator.cli.output import say
from simulator.errors import Fault, InputError

Out = Annotated[
    Path,
    typer.Option(
        "--out", metavar="DIR", help="Folder for nrmp_2026.json and .npz; made if missing.", show_default=True
    ),
]
HeldOut = Annotated[
    bool, typer.Option("--held-out", help="Also leave out one specialty at a time and score it (half an hour more).")
]
Length = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="N",
        parser=whole("--draws", 50, 5000),
        help="Draws of each chain; left out, those of the shipped fit.",
    ),
]


def calibrate(
    out: Out = Path("calibration"), held_out: HeldOut = False, draws: Length = None, quiet: Quiet = False
) -> None:
    """Fit nrmp-2026 again: NUTS under each stated assumption, about twenty minutes on one core.

    Needs the extra: pip install 'residency-match-simulator[calibration]'. The result is a calibration file that
    scenarios can name (calibration: DIR/nrmp_2026.json). The same versions on the same kind of machine give the
    shipped parameters again.
    """
    _needs_extra()
    from simulator.calibration.joint.walk import Settings
    from simulator.calibration.make import make

    usual = Settings.shipped()
    settings = usual if draws is None else usual._replace(draws=draws)
    told = (lambda _: None) if quiet else (lambda text: typer.echo(text, err=True))
    out.mkdir(parents=True, exist_ok=True)
    worst = make(out / "nrmp_2026", settings, held_out, told)
    if not quiet:
        say(f"Written: {out / 'nrmp_2026.json'} and .npz. {worst}")


def _needs_extra() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("jax", "numpyro") if find_spec(name) is None]
    if missing:
        install = "pip install 'residency-match-simulator[calibration]'"
        raise InputError(
            [Fault("needs the extra `calibration`", field="calibrate", got=f"no {missing[0]}", allowed=install)]
        )
