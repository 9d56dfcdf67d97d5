"""Files of rank order lists: what is read whatever it looks like, and what is refused, where and in which words."""

import re
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import InputError
from simulator.scenario import match_table
from simulator.scenario.match_lists import MatchFiles, MatchLists, read_match_lists

APPLICANTS = "applicant,rank,program\nAna,1,City\nAna,2,Mercy\nBo,1,City\n"
PROGRAM_RANKS = "program,rank,applicant\nCity,1,Bo\nCity,2,Ana\nMercy,1,Ana\n"
PROGRAMS = "program,quota\nCity,1\nMercy,2\n"
COUPLES = "couple,partner_1,partner_2,rank,program_1,program_2\nc,Cy,Di,1,City,Mercy\nc,Cy,Di,2,Mercy,\n"
SUPPLEMENTAL = "applicant,advanced_program,rank,program\nAna,City,1,Mercy\n"
MANY = "".join(f"P{k},1,City\n" for k in range(9000))
GOOD = {
    "applicant_ranks": APPLICANTS,
    "program_ranks": PROGRAM_RANKS,
    "programs": PROGRAMS,
    "couples": None,
    "supplemental_ranks": None,
}
ALL = GOOD | {"couples": COUPLES, "supplemental_ranks": SUPPLEMENTAL}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(texts: dict[str, str | bytes | None]) -> MatchFiles:
    for name, text in texts.items():
        if text is not None:
            Path(f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return MatchFiles(*(None if text is None else f"{name}.csv" for name, text in texts.items()))


def read(**texts: str | bytes | None) -> MatchLists:
    return read_match_lists(put(GOOD | texts))


def said(**texts: str | bytes | None) -> str:
    with pytest.raises(InputError) as refused:
        read(**texts)
    return str(refused.value)


def named(found: MatchLists) -> dict[str, list[str]]:
    start, items, _ = found.by_applicant
    return {
        name: [found.programs[p] for p in items[start[a] : start[a + 1]]] for a, name in enumerate(found.applicants)
    }


def test_lists_quotas_and_counts_are_read():
    found = read()
    assert named(found) == {"Ana": ["City", "Mercy"], "Bo": ["City"]}
    assert found.by_program.items.tolist() == [1, 0, 0]
    assert found.quota.tolist() == [1, 2]
    assert (found.n_ignored, found.notes) == (0, ())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufeff" + APPLICANTS, id="byte order mark"),
        pytest.param(APPLICANTS.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(APPLICANTS.replace("\n", "\r"), id="CR"),
        pytest.param(APPLICANTS.replace(",", ";"), id="semicolons"),
        pytest.param(APPLICANTS.replace(",", "\t"), id="tabs"),
        pytest.param(APPLICANTS.replace("\n", "\n\n  \n,,\n"), id="blank lines"),
        pytest.param("\n\n" + APPLICANTS, id="blank lines first"),
        pytest.param(APPLICANTS.replace(",", " ,  ").replace("City", " City\u00a0 "), id="surrounding blanks"),
        pytest.param(APPLICANTS.replace("\n", ",,\n"), id="empty columns at the end"),
        pytest.param(APPLICANTS.rstrip("\n"), id="no line end at the end"),
        pytest.param(APPLICANTS.replace("applicant,rank,program", "Applicant, RANK ,Program"), id="header in any case"),
        pytest.param('applicant,rank,program\n"Ana","1","City"\n"Ana","2","Mercy"\n"Bo","1","City"\n', id="quotes"),
        pytest.param(
            "program,applicant,rank\nMercy,Ana,2\nCity,Bo,1\nCity,Ana,1\n", id="columns and rows in any order"
        ),
        pytest.param(APPLICANTS.replace("2,Mercy", "70,Mercy"), id="gaps in ranks"),
        pytest.param(APPLICANTS.replace("2,Mercy", "2.0,Mercy"), id="ranks as a spreadsheet writes them"),
        pytest.param("applicant,rank,note,program\nAna,1,x,City\nAna,2,,Mercy\nBo,1,x,City\n", id="another column"),
    ],
)
def test_whatever_a_spreadsheet_does_the_lists_are_the_same(text: str):
    found = named(read(applicant_ranks=text))
    assert found == {"Ana": ["City", "Mercy"], "Bo": ["City"]}


def test_other_columns_are_named_in_a_note():
    found = read(programs="program,quota,state\nCity,1,MI\nMercy,2,MI\n")
    assert found.notes == ("programs.csv: columns that the format does not know were ignored: state.",)


def test_names_that_look_like_numbers_or_nothing_stay_as_given():
    texts = [text.replace("Ana", "007").replace("City", "NA") for text in (APPLICANTS, PROGRAM_RANKS, PROGRAMS)]
    found = read(applicant_ranks=texts[0], program_ranks=texts[1], programs=texts[2])
    assert found.applicants == ("007", "Bo")
    assert found.programs == ("NA", "Mercy")


def test_who_ranks_nobody_is_in_the_match_and_a_program_without_a_list_too():
    found = read(applicant_ranks=APPLICANTS + "Zoe,,\n", programs=PROGRAMS + "Empty,0\n")
    assert named(found)["Zoe"] == []
    assert found.quota.tolist() == [1, 2, 0]


def test_ranks_for_people_who_did_not_rank_the_program_are_ignored_and_counted():
    found = read(program_ranks=PROGRAM_RANKS + "Mercy,5,Bo\nMercy,6,Anna\n")
    assert found.n_ignored == 2
    assert found.notes[0].startswith("2 ranks of programs are for applicants who did not rank the program")
    assert found.notes[1] == (
        "program_ranks.csv:6: 'Anna' submitted no list and is not in the match. Did you mean 'Ana'?"
    )
    assert found.applicants == ("Ana", "Bo")


def test_one_person_under_two_names_is_suspected():
    found = read(applicant_ranks=APPLICANTS + "Anna,1,City\n")
    assert any("no program ranks 'Anna'. Did you mean 'Ana'?" in note for note in found.notes)
    assert not any("no program ranks" in note for note in read(applicant_ranks=APPLICANTS + "Zebediah,1,City\n").notes)
    many = read(program_ranks=PROGRAM_RANKS + "".join(f"Mercy,{k + 5},Nobody {'abcdefg'[k]}\n" for k in range(7)))
    assert sum("submitted no list" in note for note in many.notes) == 5
    assert any("2 more names without a list" in note for note in many.notes)


def test_couples_have_pairs_and_an_empty_cell_or_the_code_of_the_nrmp_is_no_match():
    for nothing in ("", "999999999"):
        found = read(couples=COUPLES.replace("2,Mercy,", f"2,Mercy,{nothing}"))
        assert found.applicants == ("Ana", "Bo", "Cy", "Di")
        assert found.couple.tolist() == [[2, 3]]
        assert found.by_couple.items.tolist() == [[0, 1], [1, -1]]


def test_what_a_couple_ranks_below_no_match_for_both_is_left_out():
    found = read(couples=COUPLES + "c,Cy,Di,3,,\nc,Cy,Di,4,City,\n")
    assert found.by_couple.items.tolist() == [[0, 1], [1, -1]]
    assert found.notes == ("2 ranks of couples at or below a pair of two empty cells: ignored.",)


def test_a_market_of_couples_needs_no_single_applicant():
    found = read(applicant_ranks="applicant,rank,program\n", couples=COUPLES)
    assert found.applicants == ("Cy", "Di")
    assert found.n_ignored == 3


def test_no_couple_and_no_supplemental_list_are_as_good_as_no_file():
    found = read(
        couples=COUPLES.split("\n", maxsplit=1)[0] + "\n", supplemental_ranks=SUPPLEMENTAL.split("\n", maxsplit=1)[0]
    )
    assert found.couple.shape == (0, 2)
    assert found.linked.shape == (0, 3)


def test_supplemental_lists_are_linked():
    found = read(**ALL)
    assert found.linked.tolist() == [[0, 0, 0]]
    assert found.by_supplement.items.tolist() == [1]
    partner = read(**ALL | {"supplemental_ranks": SUPPLEMENTAL.replace("Ana,City", "Cy,City")})
    assert partner.linked.tolist() == [[2, 0, 0]]


def test_reversions_and_parities_are_read():
    found = read(programs="program,quota,parity,reverts_to\nCity,1,Even,Mercy\nMercy,2,odd,\nState,0,,\n")
    assert found.reverts_to.tolist() == [1, -1, -1]
    assert found.parity.tolist() == [2, 1, 0]


REFUSED = [
    ("applicant_ranks", "", "applicant_ranks.csv:1: is empty. Begin with a header: applicant,rank,program"),
    ("applicant_ranks", "\n\n", "applicant_ranks.csv:1: is empty."),
    ("applicant_ranks", "applicant,rank,program\n", "applicant_ranks.csv:1: has a header and no rows."),
    ("program_ranks", "program,rank,applicant\n\n,,\n", "program_ranks.csv:1: has a header and no rows."),
    ("programs", "program,quota\n", "programs.csv:1: has a header and no rows."),
    ("applicant_ranks", "applicant,rnk,program\nA,1,City\n", ":1: rank: missing .*column 'rnk'"),
    ("applicant_ranks", "applicant,rank,rank,program\nA,1,1,City\n", ":1: rank: duplicate column"),
    ("applicant_ranks", APPLICANTS + "Ana,3,Citi\n", ":5: program: unknown program .got 'Citi'.*Did you mean 'City'"),
    ("applicant_ranks", APPLICANTS + "Ana,2,City\n", ":5: program: is ranked twice in this list .got 'City'.*line 2"),
    ("applicant_ranks", APPLICANTS + "Bo,1,Mercy\n", ":5: rank: is a rank that this list has already .got '1'.*line 4"),
    ("applicant_ranks", APPLICANTS + "Bo,x,Mercy\n", ":5: rank: is not such a number .got 'x'"),
    ("applicant_ranks", APPLICANTS + "Bo,0,Mercy\n", ":5: rank: is not such a number .got '0'"),
    ("applicant_ranks", APPLICANTS + "Bo,1.5,Mercy\n", ":5: rank: is not such a number .got '1.5'"),
    ("applicant_ranks", APPLICANTS + "Bo,,Mercy\n", ":5: rank: is missing"),
    ("applicant_ranks", APPLICANTS + "Bo,2,\n", ":5: program: is missing"),
    ("applicant_ranks", APPLICANTS + "Bo,2\n", ":5: program: is missing"),
    ("applicant_ranks", APPLICANTS + ",2,Mercy\n", ":5: applicant: is missing"),
    ("applicant_ranks", APPLICANTS + "\n\nSmith, Al,2,Mercy\n", ":7: has too many cells.*double quotes"),
    ("applicant_ranks", APPLICANTS + '"Bo,2,Mercy\n', ":5: is not valid CSV"),
    ("applicant_ranks", APPLICANTS.encode() + b"M\xfcller,1,City\n", ":5:2: is not UTF-8 text .byte 0xfc"),
    ("applicant_ranks", APPLICANTS.encode("utf-16"), ":1:1: is not UTF-8 text"),
    ("applicant_ranks", APPLICANTS + "B\0,1,City\n", ":5:2: control character U.0000"),
    ("applicant_ranks", APPLICANTS + "B\x07,1,City\n", ":5:2: control character U.0007"),
    ("applicant_ranks", APPLICANTS + MANY + "B\x07,1,City\n", r"applicant: holds a control character .got 'B.x07'"),
    ("program_ranks", PROGRAM_RANKS + "Cty,1,Bo\n", "program_ranks.csv:5: program: unknown program.*mean 'City'"),
    ("program_ranks", PROGRAM_RANKS + "City,3,Bo\n", ":5: applicant: is ranked twice in this list .got 'Bo'.*line 2"),
    ("program_ranks", PROGRAM_RANKS + "City,2,Cy\n", ":5: rank: is a rank that this list has already"),
    ("programs", PROGRAMS + "City,3\n", "programs.csv:4: program: is listed twice .got 'City'.*line 2"),
    ("programs", PROGRAMS + "X,\n", ":4: quota: is missing. Allowed: a whole number from 0"),
    ("programs", PROGRAMS + "X,-1\n", ":4: quota: is not such a number .got '-1'"),
    ("programs", PROGRAMS + "X,2.5\n", ":4: quota: is not such a number .got '2.5'"),
    ("programs", PROGRAMS + "X,two\n", ":4: quota: is not such a number .got 'two'"),
    ("programs", "program,quota,parity\nCity,1,uneven\nMercy,1,\n", ":2: parity: is not a parity .got 'uneven'"),
    ("programs", "program,quota,reverts_to\nCity,1,Merci\nMercy,1,\n", ":2: reverts_to: unknown program.*'Mercy'"),
    (
        "programs", "program,quota,reverts_to\nCity,1,Mercy\nMercy,1,City\n",
        ":2: reverts_to: positions would revert in a circle.*City > Mercy > City",
    ),
    ("programs", "program,quota,reverts_to\nCity,1,\nMercy,1,Mercy\n", ":3: reverts_to: .*Mercy > Mercy"),
    ("couples", "", "couples.csv:1: is empty"),
    ("couples", COUPLES + "d,Cy,Ed,1,City,\n", "couples.csv:4: partner_1: is in another couple too .got 'Cy'.*line 2"),
    ("couples", COUPLES + "d,Ed,Cy,1,City,\n", "couples.csv:4: partner_2: is in another couple too .got 'Cy'.*line 2"),
    ("couples", COUPLES + "d,Ana,Ed,1,City,\n", ":4: partner_1: is also listed as a single .*applicant_ranks.csv:2"),
    ("couples", COUPLES + "d,Ed,Bo,1,City,\n", ":4: partner_2: is also listed as a single .*applicant_ranks.csv:4"),
    ("couples", COUPLES + "d,Ed,Ed,1,City,\n", ":4: partner_2: is the partner of itself"),
    ("couples", COUPLES + "c,Di,Cy,3,City,\n", ":4: couple: other partners than before.*line 2: Cy and Di"),
    ("couples", COUPLES + "c,Cy,Di,3,City,Mercy\n", ":4: program_1: is half of a pair that is ranked twice"),
    ("couples", COUPLES + "c,Cy,Di,2,City,\n", ":4: rank: is a rank that this list has already"),
    ("couples", COUPLES + "c,Cy,Di,3,City,Mery\n", ":4: program_2: unknown program .got 'Mery'.*mean 'Mercy'"),
    ("couples", COUPLES + "c,Cy,,3,City,\n", ":4: partner_2: is missing"),
    ("supplemental_ranks", SUPPLEMENTAL + "Anna,City,1,Mercy\n", ":3: applicant: unknown applicant.*mean 'Ana'"),
    ("supplemental_ranks", SUPPLEMENTAL + "Ana,Cit,1,Mercy\n", ":3: advanced_program: unknown program.*mean 'City'"),
    ("supplemental_ranks", SUPPLEMENTAL + "Bo,Mercy,1,City\n", ":3: advanced_program: is not on this applicant's pri"),
    ("supplemental_ranks", SUPPLEMENTAL + "Bo,City,1,Mery\n", ":3: program: unknown program"),
    ("supplemental_ranks", SUPPLEMENTAL + "Ana,City,1,City\n", ":3: program: is the advanced program itself"),
    ("supplemental_ranks", SUPPLEMENTAL + "Ana,City,2,Mercy\n", ":3: program: is ranked twice in this list"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "words"), REFUSED, ids=[f"{n}-{w[:50]}" for n, _, w in REFUSED])
def test_what_cannot_be_meant_is_refused_with_its_line(name: str, text: str | bytes, words: str):
    line = next(line for line in said(**{name: text}).splitlines() if re.search(words, line))
    assert line.startswith(f"{name}.csv:")


def test_a_file_that_is_not_there_offers_its_neighbour():
    files = put(GOOD)
    with pytest.raises(InputError, match=r"aplicant_ranks.csv: no such file\. Did you mean 'applicant_ranks.csv'"):
        read_match_lists(files._replace(applicant_ranks="aplicant_ranks.csv"))


def test_faults_of_all_files_come_together_the_first_twenty_in_words():
    rows = "".join(f"Ana,{k},Nowhere {k}\n" for k in range(3, 40))
    text = said(applicant_ranks=APPLICANTS + rows, programs=PROGRAMS + "X,\n").splitlines()
    assert len(text) == 21
    assert text[-1] == "and 18 more"
    assert text[0].startswith("applicant_ranks.csv:5: program: unknown program (got 'Nowhere 3')")
    both = said(applicant_ranks="", programs="a,b\n1,2\n").splitlines()
    assert [line.split(":")[0] for line in both] == ["applicant_ranks.csv", "programs.csv", "programs.csv"]


def test_a_name_that_is_wrong_in_many_rows_is_told_once():
    rows = "".join(f"P{k},1,Citi\n" for k in range(30))
    assert said(applicant_ranks=APPLICANTS + rows).count("unknown program") == 1


def test_lines_are_right_below_names_that_hold_line_breaks():
    text = 'applicant,rank,program\n"A\nna",1,City\n\n"B\r\no",1,City\nX,1,Nowhere\n'
    assert "applicant_ranks.csv:7: program: unknown" in said(applicant_ranks=text)


def test_blocks_of_rows_are_put_together(monkeypatch: pytest.MonkeyPatch):
    whole = read(**ALL)
    monkeypatch.setattr(match_table, "CHUNK_ROWS", 1)
    shares: list[tuple[str, float]] = []
    parts = read_match_lists(put(ALL), lambda file, share: shares.append((file, share)))
    for one, other in zip(whole, parts, strict=True):
        for mine, its in zip(*((x if isinstance(x, tuple) else (x,)) for x in (one, other)), strict=True):
            assert np.array_equal(mine, its)
    assert shares[-1] == ("supplemental_ranks.csv", 1.0)
