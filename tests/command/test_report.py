"""`matchsim run --report`: two pages from the same run as the JSON; wrong wishes end before anything is computed."""

import hashlib
import json
from pathlib import Path

import pytest

from simulator.advice.frequency import count_words
from simulator.cli import output
from tests.command.test_run import GOOD, called
from tests.reports import Reader, pages_of


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ana_petrova.yaml"
    text = GOOD.replace("Four interviews in mid-November", "Ana Petrova").replace(
        "season: 2027", "season: 2027\ncalibration: rules-of-thumb"
    )
    path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1794787200")  # 2026-11-16
    return path


def test_a_page_with_the_numbers_of_the_json(good: Path, capsys: pytest.CaptureFixture[str]):
    code, out, _ = called(
        ["run", str(good), "--replicates", "500", "--json", "a.json", "--report", "out/r.html"], capsys
    )
    assert code == 0
    assert "Report in out/r.html; the scenario's own name is left out, --names puts it in" in out
    page = Path("out/r.html").read_text("utf-8")
    match = json.loads(Path("a.json").read_text("utf-8"))["match"]
    interval = match["credible_interval"]
    low, high = (count_words(interval[end]) for end in ("low", "high"))
    assert (
        f"about {count_words(match['exact'])} of 100 applicants in this situation match; plausibly {low} to {high}."
        in (Reader(page).text)
    )
    assert hashlib.sha256(Path("a.json").read_bytes()).hexdigest()[:16] in page
    assert hashlib.sha256(good.read_bytes()).hexdigest()[:16] in page
    assert "2026-11-16" in page
    assert "etrova" not in page


def test_names_are_told_where_asked_for(good: Path, capsys: pytest.CaptureFixture[str]):
    wanted = ["run", str(good), "--replicates", "200", "--quiet", "--names", "--report", "r.html"]
    assert called(wanted, capsys) == (0, "", "")
    text = Reader(Path("r.html").read_text("utf-8")).text
    assert "Ana Petrova; Applicant: non-US IMG (internal medicine); season as of 2026-11-15." in text
    assert "matchsim run ana_petrova.yaml --seed 7 --replicates 200" in text


def test_a_pdf_of_two_pages_with_json_on_stdout(good: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("typst", reason="the extra report is not installed")
    pytest.importorskip("pypdf", reason="reads PDFs back in tests")
    wanted = ["run", str(good), "--replicates", "200", "--json", "-", "--report", "r.pdf", "--paper", "Letter"]
    code, out, _ = called(wanted, capsys)
    assert code == 0
    match = json.loads(out)["match"]
    pages = pages_of(Path("r.pdf").read_bytes())
    assert len(pages) == 2
    assert f"about {count_words(match['exact'])} of 100" in pages[0]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (
            "--report r.docx",
            "--report: is not a kind of report (got 'r.docx'). Allowed: a file ending in .html or .pdf",
        ),
        ("--report -", "--report: is not a kind of report (got '-')"),
        ("--names", "--names: says nothing without a report. Allowed: with --report FILE"),
        ("--paper letter", "--paper: says nothing without a report. Allowed: with --report FILE"),
        ("--report r.html --paper letter", "--paper: says nothing of a page of HTML"),
        ("--report r.pdf --paper a5", "--paper: is an unknown size of paper (got 'a5'). Allowed: a4, letter"),
        ("--report a.html --json a.html", "--report: is the same file as --json"),
        ("--report x/../a.html --json ./a.html", "--report: is the same file as --json"),
        (
            "--report folder.pdf",
            "folder.pdf: --report: cannot write here. Allowed: a file in a folder that you may write to.\n",
        ),
        ("--report ana_petrova.yaml/r.html", "--report: cannot write here"),
        ("--report same.html", "--report: would overwrite the input"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_computed(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, wanted: str, said: str
):
    file = good
    if "same.html" in wanted:
        file = good.rename("same.html")
    if ".pdf" in wanted:
        pytest.importorskip("typst", reason="the extra report is not installed")
    monkeypatch.setattr(output, "simulate", lambda *_: pytest.fail("computed"))
    Path("folder.pdf").mkdir()
    before = sorted(path.name for path in good.parent.iterdir())
    code, out, err = called(["run", str(file), *wanted.split()], capsys)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert sorted(path.name for path in good.parent.iterdir()) == before


def test_a_day_that_is_none_is_refused(good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    code, _, err = called(["run", str(good), "--report", "r.html"], capsys)
    assert code == 2
    assert err == "SOURCE_DATE_EPOCH: is not a time (got 'today'). Allowed: a count of seconds since 1970-01-01.\n"
