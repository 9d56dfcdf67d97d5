"""The widgets of a notebook: the controls and the view of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("ipywidgets", reason="the extra `notebook` is not installed")

from simulator.advice import notebook
from simulator.advice.session.html import view_html
from simulator.advice.session.session import Session
from simulator.errors import InputError
from simulator.scenario import load_scenario, scenario_from_dict
from simulator.scenario.upload import data_of

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def opened() -> notebook.AdvisingSession:
    found = notebook.advise_session(load_scenario(ROOT / "scenarios" / "mock_interviews.yaml"))
    assert isinstance(found, notebook.AdvisingSession)
    return found


def test_widgets_are_the_levers_that_fit(opened: notebook.AdvisingSession):
    assert list(opened.levers) == [key for key in opened.view["levers_available"] if key in opened.levers]
    assert set(opened.levers) == set(opened.view["levers_available"])


def test_moving_one_gives_the_view_of_the_session(opened: notebook.AdvisingSession):
    opened.levers["practice"].value = 0.5
    data = data_of(load_scenario(ROOT / "scenarios" / "mock_interviews.yaml"))
    assert opened.view == Session().answer(data, {"practice": 0.5})
    assert opened._answer.value == view_html(opened.view)
    assert "What is set here" in opened.scenario_yaml()
    opened.levers["practice"].value = 0.0
    assert "as_it_stands" not in opened.view


def test_names_are_escaped():
    program = {"name": "<img src=x onerror=alert(1)>", "specialty": "neurology", "setting": "community"}
    made = scenario_from_dict(
        {
            "name": "<script>x</script>",
            "season": 2027,
            "applicant": {"type": "us_md"},
            "programs": [{**program, "status": "interviewed"}],
            "strategies": [{"name": "<b>go</b>", "edits": [{"set_applicant": {"letters": "strong"}}]}],
        }
    )
    found = view_html(Session().answer(data_of(made)))
    assert "<script" not in found
    assert "<img" not in found
    assert "&lt;b&gt;go" in found


def test_the_form_says_what_is_wrong_and_then_answers():
    form = notebook.advise_session()
    assert isinstance(form, notebook.GuidedForm)
    form.answer()
    assert "applicant.type" in form._said.value
    form.fields["applicant.type"].value = "us_img"
    form.fields["specialty"].value = "psychiatry"
    form.fields["applicant.step2_ck"].value = "<b>"
    form.answer()
    assert "&lt;b&gt;" in form._said.value
    form.fields["applicant.step2_ck"].value = "240"
    form.fields["counts.community.strong"].value = "4"
    form.answer()
    assert form._said.value == ""
    assert form.session is not None
    assert form.session.view["of_100"]["central"] > 20


def test_without_widgets_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(notebook.importlib, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    with pytest.raises(InputError, match="ipywidgets"):
        notebook.advise_session(load_scenario(ROOT / "scenarios" / "mock_interviews.yaml"))
