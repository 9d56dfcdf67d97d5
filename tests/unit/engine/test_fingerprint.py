"""What kept results and compiled kernels rest on: the code that computes, not the code that tells."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.engine.kernel import FACES, source_hash

PACKAGE = Path(__file__).parents[3] / "simulator"
HASH = "from simulator.engine.kernel import source_hash; print(source_hash())"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "simulator", ignore=shutil.ignore_patterns("data", "__pycache__", "static"))
    return folder


def hash_of(copy: Path) -> str:
    done = subprocess.run([sys.executable, "-c", HASH], cwd=copy, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("file", "is_other"),
    [
        ("advice/words.py", False),
        ("cli/market.py", False),
        ("advice/charts/experiment.py", False),
        ("market/alone.py", True),
        ("engine/streams.py", True),
        ("season/kernels.py", True),
        ("pipeline/market.py", True),
        ("outcomes/encoded.py", True),
    ],
)
def test_only_an_edit_of_what_results_rest_on_gives_another_hash(copy: Path, file: str, is_other: bool):
    before, path = hash_of(copy), copy / "simulator" / file
    path.write_text(path.read_text("utf-8") + "\n# edited\n", "utf-8")
    assert (hash_of(copy) != before) == is_other


def test_faces_hold_no_kernels():
    texts = {path: path.read_text("utf-8") for face in FACES for path in (PACKAGE / face).rglob("*.py")}
    assert len(texts) > 50
    assert [str(path) for path, text in texts.items() if re.search(r"@kernel|import kernel|njit", text)] == []
    assert len(source_hash()) == 16
