"""`matchsim app`: the advising page in a browser, served from this machine to this machine."""

from __future__ import annotations

import os
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulator.cli.numbers import whole
from simulator.cli.options import CalibrationName, from_option
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.advice.session.session import Session

NEEDED = ("starlette", "uvicorn")
#: Before NumPy is loaded: many small products, several at a time, are slower with more threads each.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
WARM = {
    "name": "Warming up",
    "season": 2027,
    "applicant": {"type": "non_us_img"},
    "programs": [
        {"name": "A", "count": 3, "specialty": "internal_medicine", "setting": "community", "status": "interviewed"}
    ],
}
OPEN_WARNING = (
    "warning: other machines can reach this page, unencrypted and without a password. "
    "Do so only on a network where you trust everybody."
)

File = Annotated[Path | None, typer.Argument(metavar="FILE", help="Scenario file to begin with.", show_default=False)]
Port = Annotated[
    int | None,
    typer.Option(
        parser=whole("--port", 0, 65535),
        metavar="N",
        help="Port (default: 8765, or the next that is free; 0: any).",
        show_default=False,
    ),
]
Host = Annotated[str, typer.Option(metavar="HOST", help="Address to listen on; another needs --open-to-network.")]
Open = Annotated[bool, typer.Option("--open-to-network", help="Let other machines use the page, unencrypted.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address only.")]


def app(
    file: File = None,
    port: Port = None,
    host: Host = "127.0.0.1",
    open_to_network: Open = False,
    no_browser: NoBrowser = False,
    calibration: CalibrationName = None,
) -> None:
    """Open the advising page in a browser: sliders, charts, strategies side by side, a report.

    It listens on this machine only, stores nothing and sends nothing anywhere. Ctrl-C stops it.

    Example: matchsim app scenarios/november_four_interviews.yaml
    """
    _check_installed()
    _check_host(host, open_to_network)
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    from simulator.advice.page.serve import address, listen, serve
    from simulator.advice.session.session import Session

    with from_option(lambda field: "--calibration" if field == "calibration" else field):
        session = Session(calibration)
    opened = None if file is None else _opened(session, file)
    found = listen(host, port)
    url = address(found)
    if open_to_network and host not in LOOPBACK:
        typer.echo(OPEN_WARNING, err=True)
    if port is None and not url.endswith(":8765/"):
        typer.echo("Port 8765 is taken; using the next that is free.", err=True)
    typer.echo(f"The advising page is at {url}  (Ctrl-C stops it)")
    if not no_browser:
        threading.Thread(target=_browse, args=(url,), daemon=True).start()
    serve(session, found, opened, open_to_network and host not in LOOPBACK, lambda: _warm(session))
    typer.echo("stopped")


def _warm(session: Session) -> None:
    """Load what the first answer needs while the browser starts."""
    session.answer(WARM)


def _check_installed() -> None:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        hint = "Install them: pip install 'residency-match-simulator[app]', or in a clone: pip install -e '.[app]'"
        raise InputError(Fault(f"the page needs {' and '.join(missing)}", hint=hint))


def _check_host(host: str, open_to_network: bool) -> None:
    if host in LOOPBACK or open_to_network:
        return
    hint = "With --open-to-network other machines can use the page, unencrypted and without a password."
    raise InputError(Fault("is not this machine only", field="--host", got=host, allowed="127.0.0.1", hint=hint))


def _browse(url: str) -> None:
    if not webbrowser.open(url):
        typer.echo(f"No browser could be opened; go to {url}", err=True)


def _opened(session: Session, file: Path) -> dict[str, Any]:
    """Read the file to begin with; it is the user's own, so files beside it are read into it."""
    from simulator.scenario import load_scenario
    from simulator.scenario.upload import data_of
    from simulator.scenario.writer import data_text

    scenario = load_scenario(file)
    session.calibration_of(scenario)
    session.allow(scenario.calibration)
    data = data_of(scenario)
    return {"name": file.name, "scenario": data, "yaml": data_text(data)}
