"""`matchsim match` from outside: files in; CSV, JSON, words and one page of reasons out."""

import csv
import json
import re
from pathlib import Path

import pytest

from simulator.cli import main, match

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("applicant_ranks", "program_ranks", "programs", "couples", "supplemental_ranks")
TEXTBOOK = {
    "Chen": "Mercy", "Garcia": "City", "Eastman": "City", "Hassan": "State", "Ford": "State", "Davis": "General",
    "Anderson": "", "Brown": "",
}  # fmt: skip


def called(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["match", *(str(argument) for argument in arguments)])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def files(folder: str | Path) -> list[object]:
    """Options for the files of a shipped example, or of a folder."""
    home = ROOT / "scenarios" / folder
    given = ((f"--{name.replace('_', '-')}", home / f"{name}.csv") for name in NAMES)
    return [part for option, path in given if path.exists() for part in (option, path)]


def matching(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["applicant"]: row["program"] for row in csv.DictReader(file)}


def put(folder: Path, applicant_ranks: str, program_ranks: str, programs: str, couples: str | None = None) -> Path:
    for name, text in zip(NAMES, (applicant_ranks, program_ranks, programs, couples), strict=False):
        if text is not None:
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_the_textbook_example_has_the_published_matching(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The National Resident Matching Program's own example of its algorithm, widely reprinted."""
    out = tmp_path / "matching.csv"
    code, said, err = called(capsys, *files("match_example"), "--out", out, "--json", "-")
    assert (code, err) == (0, "")
    assert matching(out) == TEXTBOOK
    assert out.read_text("utf-8").splitlines()[:2] == ["applicant,program", "Anderson,"]
    found = json.loads(said)
    assert found["stable"] is True
    assert (found["matched"], found["unmatched"], found["blocking"], found["rounds"]) == (6, 2, [], 1)
    assert found["seconds"] >= 0 <= found["verify_seconds"]
    assert found["program_ranks_ignored"] == found["applicant_ranks_not_returned"] == 6


def test_a_market_without_a_stable_matching_ends_with_0_and_the_coalition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The smallest one: the couple beats the single at one program, the single beats it at the other."""
    out = tmp_path / "m.csv"
    code, said, _ = called(capsys, *files("match_no_stable"), "--out", out, "--json", "-")
    found = json.loads(said)
    assert (code, found["stable"], len(found["blocking"])) == (0, False, 1)
    assert set(found["blocking"][0]) == {"kind", "applicants", "programs"}
    assert sorted(matching(out)) == ["Alvarez", "Baker", "Sato"]
    code, said, _ = called(capsys, *files("match_no_stable"))
    assert code == 0
    assert "NOT STABLE" in said
    assert "1 coalition would undo it" in said


def test_couples_supplemental_lists_reversion_and_parity_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """By hand: Radiology Lake goes empty and reverts to Medicine Lake, which needs two; Jones beats Smith at Lake."""
    out = tmp_path / "m.csv"
    code, said, _ = called(capsys, *files("match_everything"), "--out", out, "--json", "-")
    found = json.loads(said)
    assert (code, found["stable"], found["matched"], found["filled"]) == (0, True, 5, 7)
    assert found["quotas_changed"] == {"Radiology Lake": 0, "Medicine Lake": 2}
    assert out.read_text("utf-8") == (
        "applicant,program,preliminary_program\nSmith,Radiology Hill,Intern Year Hill\n"
        "Jones,Radiology Hill,Intern Year Lake\nOkafor,Medicine Lake,\nAlvarez,Medicine Hill,\nBaker,Medicine Lake,\n"
    )


def test_the_words_say_who_matched_and_that_it_is_stable(capsys: pytest.CaptureFixture[str]):
    code, said, err = called(capsys, *files("match_example"))
    assert (code, err) == (0, "")
    for words in ("Chen      Mercy", "6 of 8 applicants matched", "3 of 8", "Stable:", "Brown     unmatched"):
        assert words in said


def test_quiet_says_nothing_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given = [*files("match_example"), "--out", tmp_path / "m.csv", "--json", tmp_path / "m.json", "--quiet"]
    assert called(capsys, *given) == (0, "", "")
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["schema_version"] == 1
    assert matching(tmp_path / "m.csv") == TEXTBOOK


def test_the_csv_may_go_to_standard_output_alone(capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, *files("match_example"), "--out", "-")
    assert (code, err) == (0, "")
    assert dict(line.split(",") for line in out.splitlines()[1:]) == TEXTBOOK


@pytest.mark.parametrize(
    ("folder", "name", "words"),
    [
        ("match_example", "Davis", ["matched to General, rank 3", "Mercy did not rank Davis", "Eastman, is at rank 3",
                                    "Davis at rank 7", "1 rank below was not needed", "Nobody was displaced"]),
        ("match_example", "Garcia", ["rank 1 on the list", "Without Garcia, City would look next at Anderson, rank 4"]),
        ("match_example", "Anderson", ["Anderson: unmatched", "City filled its 2 with people it prefers"]),
        ("match_everything", "Baker", ["Alvarez and Baker: matched to Medicine Hill and Medicine Lake",
                                       "their joint list", "Without Alvarez, Medicine Hill would look next at Okafor"]),
        ("match_everything", "Smith", ["Preliminary programs", "last of them, Jones", "Intern Year Hill has Smith"]),
        ("match_no_stable", "Alvarez", ["unmatched", "Lake would take Baker", "The matching is not stable"]),
    ],
)  # fmt: skip
def test_one_page_explains_a_place(folder: str, name: str, words: list[str], capsys: pytest.CaptureFixture[str]):
    code, said, _ = called(capsys, *files(folder), "--explain", name)
    assert code == 0
    assert [word for word in words if word not in said] == []
    assert len(said.splitlines()) <= 50


def test_a_long_joint_list_is_explained_on_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pairs = [(f"P{i}", f"P{j}") for i in range(15) for j in range(15)]
    put(
        tmp_path,
        "applicant,rank,program\nZoe,1,P0\n",
        "program,rank,applicant\nP0,1,Zoe\nP0,2,Bo\n",
        "program,quota\n" + "".join(f"P{i},1\n" for i in range(15)),
        "couple,partner_1,partner_2,rank,program_1,program_2\n"
        + "".join(f"c,Al,Bo,{k},{p},{q}\n" for k, (p, q) in enumerate(pairs, 1)),
    )
    _, said, _ = called(capsys, *files(tmp_path), "--explain", "Bo")
    assert "Al and Bo: unmatched" in said
    assert "and 195 more ranks above" in said
    assert len(said.splitlines()) < 40


def test_a_program_that_would_take_either_partner_but_not_both_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    put(
        tmp_path,
        "applicant,rank,program\nZoe,1,P\n",
        "program,rank,applicant\nP,1,Al\nP,2,Zoe\nP,3,Bo\nQ,1,Bo\n",
        "program,quota\nP,2\nQ,1\n",
        "couple,partner_1,partner_2,rank,program_1,program_2\nc,Al,Bo,1,P,P\nc,Al,Bo,2,P,Q\n",
    )
    _, said, err = called(capsys, *files(tmp_path), "--explain", "Al", "--json", "-")
    assert json.loads(said)["stable"] is True
    assert "Al and Bo: matched to P and Q, rank 2 on their joint list" in err
    assert "1. P has no place for both (Al is at rank 1); P filled its 2 with people it prefers" in err


def test_programs_may_propose_and_the_difference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    put(
        tmp_path,
        "applicant,rank,program\nAna,1,P\nAna,2,Q\nBo,1,Q\nBo,2,P\n",
        "program,rank,applicant\nP,1,Bo\nP,2,Ana\nQ,1,Ana\nQ,2,Bo\n",
        "program,quota\nP,1\nQ,1\n",
    )
    places = {}
    for side in ("applicants", "programs"):
        code, said, _ = called(capsys, *files(tmp_path), "--proposing", side, "--json", "-", "--out", tmp_path / side)
        found = json.loads(said)
        assert (code, found["stable"], found["proposing"]) == (0, True, side)
        assert found.get("elsewhere") == {"applicants": None, "programs": 2}[side]
        places[side] = matching(tmp_path / side)
    assert places == {"applicants": {"Ana": "P", "Bo": "Q"}, "programs": {"Ana": "Q", "Bo": "P"}}
    assert "2 applicants would be elsewhere" in called(capsys, *files(tmp_path), "--proposing", "programs")[1]


def test_names_travel_as_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    put(
        tmp_path,
        'applicant;rank;program\n"Müller; Äl";1;=Hôpital, Nord\n007;1;=Hôpital, Nord\n',
        'program;rank;applicant\n=Hôpital, Nord;1;007\n=Hôpital, Nord;2;"Müller; Äl"\n',
        "program;quota\n=Hôpital, Nord;2\n",
    )
    code, *_ = called(capsys, *files(tmp_path), "--out", tmp_path / "m.csv", "--quiet")
    assert code == 0
    assert matching(tmp_path / "m.csv") == {"Müller; Äl": "=Hôpital, Nord", "007": "=Hôpital, Nord"}


def test_bad_input_is_a_line_each_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    given = files("match_example")
    bad = tmp_path / "bad.csv"
    bad.write_text("applicant,rank,program\nAna,1,Citty\n", encoding="utf-8")
    code, out, err = called(capsys, *given, "--applicant-ranks", bad, "--json", "-")
    assert (code, out) == (2, "")
    assert err == (
        f"{bad}:2: program: unknown program (got 'Citty'). Allowed: Mercy, City, General, State. Did you mean 'City'?\n"
    )


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (["--proposing", "both"], "proposing: is not a side (got 'both'). Allowed: applicants or programs."),
        (["--explain", "Dawis"], "--explain: no such applicant (got 'Dawis'). Did you mean 'Davis'?"),
        (["--out", "/dev/null/m.csv"], "--out: cannot write here"),
        (["--out", "-", "--json", "-"], "--out: is where --json goes too"),
        (["--seed", "-1"], "--seed"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(extra: list[str], words: str, capsys: pytest.CaptureFixture[str]):
    code, out, err = called(capsys, *files("match_example"), *extra)
    assert (code, out) == (2, "")
    assert words in err


def test_programs_do_not_propose_to_couples(capsys: pytest.CaptureFixture[str]):
    code, _, err = called(capsys, *files("match_no_stable"), "--proposing", "programs")
    assert (code, err.count("\n")) == (2, 1)
    assert "only applicants can propose" in err


def test_no_input_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    put(tmp_path, "applicant,rank,program\nAna,1,P\n", "program,rank,applicant\nP,1,Ana\n", "program,quota\nP,1\n")
    for option in ("--out", "--json"):
        code, _, err = called(capsys, *files(tmp_path), option, tmp_path / "programs.csv")
        assert (code, "overwrite the input" in err) == (2, True)
    assert (tmp_path / "programs.csv").read_text("utf-8") == "program,quota\nP,1\n"


def test_large_files_show_progress_on_stderr_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(match, "BAR_BYTES", 0)
    code, out, err = called(capsys, *files("match_example"), "--json", "-")
    assert code == 0
    assert json.loads(out)["stable"] is True
    assert err.splitlines()[-1] == "reading rank order lists: 100%"
    assert called(capsys, *files("match_example"), "--json", "-", "--quiet")[2] == ""


def test_on_a_terminal_the_progress_is_a_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with match._progress("reading") as tell:
        for share in (0.5, 1.0):
            tell(share)
    assert "reading" in capsys.readouterr().err


def test_every_field_of_the_json_is_described(capsys: pytest.CaptureFixture[str]):
    told = (ROOT / "docs" / "match_files.md").read_text("utf-8")
    found = json.loads(called(capsys, *files("match_example"), "--proposing", "programs", "--json", "-")[1])
    assert [key for key in found if f"`{key}`" not in told and f"`{key}[]`" not in told] == []


def test_the_files_shown_in_the_page_are_those_of_the_examples():
    page = (ROOT / "docs" / "match_files.md").read_text("utf-8")
    texts = [path.read_text("utf-8") for path in (ROOT / "scenarios").glob("match_*/*.csv")]
    shown = re.findall(r"^```csv\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(shown) == 5
    assert [text for text in shown if not any(whole.startswith(text) for whole in texts)] == []


def test_those_who_stand_behind_are_named_whatever_they_want_the_place_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """At Lake, Ana is ahead of Bo, who wants it as a preliminary place; at Hill, the couple wants both places."""
    put(
        tmp_path,
        "applicant,rank,program\nAna,1,Lake\nBo,1,Rad\nCy,1,Hill\n",
        "program,rank,applicant\nLake,1,Ana\nLake,2,Bo\nRad,1,Bo\nHill,1,Cy\nHill,2,Di\nHill,3,Ed\n",
        "program,quota\nLake,1\nRad,1\nHill,2\n",
        "couple,partner_1,partner_2,rank,program_1,program_2\nDi and Ed,Di,Ed,1,Hill,Hill\n",
    )
    supplemental = tmp_path / "supplemental_ranks.csv"
    supplemental.write_text("applicant,advanced_program,rank,program\nBo,Rad,1,Lake\n", encoding="utf-8")
    assert "Without Ana, Lake would look next at Bo, rank 2" in called(capsys, *files(tmp_path), "--explain", "Ana")[1]
    said = called(capsys, *files(tmp_path), "--explain", "Cy")[1]
    assert "Without Cy, Hill would look next at Di, rank 2 of its list, who would need a place for the partner" in said
    assert "Di and Ed: unmatched" in called(capsys, *files(tmp_path), "--explain", "Di and Ed")[1]


def test_a_couple_without_a_name_in_the_first_row_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    home = put(
        tmp_path, "applicant,rank,program\nAna,1,Lake\n", "program,rank,applicant\nLake,1,Ana\n",
        "program,quota\nLake,1\n",
        "couple,partner_1,partner_2,rank,program_1,program_2\n,Di,Ed,1,Lake,Lake\n",
    )  # fmt: skip
    code, _, err = called(capsys, *files(home))
    assert code == 2
    assert "couples.csv:2" in err
    assert "couple" in err
