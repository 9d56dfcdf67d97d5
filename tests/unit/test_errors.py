from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import MISSING, Fault, InputError, one_line, shown


def test_all_parts_stand_in_the_promised_order() -> None:
    fault = Fault("is out of range", "a.yaml", 7, 13, "applicant.step2_ck", 800, "1 to 300", "Try 240.")
    assert fault.render() == "a.yaml:7:13: applicant.step2_ck: is out of range (got 800). Allowed: 1 to 300. Try 240."


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("no such file", "a.yaml"), "a.yaml: no such file."),
        (Fault("no such file"), "no such file."),
        (Fault("odd", line=3), "line 3: odd."),
        (Fault("odd", "a.csv", 3), "a.csv:3: odd."),
        (Fault("odd", got=None), "odd (got null)."),
        (Fault("odd.", got=MISSING), "odd."),
    ],
)
def test_unknown_parts_are_left_out(fault: Fault, text: str) -> None:
    assert fault.render() == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"), (False, "false"), (None, "null"), (0, "0"), (3.0, "3.0"), ("a", "'a'"), ("", "''"),
        (float("nan"), "nan"), ([1], "a list of 1 value"), ((), "a list of 0 values"), ({1, 2}, "a list of 2 values"),
        ({"a": 1}, "a mapping of 1 key"), (date(2026, 11, 15), "2026-11-15"), (b"x", "a value of type bytes"),
    ],
)  # fmt: skip
def test_values_are_shown_as_a_file_spells_them(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_cut_at_60_characters() -> None:
    assert shown("x" * 60) == "'" + "x" * 60 + "'"
    assert shown("x" * 61) == "'" + "x" * 57 + "...'"
    assert shown("\0" * 40).count("\\x00") == 14


def test_an_integer_too_long_to_print_is_described() -> None:
    assert shown(10**5000) == "a whole number of about 5001 digits"


def test_a_hostile_object_is_named_by_its_type_only() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise RuntimeError("never call me")

    assert shown(Hostile()) == "a value of type Hostile"


@given(st.text(), st.text(), st.text(), st.text())
def test_a_fault_is_one_printable_line_whatever_it_holds(a: str, b: str, c: str, d: str) -> None:
    assert Fault(a, b, 1, 1, c, d, a, b).render().isprintable()


@given(st.text(max_size=100))
def test_escaping_keeps_printable_text(text: str) -> None:
    assert one_line(text).isprintable()
    assert one_line(text) == text or not text.isprintable()


def test_twenty_faults_are_shown_and_the_rest_counted() -> None:
    error = InputError(Fault(f"fault {n}") for n in range(25))
    lines = str(error).splitlines()
    assert lines[:2] == ["fault 0.", "fault 1."]
    assert len(lines) == 21
    assert lines[-1] == "and 5 more"
    assert len(error.faults) == 25


def test_exactly_twenty_faults_need_no_count() -> None:
    assert "more" not in str(InputError([Fault("odd")] * 20))


def test_an_error_survives_pickling() -> None:
    error = InputError(Fault("odd", "a.yaml", 1, 2))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert again.faults == error.faults
    assert again.faults[0].got is MISSING
    assert str(again) == "a.yaml:1:2: odd."
