"""Whatever a file holds, the answer is a scenario or an InputError of printable lines."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.scenario.edits import Edit
from simulator.scenario.program import ProgramEntry
from simulator.scenario.schema import ScenarioFile

VALID = Path(__file__).parents[2] / "conformance" / "valid"
SEEDS = [path.read_bytes() for path in sorted(VALID.glob("*.yaml"))]
PIECES = [
    b"&a ", b"*a", b"<<: ", b"[", b"]", b"{", b"}", b"- ", b": ", b"\t", b"\0", b"\xff", b"!!int ", b"---\n", b"...\n",
    b"'", b'"', b"|\n", b">\n", b"#", b"%YAML 1.2\n", b"~", b"null", b"1e999", b".nan", b"true", b"\r",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"? ", b"@", b"`", b"9" * 70, b"programs:\n", b"  - name: x\n",
    b"count: 5000\n", b"  ",
]  # fmt: skip
EXTRA = {"where", "set", "edits", "type"}
KEYS = sorted({*ScenarioFile.model_fields, *ProgramEntry.model_fields, *Edit.model_fields, *EXTRA})
on_disk = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def answer(path: Path) -> Scenario | InputError:
    """Load with warnings as errors, and look at every line of a refusal."""
    return looked_at(lambda: load_scenario(path))


def looked_at(load: Callable[[], Scenario]) -> Scenario | InputError:
    found: Scenario | InputError
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = load()
        except InputError as refusal:
            found = refusal
    if isinstance(found, InputError):
        assert found.faults
        assert all(line.isprintable() for line in str(found).split("\n"))
        assert all(len(line) < 3000 for line in str(found).split("\n"))
    return found


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Cut, repeat and insert pieces in a valid file."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=5) | st.just(data[start:end] * 2))
        data = data[:start] + piece + data[end:]
    return data


@on_disk
@given(data=st.binary(max_size=300))
def test_random_bytes(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    assert isinstance(answer(tmp_path / "a.yaml"), InputError)


@on_disk
@given(pieces=st.lists(st.sampled_from(PIECES) | st.sampled_from([k.encode() + b": " for k in KEYS]), max_size=40))
def test_random_pieces_of_yaml(tmp_path: Path, pieces: list[bytes]) -> None:
    (tmp_path / "a.yaml").write_bytes(b"".join(pieces))
    answer(tmp_path / "a.yaml")


@settings(on_disk, max_examples=300)
@given(data=mutated())
def test_mutated_scenarios(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(data)
    answer(tmp_path / "a.yaml")


@on_disk
@given(
    data=st.binary(max_size=100),
    row=st.text(max_size=60),
    header=st.permutations(["name", "specialty", "setting", "visas"]),
)
def test_random_csv(tmp_path: Path, data: bytes, row: str, header: list[str]) -> None:
    body = ",".join(header).encode() + b"\n" + row.encode("utf-8", "surrogatepass") + b"\n" + data
    (tmp_path / "list.csv").write_bytes(body)
    (tmp_path / "a.yaml").write_text("name: x\nseason: 2027\napplicant: {type: us_md}\nprograms_file: list.csv\n")
    answer(tmp_path / "a.yaml")


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates()
WORDS = st.sampled_from(["us_md", "neurology", "community", "interviewed", "none", "A", "A 1", "2026-11-01", "j1"])
NAMES = st.sampled_from(KEYS) | st.text(max_size=4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | WORDS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(NAMES, below, max_size=6),
    max_leaves=25,
)


@settings(max_examples=300)
@given(data=st.dictionaries(st.sampled_from(sorted(ScenarioFile.model_fields)), VALUES, max_size=8))
def test_random_python_data(data: dict[str, Any]) -> None:
    base = {"name": "x", "season": 2027, "applicant": {"type": "us_md"}}
    looked_at(lambda: scenario_from_dict({**base, **data}))
