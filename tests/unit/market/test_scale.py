"""The same replicates in threads, processes and on Dask, with workers killed on the way, and nothing left over."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from simulator.engine.cluster import Cluster
from simulator.engine.fingerprint import fingerprint
from simulator.engine.pools import Pool, PoolError, Processes, Threads
from simulator.errors import InputError
from simulator.market import scale
from simulator.market.scale import Runs, block_size, blocks_of, run_block
from simulator.market.seasons import SeasonTask, each_replicate
from simulator.outcomes.store import Folder
from tests.tasks import Failing, Fragile, Slow, leaves, outcome

pytest.importorskip("pyarrow")
pytest.importorskip("distributed")

ROOT = Path(__file__).parents[3]
MARKET = SeasonTask(["neurology", "pathology"], 0.05, 3, None, None, uncertain=True)
FAR = [pytest.param(Processes(2), id="processes"), pytest.param(Cluster("local", 2), id="dask")]


@pytest.fixture(autouse=True)
def _no_process_is_left_over() -> Iterator[None]:
    before = set(psutil.Process().children(recursive=True))
    yield
    deadline = time.monotonic() + 5
    while left := [p for p in set(psutil.Process().children(recursive=True)) - before if _is_worker(p)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "resource_tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def same(found: list[Any], expected: list[Any]) -> bool:
    return list(leaves(found)) == list(leaves(expected))


def workers() -> list[psutil.Process]:
    """Processes below this one that compute: those that have no processes of their own."""
    every = [p for p in psutil.Process().children(recursive=True) if _is_worker(p)]
    return [p for p in every if "spawn_main" in " ".join(p.cmdline()) and not p.children()]


class KillOne:
    """Told of progress, kills one worker the first time."""

    killed = False
    told = 0

    def __call__(self, n: int) -> None:
        self.told += n
        if not self.killed:
            workers()[0].send_signal(signal.SIGKILL)
            self.killed = True


@pytest.mark.parametrize("pool", FAR)
def test_a_market_comes_to_the_same_with_a_worker_killed_on_the_way(pool: Pool, tmp_path: Path):
    direct = each_replicate(MARKET, 14)
    kill, folder = KillOne(), Folder(tmp_path)
    found = each_replicate(MARKET, 14, runs=Runs(pool, folder), progress=kill)
    assert kill.killed
    assert kill.told == 14
    assert same(found, direct)
    assert same(each_replicate(MARKET, 14, runs=Runs(None, Folder(tmp_path))), direct)


@pytest.mark.parametrize("pool", FAR)
def test_a_replicate_in_whose_middle_the_worker_is_killed_is_done_again(pool: Pool, tmp_path: Path):
    found = each_replicate(Fragile(str(tmp_path)), 8, runs=Runs(pool))
    assert (tmp_path / "killed-0").exists()
    assert same(found, each_replicate(outcome, 8))


def test_a_replicate_that_kills_every_worker_ends_the_run_with_a_word(tmp_path: Path):
    notes, out = tmp_path / "notes", tmp_path / "out"
    notes.mkdir()
    deadly = Fragile(str(notes), at=5, times=99)
    with pytest.raises(InputError, match="workers were lost 3 times in a row") as said:
        each_replicate(deadly, 8, runs=Runs(Processes(1), Folder(out)))
    assert "\n" not in str(said.value)
    for k in range(99):
        (notes / f"killed-{k}").touch()
    folder = Folder(out)
    assert same(each_replicate(deadly, 8, runs=Runs(None, folder)), each_replicate(outcome, 8))
    assert folder.n_found >= 5


@pytest.mark.parametrize("pool", [Threads(2), Processes(2)], ids=["threads", "processes"])
def test_the_works_own_fault_comes_out_and_what_was_done_is_kept(pool: Pool, tmp_path: Path):
    with pytest.raises(ZeroDivisionError, match="replicate 6"):
        each_replicate(Failing(6), 7, runs=Runs(pool, Folder(tmp_path)))
    assert len(list((tmp_path / "parts").iterdir())) >= 3


@pytest.mark.parametrize("pool", FAR)
def test_what_stops_us_stops_the_workers_at_once(pool: Pool, tmp_path: Path):
    def stop(n: int) -> None:
        raise KeyboardInterrupt

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        each_replicate(FirstQuick(str(tmp_path)), 6, runs=Runs(pool), progress=stop)
    assert time.monotonic() - start < 45  # the others would take a minute each


class FirstQuick(Slow):
    """Slow but for the first replicate."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder, 60.0)

    def __call__(self, replicate: int) -> int:
        return 0 if replicate == 0 else super().__call__(replicate)


STOPPED = """
from simulator.engine.cluster import Cluster
from simulator.engine.pools import Processes
from simulator.market.scale import Runs
from simulator.market.seasons import each_replicate
from tests.tasks import Slow
if __name__ == "__main__":
    try:
        each_replicate(Slow({folder!r}, 60.0), 4, runs=Runs({pool}))
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.parametrize("pool", ["Processes(2)", "Cluster('local', 2)"])
def test_ctrl_c_while_workers_start_is_answered_by_one_process_only(pool: str, tmp_path: Path):
    script = tmp_path / "script.py"
    script.write_text(STOPPED.format(folder=str(tmp_path), pool=pool), "utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        deadline = time.monotonic() + 60
        while not [p for p in psutil.Process(started.pid).children() if "spawn_main" in " ".join(p.cmdline())]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=60)
    assert (out, err, started.returncode) == ("stopped\n", "", 0)


def test_workers_end_with_the_process_that_started_them(tmp_path: Path):
    """Even when it is killed and can tell them nothing."""
    code = (
        "from simulator.engine.pools import Processes\nfrom simulator.market.scale import Runs\n"
        "from simulator.market.seasons import each_replicate\nfrom tests.tasks import Slow\n"
        f"each_replicate(Slow({str(tmp_path)!r}, 60.0), 4, runs=Runs(Processes(2)))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL) as started:
        deadline = time.monotonic() + 60
        while len(list(tmp_path.iterdir())) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        pids = [int(p.name) for p in tmp_path.iterdir()]
        started.kill()
    deadline = time.monotonic() + 10
    while any(psutil.pid_exists(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_worker_of_another_version_that_joins_late_is_refused():
    other = fingerprint() | {"code": "other"}
    with pytest.raises(PoolError, match="a worker has other versions: the simulator's code"):
        run_block(outcome, other, (0,))
    assert list(run_block(outcome, fingerprint(), (3, 4))) == [3, 4]


def test_what_cannot_be_sent_is_refused_by_python_itself():
    with pytest.raises((AttributeError, TypeError), match=r"pickle|local object"):
        each_replicate(lambda r: r, 2, runs=Runs(Processes(1)))


@pytest.mark.parametrize("size", [1, 3, 4])
def test_blocks_hold_neighbours_only(size: int):
    missing = [0, 1, 2, 5, 6, 9, 10, 11, 12, 13]
    blocks = list(blocks_of(missing, size))
    assert [r for block in blocks for r in block] == missing
    assert all(len(b) <= size and b == tuple(range(b[0], b[0] + len(b))) for b in blocks)


def test_blocks_are_small_enough_for_all_workers():
    assert [block_size(n, w) for n, w in ((20, 2), (20, 64), (10_000, 2), (1, 1), (64, 2))] == [1, 1, 4, 1, 4]


@pytest.mark.parametrize(("is_there", "said"), [(False, 1), (True, 0)])
def test_that_the_compiler_makes_everybody_wait_is_said_once_where_it_does(
    is_there: bool, said: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(scale, "is_compiled", lambda _: is_there)
    heard: list[str] = []
    each_replicate(outcome, 3, runs=Runs(None, Folder(tmp_path), heard.append))
    assert heard == [scale.COMPILING] * said
    each_replicate(outcome, 3, runs=Runs(None, Folder(tmp_path), heard.append))  # nothing is left to do
    assert len(heard) == said


def test_fewer_than_one_replicate_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        each_replicate(outcome, 0)
