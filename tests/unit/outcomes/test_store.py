"""A folder of results: restarted, refused, full, damaged, locked."""

import dataclasses
import errno
import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.errors import InputError
from simulator.market.scale import Runs
from simulator.market.seasons import SeasonTask, each_replicate
from simulator.outcomes.store import Folder, replicates_are
from tests.tasks import leaves, outcome

pytest.importorskip("pyarrow")

TASK = SeasonTask(["neurology", "pathology"], 0.05, 3, None, None, uncertain=True)


@dataclasses.dataclass(frozen=True)
class Counting:
    """Squares, and notes which replicates it was asked for."""

    seed: int = 1
    asked = []  # noqa: RUF012  shared by all on purpose

    def __call__(self, replicate: int) -> dict[str, float]:
        self.asked.append(replicate)
        return {"square": float(replicate**2 + self.seed)}


@pytest.fixture(autouse=True)
def _nothing_asked() -> None:
    Counting.asked.clear()


def run(folder: Path, replicates: int, task: Counting | None = None, *, anew: bool = False, workers: int = 1) -> list:
    return each_replicate(
        task or Counting(), replicates, workers=workers, runs=Runs(None, Folder(folder, is_anew=anew))
    )


def parts(folder: Path) -> list[str]:
    return sorted(p.name for p in (folder / "parts").iterdir())


def test_a_restart_runs_only_what_is_missing(tmp_path: Path):
    first = run(tmp_path, 5)
    assert run(tmp_path, 5) == first
    assert run(tmp_path, 9)[:5] == first
    (tmp_path / "parts" / "replicates-00000002-00000002.parquet").unlink()
    assert run(tmp_path, 9, workers=2) == [{"square": r**2 + 1.0} for r in range(9)]
    assert sorted(Counting.asked) == [0, 1, 2, 2, 3, 4, 5, 6, 7, 8]


def test_fewer_replicates_than_there_are_give_fewer(tmp_path: Path):
    run(tmp_path, 6)
    assert len(run(tmp_path, 3)) == 3
    assert pd.read_parquet(tmp_path / "results.parquet")["replicate"].max() == 2


def test_results_of_every_kind_are_those_of_a_run_without_a_folder(tmp_path: Path):
    direct = each_replicate(outcome, 6)
    for n_found in (0, 6):
        folder = Folder(tmp_path)
        kept = each_replicate(outcome, 6, runs=Runs(None, folder))
        assert list(leaves(kept)) == list(leaves(direct))
        assert folder.n_found == n_found


def test_a_half_written_file_is_thrown_away_and_a_damaged_one_done_again(tmp_path: Path):
    run(tmp_path, 3)
    whole = tmp_path / "parts" / "replicates-00000001-00000001.parquet"
    (tmp_path / "parts" / f".{whole.name}.abc").write_bytes(b"PAR1")
    data = bytearray(whole.read_bytes())
    data[12] ^= 1
    whole.write_bytes(data)
    assert run(tmp_path, 3) == [{"square": r**2 + 1.0} for r in range(3)]
    assert Counting.asked == [0, 1, 2, 1]
    assert not [name for name in parts(tmp_path) if name.startswith(".")]


def test_other_settings_are_refused_in_one_line_and_anew_begins_again(tmp_path: Path):
    run(tmp_path, 2)
    with pytest.raises(InputError) as refused:
        run(tmp_path, 2, Counting(seed=2))
    assert str(refused.value).startswith("out: holds results of other settings: seed was 1, is 2 (got ")
    assert "\n" not in str(refused.value)
    assert parts(tmp_path) == [f"replicates-0000000{r}-0000000{r}.parquet" for r in (0, 1)]
    assert run(tmp_path, 1, Counting(seed=2), anew=True) == [{"square": 2.0}]
    assert parts(tmp_path) == ["replicates-00000000-00000000.parquet"]


@pytest.mark.parametrize("what", ["code", "data", "numpy", "simulator"])
def test_other_versions_are_refused(tmp_path: Path, what: str):
    run(tmp_path, 2)
    file = tmp_path / "manifest.json"
    told = json.loads(file.read_text("utf-8"))
    told["versions"][what] = "0"
    file.write_text(json.dumps(told), "utf-8")
    with pytest.raises(InputError, match=rf"out: holds results of other versions: .*{what}") as refused:
        run(tmp_path, 2)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{}", b"[1", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": 1}', b'{"format": 1, "task": 1}',
        b'{"format": 1, "task": {}, "versions": [3]}', b'{"format": "one", "task": {}, "versions": {}}',
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_said_and_nothing_is_lost(tmp_path: Path, damage: bytes):
    done = run(tmp_path, 2)
    manifest = tmp_path / "manifest.json"
    whole, kept = manifest.read_bytes(), parts(tmp_path)
    manifest.write_bytes(damage)
    with pytest.raises(
        InputError, match=r"out: its manifest\.json is damaged.*another folder, or --anew.*move"
    ) as said:
        run(tmp_path, 2)
    assert "\n" not in str(said.value)
    assert parts(tmp_path) == kept
    manifest.write_bytes(whole)
    Counting.asked.clear()
    assert run(tmp_path, 2) == done
    assert Counting.asked == []
    manifest.write_bytes(damage)
    assert run(tmp_path, 1, Counting(seed=4), anew=True) == [{"square": 4.0}]


def test_a_manifest_of_another_format_is_refused(tmp_path: Path):
    (tmp_path / "manifest.json").write_text('{"format": 99, "task": {}, "versions": {}}', "utf-8")
    with pytest.raises(InputError, match="out: was written in another format"):
        run(tmp_path, 2)


def test_results_without_a_manifest_are_nobodys(tmp_path: Path):
    """They could be of any task."""
    run(tmp_path, 2)
    for name in ("manifest.json", "results.parquet"):
        (tmp_path / name).unlink()
    with pytest.raises(InputError, match=r"out: holds results without their manifest\.json.*--anew"):
        run(tmp_path, 2, Counting(seed=2))
    assert run(tmp_path, 2, Counting(seed=2), anew=True) == [{"square": r**2 + 2.0} for r in range(2)]


def test_what_cannot_be_read_is_one_line(tmp_path: Path):
    run(tmp_path, 2)
    part = tmp_path / "parts" / parts(tmp_path)[0]
    part.unlink()
    part.mkdir()
    with pytest.raises(InputError, match="cannot be read: Is a directory"):
        run(tmp_path, 2)


@pytest.mark.parametrize(
    ("n", "verb", "said"),
    [
        (0, "are", "no replicate is"),
        (1, "were", "1 replicate was"),
        (2, "were", "2 replicates were"),
        (1500, "are", "1,500 replicates are"),
    ],
)
def test_replicates_are_counted_in_english(n: int, verb: str, said: str):
    assert replicates_are(n, verb) == said


def test_a_folder_of_other_files_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    for anew in (False, True):
        with pytest.raises(InputError, match=r"out: holds other files, such as 'thesis\.txt'"):
            run(tmp_path, 2, anew=anew)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_anew_throws_away_nothing_but_our_own(tmp_path: Path):
    run(tmp_path, 2)
    for place in (tmp_path / "notes.txt", tmp_path / "parts" / "notes.txt", tmp_path / ".hidden"):
        place.write_text("mine", "utf-8")
    run(tmp_path, 1, anew=True)
    kept = {p.name for p in tmp_path.rglob("*") if p.is_file()}
    assert {"notes.txt", ".hidden"} < kept
    assert (tmp_path / "parts" / "notes.txt").exists()


def test_two_runs_in_one_folder_are_refused(tmp_path: Path):
    run(tmp_path, 1)
    with (tmp_path / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="out: another run is writing here"):
            run(tmp_path, 2)
    assert len(run(tmp_path, 2)) == 2


@contextmanager
def smallest_files(size: int) -> Iterator[None]:
    """No file of this process can grow beyond this: the system itself says no."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("workers", [1, 2])
def test_where_no_file_can_grow_nothing_is_left_half_written_and_a_restart_goes_on(tmp_path: Path, workers: int):
    run(tmp_path, 3, workers=workers)
    with smallest_files(100), pytest.raises(InputError) as full:
        run(tmp_path, 8, workers=workers)
    assert "cannot write: File too large. Allowed: a disk with room for it. 3 replicates are kept; once" in str(
        full.value
    )
    assert "\n" not in str(full.value)
    assert len(parts(tmp_path)) == 3
    Counting.asked.clear()
    assert run(tmp_path, 8, workers=workers) == [{"square": r**2 + 1.0} for r in range(8)]
    assert sorted(Counting.asked) == [3, 4, 5, 6, 7]


def test_where_the_tables_find_no_room_the_earlier_ones_stay(tmp_path: Path):
    run(tmp_path, 3)
    before = (tmp_path / "results.parquet").read_bytes()
    folder = Folder(tmp_path)
    with smallest_files(100):
        with folder.opened(Counting()) as kept, pytest.raises(InputError, match="File too large"):
            kept.finish([{"square": float(r)} for r in range(500)])
        with pytest.raises(InputError, match="File too large"):
            folder.save_table("figures", pd.DataFrame({"x": np.arange(10_000)}))
    assert (tmp_path / "results.parquet").read_bytes() == before
    assert not (tmp_path / "figures.parquet").exists()


FULL_DISK = """
mount -t tmpfs -o size=24k tmpfs {at} || exit 77
{python} -W error - <<'P'
from pathlib import Path
from simulator.errors import InputError
from simulator.market.scale import Runs
from simulator.market.seasons import each_replicate
from simulator.outcomes.store import Folder
from tests.tasks import outcome
at = Path("{at}")
try:
    each_replicate(outcome, 50, runs=Runs(None, Folder(at)))
except InputError as error:
    print(error)
names = sorted(p.name for p in (at / "parts").iterdir())
print(len(names), [n for n in names if n.startswith(".")])
P
cp -r {at}/. {copy}
"""


def test_a_disk_that_is_really_full(tmp_path: Path):
    """A file system of 24 kB, in a namespace of its own where the system allows one."""
    at, copy = tmp_path / "small", tmp_path / "copy"
    at.mkdir(), copy.mkdir()
    script = FULL_DISK.format(at=at, copy=copy, python=sys.executable)
    unshare = shutil.which("unshare")
    done = unshare and subprocess.run(
        [unshare, "--map-root-user", "--mount", "sh", "-c", script],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    if not done or done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no file system of our own can be mounted here")
    assert done.stderr == ""
    said, count = done.stdout.strip().splitlines()
    assert f"cannot write: {os.strerror(errno.ENOSPC)}" in said
    n, rest = count.split(" ", 1)
    assert int(n) > 0
    assert rest == "[]"
    folder = Folder(copy)
    kept = each_replicate(outcome, 12, runs=Runs(None, folder))
    assert folder.n_found == int(n)
    assert list(leaves(kept)) == list(leaves(each_replicate(outcome, 12)))


def test_the_long_table_holds_every_count_under_its_labels(tmp_path: Path):
    seasons = each_replicate(TASK, 3, runs=Runs(None, Folder(tmp_path)))
    table = pd.read_parquet(tmp_path / "results.parquet")
    assert list(table.columns) == ["replicate", "quantity", "axis_1", "axis_2", "axis_3", "value"]
    assert set(table["quantity"]) == set(seasons[0]._fields)
    assert len(table) == 3 * sum(x.size for x in seasons[0])
    assert table["value"].sum() == sum(x.sum() for season in seasons for x in season)
    wide = table[table["replicate"] == 2].set_index(["quantity", "axis_1", "axis_2", "axis_3"])["value"]
    s = seasons[2]
    assert wide["ranked", "non_us_img", "pathology", ""] == s.ranked[3, 1]
    assert wide["filled_by", "neurology", "university", "imgs"] == s.filled_by[0, 2, 1]
    assert wide["ranks", "us_md", "neurology", "matched"] == s.ranks[0, 0, 1]
    assert wide["soap", "filled", "", ""] == s.soap[1]


def test_the_long_table_is_the_same_file_however_it_came_about(tmp_path: Path):
    each_replicate(outcome, 9, runs=Runs(None, Folder(tmp_path / "a")))
    for n in (4, 9):
        each_replicate(outcome, n, workers=2, runs=Runs(None, Folder(tmp_path / "b")))
    assert (tmp_path / "a" / "results.parquet").read_bytes() == (tmp_path / "b" / "results.parquet").read_bytes()


def test_the_python_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    text = (Path(__file__).parents[3] / "docs" / "market_scale.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(text.partition("```py\n")[2].partition("```")[0], "page", "exec"), {"__name__": "shown"})  # noqa: S102
    assert "non_us_img" in capsys.readouterr().out
