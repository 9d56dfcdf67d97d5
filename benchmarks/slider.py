"""An adviser moves a slider: milliseconds until the server of the page has a new number.

Asked as the page asks: the curve by number of interviews comes only where its tab is open.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import psutil

from benchmarks import situations
from benchmarks.measure import HERE, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUESTION = "An adviser moves a slider: milliseconds to a new number, 15 interviews and five strategies"
TARGET_MS = 150
INTERVIEWS, SESSIONS, MOVES = 15, 20, 5
WARM_S = 3.0  # in which the server's own first answer is done


class Asked(NamedTuple):
    """One question: milliseconds by the clock, of the processor, and whether it was answered."""

    wall: float
    cpu: float
    is_answered: bool


def scenario(k: int = 0) -> dict[str, Any]:
    """Fifteen interviews, no two alike, sixty programs that are silent, five strategies; the score differs by k."""
    about = {"specialty": "internal_medicine", "visas": ["j1"]}
    held = [
        {**about, "name": f"Program {n}", "status": "interviewed" if n % 3 else "invited", "img_share": 0.3 + n / 50}
        | {"setting": situations.SETTINGS[n % 3], "positions": 8 + n}
        for n in range(INTERVIEWS)
    ]
    silent = [{**about, "name": f"Silent {s}", "count": 20, "setting": s} for s in situations.SETTINGS]
    more = {**about, "setting": "community"}
    edits = {
        "two more interviews": {"add_programs": {**more, "name": "More", "count": 2, "status": "interviewed"}},
        "twenty applications": {"add_programs": {**more, "name": "Late", "count": 20}},
        "practice": {"set_applicant": {"interview_skill": 0.5}},
        "strong letters": {"set_applicant": {"letters": "strong"}},
        "without university programs": {"remove_programs": {"where": {"name": "Silent university"}}},
    }
    return {
        "name": "Fifteen interviews",
        "season": 2027,
        "as_of": "2026-11-20",
        "calibration": "nrmp-2026",
        "applicant": {"type": "non_us_img", "step2_ck": 225 + k, "visa": "j1", "years_since_graduation": 3},
        "programs": [*held, *silent],
        "strategies": [{"name": name, "edits": [edit]} for name, edit in edits.items()],
    }


def serving() -> tuple[subprocess.Popen[str], int]:
    """Start the command as a user does, on any free port; return it and the port."""
    command = [sys.executable, "-m", "simulator", "app", "--port", "0", "--no-browser"]
    settings = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent, env=settings)
    assert process.stdout is not None
    found = re.search(r":(\d+)/", process.stdout.readline())
    assert found, "the server did not start"
    return process, int(found[1])


def ask(server: psutil.Process, port: int, body: dict[str, Any]) -> Asked:
    """Ask the server once, over a connection of its own; processor time is the server's, in steps of 10 ms."""
    content = json.dumps(body)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    wall, cpu = time.perf_counter(), sum(server.cpu_times()[:2])
    connection.request("POST", "/api/answer", content, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    taken = Asked(1e3 * (time.perf_counter() - wall), 1e3 * (sum(server.cpu_times()[:2]) - cpu), answer.status == 200)
    connection.close()
    return taken


def positions(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """Yield so many positions of the levers, no two alike."""
    for k in range(first, first + count):
        yield {
            "practice": 0.25 * (1 + k % 4),
            "community_interviews": 1 + k // 4 % 10,
            "community_applications": 5 * (1 + k // 40 % 12),
        }


def _row(what: str, found: list[Asked]) -> dict[str, Any]:
    wall, cpu = (np.array([getattr(one, name) for one in found]) for name in ("wall", "cpu"))
    ends = {"p50": 50, "p95": 95}
    times = {f"{name}, ms": round(float(np.percentile(wall, q))) for name, q in ends.items()}
    processor = {f"processor {name}, ms": round(float(np.percentile(cpu, q))) for name, q in ends.items()}
    return {
        "what": what,
        **times,
        **processor,
        "asked": len(found),
        "errors": sum(not one.is_answered for one in found),
    }


def main(repeats: int = 100) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
        Moves of a slider, one after the other.
    """
    process, port = serving()
    try:
        one = partial(ask, psutil.Process(process.pid), port)
        one({"scenario": scenario(), "levers": {"practice": 1.0}})
        time.sleep(WARM_S)
        moves = [one({"scenario": scenario(), "levers": levers, "curve": False}) for levers in positions(repeats)]
        changed = [one({"scenario": scenario(k)}) for k in range(1, 1 + repeats // 4)]
        again = [one({"scenario": scenario(), "levers": levers, "curve": False}) for levers in positions(repeats // 4)]
        with ThreadPoolExecutor(SESSIONS) as pool:
            together = [x for found in pool.map(partial(_session, one), range(SESSIONS)) for x in found]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    rows = [
        _row("a lever moved", moves),
        _row("the applicant changed", changed),
        _row("a position asked before", again),
        _row(f"{SESSIONS} sessions at once, {MOVES} moves each", together),
    ]
    findings = {
        f"a lever moved, p95 of the processor under {TARGET_MS} ms": rows[0]["processor p95, ms"] < TARGET_MS,
        f"{SESSIONS} sessions at once without an error": rows[3]["errors"] == 0,
    }
    save("slider", QUESTION, rows, findings)


def _session(one: Callable[[dict[str, Any]], Asked], k: int) -> list[Asked]:
    mine = scenario(30 + k)
    return [one({"scenario": mine, "levers": levers, "curve": False}) for levers in positions(MOVES, k)]
