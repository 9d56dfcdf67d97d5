"""What README and docs/ say is run: commands, Python, scenario files, links and the table of parameters."""

import json
import re
import shutil
from pathlib import Path

import pytest
from pydantic import BaseModel

from simulator.calibration import report
from simulator.calibration.table import page
from simulator.cli import main
from simulator.errors import InputError
from simulator.model.zones import zone_bounds
from simulator.pipeline import advise, run
from simulator.scenario import load_scenario
from simulator.scenario.program import ProgramEntry
from simulator.scenario.schema import ScenarioFile

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "DATA.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)")


def blocks(language: str) -> list[tuple[str, str]]:
    found = ((page.name, kind, text) for page in PAGES for kind, text in BLOCK.findall(page.read_text("utf-8")))
    return [(name, text) for name, kind, text in found if kind == language]


def commands() -> list[str]:
    lines = (line for _, text in blocks("sh") for line in text.splitlines())
    return sorted({line for line in lines if line.startswith("matchsim ")})


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the scenarios in it, as a clone has."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", commands())
def test_every_command_shown_works(copy: Path, capfd: pytest.CaptureFixture[str], line: str):
    with pytest.raises(SystemExit) as stop:
        main(line.split()[1:])
    assert stop.value.code in (0, None), capfd.readouterr().err


@pytest.mark.parametrize(("name", "text"), blocks("python"))
def test_every_piece_of_python_shown_works(copy: Path, name: str, text: str):
    exec(compile(text, name, "exec"), {"__name__": "shown"})  # noqa: S102 - our own pages


@pytest.mark.parametrize(("name", "text"), blocks("yaml"))
def test_every_scenario_shown_is_one(copy: Path, name: str, text: str):
    if name == "market_experiments.md":
        pytest.skip("an experiment on the market; tests/unit/outcomes/test_experiment.py loads it")
    (copy / "shown.yaml").write_text(text, encoding="utf-8")
    assert run(load_scenario("shown.yaml"), replicates=100).match.probability > 0, name


def test_the_readme_keeps_its_two_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    for mark in ("first", "second"):
        assert re.search(rf"^<!-- {mark} command -->\n```sh\n.+\n```$", text, re.MULTILINE)


@pytest.mark.parametrize("page_path", PAGES, ids=lambda p: p.name)
def test_links_within_the_repository_lead_somewhere(page_path: Path):
    for target in LINK.findall(page_path.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page_path.parent / target).exists(), target


def test_the_table_of_parameters_is_that_of_the_data():
    made = page()
    assert (ROOT / "docs" / "parameters.md").read_text("utf-8") == made, (
        "run: python -m simulator.calibration.table > docs/parameters.md"
    )


def test_the_page_on_the_calibration_is_that_of_its_file():
    assert (ROOT / "docs" / "calibration.md").read_text("utf-8") == report.page(), (
        "run: python -m simulator.calibration.report > docs/calibration.md"
    )


def test_the_bounds_of_the_zones_are_those_of_the_data():
    red, green = (round(100 * bound) for bound in zone_bounds())
    text = (ROOT / "docs" / "reading_the_answer.md").read_text("utf-8")
    assert f"red below {red} of 100, green from {green} of 100" in text


@pytest.mark.parametrize("model", [ScenarioFile, ProgramEntry, ScenarioFile.model_fields["applicant"].annotation])
def test_every_field_of_the_file_is_described(model: type[BaseModel]):
    text = (ROOT / "docs" / "scenario.md").read_text("utf-8")
    assert [name for name in model.model_fields if f"`{name}" not in text] == []


def test_every_field_of_the_json_is_described():
    told = (ROOT / "docs" / "json.md").read_text("utf-8")
    answer = json.loads(run(load_scenario(ROOT / "scenarios/november_four_interviews.yaml"), replicates=50).to_json())
    programs = {key for program in answer.pop("by_program") for key in program}
    nested = {key for name in ("match", "interviews", "soap", "cost_usd") for key in answer[name]}
    places = {key for place in answer["by_position"] for key in place}
    keys = {*answer, *programs, *nested, *places}
    told_names = set(re.findall(r"[`.](\w+)(?=[`.\[])", told))
    assert sorted(keys - told_names) == []


def test_the_paths_of_the_json_are_described():
    told = set(re.findall(r"[`.](\w+)(?=[`.\[])", (ROOT / "docs" / "json.md").read_text("utf-8")))
    result = run(load_scenario(ROOT / "scenarios/advanced_and_preliminary.yaml"), replicates=50)
    answer = json.loads(result.to_json())
    assert sorted({*answer["paths"], *answer["strategies"][0]["paths"]} - told) == []


def test_data_md_names_every_data_file():
    told = (ROOT / "DATA.md").read_text("utf-8")
    files = (p.name for p in (ROOT / "simulator/model/data").rglob("*") if p.is_file() and not p.name.startswith("."))
    assert [name for name in sorted(files) if name not in told] == []


def test_what_the_page_on_couples_says_is_refused_is_refused():
    scenario = load_scenario(ROOT / "scenarios" / "couple_two_imgs_ten_each.yaml")
    with pytest.raises(InputError, match="not yet supported here"):
        advise(scenario)
