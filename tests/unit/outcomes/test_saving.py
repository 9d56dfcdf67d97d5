"""Files written whole: also under the longest name that a file can have."""

from pathlib import Path

from simulator.outcomes.saving import write_whole


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path):
    path = tmp_path / ("x" * 251 + ".pdf")
    write_whole(path, b"whole")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"whole"
