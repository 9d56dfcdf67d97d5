"""`matchsim market report` in processes, on Dask, into a folder: the same bytes, and one line for what goes wrong."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import psutil
import pytest

from simulator.cli.app import main
from simulator.engine.cluster import INSTALL as INSTALL_DASK
from simulator.outcomes.store import INSTALL as INSTALL_ARROW

pytest.importorskip("pyarrow")
pytest.importorskip("distributed")

ROOT = Path(__file__).parents[2]
REPORT = ("market", "report", "--replicates", "3", "--seed", "5", "--quiet", "--json")


@pytest.fixture(scope="module")
def in_process(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("report") / "a.json"
    assert _run(*REPORT, str(file)) == 0
    return file.read_bytes()


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(stopped.value.code or 0)


def _python(*arguments: str) -> "subprocess.Popen[str]":
    """Another process that imports the code which is tested."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _workers(of: int) -> list[psutil.Process]:
    every = psutil.Process(of).children(recursive=True)
    return [p for p in every if not p.children() and "spawn_main" in " ".join(p.cmdline())]


@pytest.mark.parametrize(
    "how", [("--processes", "2"), ("--cluster", "local", "--workers", "2")], ids=["processes", "dask"]
)
def test_the_same_bytes_with_a_worker_killed_and_then_restarted(
    how: tuple[str, ...], in_process: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out, file = tmp_path / "out", tmp_path / "b.json"
    with _python("-m", "simulator", *REPORT, str(file), "--out", str(out), *how) as started:
        deadline = time.monotonic() + 300
        while not list(out.glob("parts/*.parquet")):
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        _workers(started.pid)[0].send_signal(signal.SIGKILL)
        _, err = started.communicate(timeout=300)
    assert (started.returncode, err) == (0, "")
    assert file.read_bytes() == in_process
    _figures_are_those_of_the_report(out, json.loads(in_process))
    assert _run(*REPORT, str(tmp_path / "c.json"), "--out", str(out)) == 0  # nothing is left to do
    assert (tmp_path / "c.json").read_bytes() == in_process
    assert _run(*(x if x != "5" else "6" for x in REPORT), "-", "--out", str(out)) == 2
    told = capsys.readouterr()
    assert told.err.startswith("--out: holds results of other settings: seed was 5, is 6 (got ")
    assert told.out == ""


def _figures_are_those_of_the_report(out: Path, report: dict) -> None:
    table = pd.read_parquet(out / "figures.parquet")
    assert list(table.columns) == ["replicate", "name", "year", "group", "value", "published", "fitted"]
    means = table.groupby(["name", "year", "group"], dropna=False)["value"].mean()
    for figure in report["figures"]:
        assert means[figure["name"], figure["year"], figure["group"]] == pytest.approx(figure["model"])
    for figure in report["predicted"]:
        rows = table[(table["name"] == figure["name"]) & (table["group"] == figure["group"]) & table["year"].isna()]
        assert rows["value"].mean() == pytest.approx(figure["model"])
        assert len(rows) == report["replicates"]


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A Dask scheduler without workers, on a port of its own choosing."""
    code = (
        "import asyncio\nfrom distributed import Scheduler\n"
        "async def go():\n    async with Scheduler(host='127.0.0.1', port=0, dashboard_address=':0') as s:\n"
        "        print(s.address, flush=True)\n        await s.finished()\nasyncio.run(go())\n"
    )
    started = _python("-c", code)
    assert started.stdout is not None
    yield started.stdout.readline().strip()
    started.kill()
    started.communicate()


def test_a_cluster_without_workers_and_one_of_other_versions_are_refused(
    scheduler: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    call = (*REPORT, "-", "--cluster", scheduler, "--cluster-timeout", "1")
    assert _run(*call) == 2
    assert capsys.readouterr().err.startswith("--cluster: the cluster has no workers (got 'tcp://127.0.0.1:")
    worker = _python("-c", WORKER_OF_OTHER_CODE.format(address=scheduler))
    try:
        assert worker.stdout is not None
        worker.stdout.readline()
        assert _run(*call) == 2
    finally:
        worker.kill()
        worker.communicate()
    said = capsys.readouterr().err
    assert re.match(r"--cluster: worker tcp://\S+ has other versions: the simulator's code \(got ", said)
    assert said.count("\n") == 1


WORKER_OF_OTHER_CODE = """
import asyncio
from distributed import Worker
import simulator.engine.fingerprint as prints
prints.source_hash = lambda: "another"
async def go():
    async with Worker("{address}", nthreads=1, dashboard=False) as worker:
        print("up", flush=True)
        await worker.finished()
asyncio.run(go())
"""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--cluster", "localhost"],
            "--cluster: is no address of a Dask scheduler (got 'localhost'). Allowed: local, or",
        ),
        (
            ["--cluster", "127.0.0.1:1"],
            "--cluster: the cluster cannot be reached: Connection refused (got '127.0.0.1:1')",
        ),
        (["--processes", "0"], "--processes: is out of range (got 0)"),
        (["--processes", "2", "--workers", "2"], "--workers: are threads, and --processes was given too"),
        (["--processes", "2", "--cluster", "a:1"], "--processes: are of this machine, and --cluster was given too"),
        (["--cluster", "local", "--cluster-timeout", "0"], "--cluster-timeout: is out of range (got 0.0)"),
        (["--cluster-timeout", "soon"], "--cluster-timeout: must be a number (got 'soon')"),
        (["--anew"], "--anew: needs --out"),
        (["--out", "/dev/null"], "--out: is no folder (got '/dev/null')"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(options: list[str], said: str, capsys: pytest.CaptureFixture[str]):
    start = time.monotonic()
    assert _run(*REPORT, "-", *options) == 2
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert told.err.count("\n") == 1
    assert told.out == ""
    assert time.monotonic() - start < 30  # on a busy machine; it loads a market's modules


@pytest.mark.parametrize(
    ("missing", "options", "said"),
    [
        ("distributed", ["--cluster", "local"], f"--cluster: Dask is not installed. Allowed: {INSTALL_DASK}."),
        ("pyarrow", ["--out", "x"], f"--out: pyarrow is not installed. Allowed: {INSTALL_ARROW}."),
    ],
)
def test_a_missing_extra_is_named_with_what_installs_it(missing: str, options: list[str], said: str, tmp_path: Path):
    """An import system that does not know the package, as where it was not installed."""
    code = (
        "import sys, importlib.abc\n"
        "class No(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name.partition('.')[0] == {missing!r}: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, No())\n"
        "from simulator.cli import main\n"
        f"main({[*REPORT, str(tmp_path / 'x.json'), *options]!r})\n"
    )
    with _python("-c", code) as started:
        _, err = started.communicate(timeout=120)
    assert (err.strip(), started.returncode) == (said, 2)


EXPERIMENT = """\
name: Quick
question: What does a cap do?
market: {specialties: [otolaryngology], scale: 0.3}
arms:
  - name: more
    shares: [0, 1]
    levers: [more_applications: {percent: 50}]
simulation: {replicates: 3, seed: 3}
"""


def test_an_experiment_in_processes_and_from_what_was_kept_is_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file, out = tmp_path / "quick.yaml", tmp_path / "out"
    file.write_text(EXPERIMENT, "utf-8")
    call, answers = ("market", "run", str(file), "--quiet", "--json", "-"), []
    for how in ((), ("--processes", "2", "--out", str(out)), ("--out", str(out))):
        assert _run(*call, *how) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1] == answers[2]
    assert set(pd.read_parquet(out / "results.parquet")["replicate"]) == {0, 1, 2}
    file.write_text(EXPERIMENT.replace("50", "60"), "utf-8")
    assert _run(*call, "--out", str(out)) == 2
    told = capsys.readouterr().err
    assert "runs[0].levers[0].more_applications.percent was 50, is 60" in told.replace(".0", "")
