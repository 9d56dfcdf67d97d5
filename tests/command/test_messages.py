"""Messages of the command line: the option, what was typed, what is allowed; words and JSON before charts."""

from pathlib import Path

import pytest

from simulator.advice.charts import CHARTS_OF_STRATEGIES
from simulator.cli import main

ROWS = "  - {name: Silent, count: 12, specialty: internal_medicine, setting: community, visas: [j1]}\n"
GOOD = f"name: x\nseason: 2027\napplicant: {{type: non_us_img, visa: j1}}\nprograms:\n{ROWS}"
STRATEGIES = """\
strategies:
  - name: seven
    edits:
      - add_programs: {name: A, count: 7, specialty: internal_medicine, setting: community, visas: [j1]}
  - name: others
    edits:
      - add_programs: {name: B, count: 19, specialty: family_medicine, setting: community, visas: [j1]}
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("optimize", "--budget-usd", "abc"),
            "--budget-usd: must be a number (got 'abc'). Allowed: a number of dollars",
        ),
        (("optimize", "--budget-usd", "$150"), "Write it without a dollar sign"),
        (("optimize", "--budget-usd", "nan"), "--budget-usd: must be a number (got 'nan')"),
        (("optimize", "--max-programs", "2.5"), "(got '2.5'). Allowed: a whole number, 1 or more"),
        (("run", "--seed", "abc"), "--seed: must be a whole number (got 'abc')"),
        (("reapply", "--seasons", "4"), "--seasons: is out of range (got 4). Allowed: a whole number from 1 to 3"),
        (("reapply", "--set", "step2ck=250"), "--set step2ck: is no field that can be changed. Allowed: step2_ck,"),
        (("reapply", "--set", "step2ck=250"), "Did you mean 'step2_ck'?"),
        (("reapply", "--set", "letters=stron"), "--set letters: unknown value (got 'stron'). Allowed: weak, average"),
        (("offer", "--outside-nrmp"), "--outside-all-in: is not stated"),
        (("offer", "--outside-all-in"), "--outside-nrmp: is not stated"),
        (("advise", "--is-true"), "--is-true: says nothing of any program"),
        (("advise", "--news", " "), "--news: is empty"),
        (("advise", "--first-choice", "Silent 13", "--is-true"), "Did you mean 'Silent "),
    ],
)
def test_a_message_names_the_option_the_value_and_what_is_allowed(
    good: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
):
    command, *options = arguments
    code, out, err = called(capsys, command, good, *options)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_catalogue_without_programs_or_with_a_known_name_is_refused(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "c.csv"
    for rows, said in (("", "lists no program"), ("Silent 3,internal_medicine,community\n", f"line 5 of {good}")):
        file.write_text(f"name,specialty,setting\n{rows}", encoding="utf-8")
        code, _, err = called(capsys, "optimize", good, "--budget-usd", 100, "--catalogue", file)
        assert code == 2
        assert said in err


def test_folders_are_made_and_a_fault_in_a_chart_swallows_neither_words_nor_json(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def broken(_: object) -> None:
        raise ZeroDivisionError("a chart that fails")

    good.write_text(GOOD + STRATEGIES, encoding="utf-8")
    json = tmp_path / "new" / "deep" / "answer.json"
    arguments = ("run", good, "--replicates", 200, "--json", json, "--charts", tmp_path / "c")
    assert called(capsys, *arguments)[0] == 0, "two strategies that cost nearly the same"
    json.unlink()
    monkeypatch.setitem(CHARTS_OF_STRATEGIES, "cost_against_gain", broken)
    code, out, err = called(capsys, *arguments)
    assert code == 1
    assert "a chart that fails" in err
    assert "What if: how many of 100 match, and what it costs" in out
    assert json.is_file()
