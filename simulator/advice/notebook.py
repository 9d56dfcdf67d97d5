"""An advising session in a notebook: the controls of the page as widgets, and the same view below them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.advice.session.controls import form, levers
from simulator.advice.session.html import view_html
from simulator.advice.session.session import Session
from simulator.errors import Fault, InputError
from simulator.pipeline import simulation_settings
from simulator.scenario.upload import data_of
from simulator.scenario.writer import data_text

if TYPE_CHECKING:
    from simulator.scenario import Scenario

NOT_GIVEN = "not given"
WIDE = {"description_width": "22em"}
ROW = "44em"


def _widgets() -> Any:
    """The widget library, or one line that says what to install."""
    try:
        return importlib.import_module("ipywidgets")
    except ImportError:
        hint = "Install it: pip install 'residency-match-simulator[notebook]'"
        raise InputError(Fault("widgets need ipywidgets, which is not installed", hint=hint)) from None


class AdvisingSession:
    """Levers as widgets, and the answer below them; it shows itself in a notebook.

    Attributes
    ----------
    levers : dict of key to widget
        Setting a widget's `value` moves the lever.
    view : dict
        The answer as plain data, the same as the page's.
    box : widget
        All of it.
    """

    def __init__(self, session: Session, data: Mapping[str, Any]) -> None:
        w = _widgets()
        self._session, self._data = session, dict(data)
        self.view: dict[str, Any] = session.answer(data)
        fitting = set(self.view["levers_available"])
        own = "couple_label" if "couple" in self.view else "label"
        self.levers = {one["key"]: _lever(w, one, one.get(own)) for one in levers() if one["key"] in fitting}
        self._answer, self._bar = w.HTML(), w.IntProgress(description="simulating", layout={"visibility": "hidden"})
        button = w.Button(description="Check by simulation", tooltip="Every parameter set, and simulated seasons")
        button.on_click(lambda _: self.check_by_simulation())
        for widget in self.levers.values():
            widget.observe(lambda _: self.refresh(), names="value")
        parts = [w.VBox([w.HTML(f"<b>{GROUPS[group]}</b>"), *self._group(group)]) for group in GROUPS]
        self.box = w.VBox([*parts, w.HBox([button, self._bar]), self._answer])
        self._show()

    def _group(self, group: str) -> list[Any]:
        return [self.levers[one["key"]] for one in levers() if one["group"] == group and one["key"] in self.levers]

    @property
    def positions(self) -> dict[str, Any]:
        """The position of every lever."""
        return {key: widget.value for key, widget in self.levers.items()}

    def refresh(self) -> None:
        """Answer again with the levers as they are."""
        self.view = self._session.answer(self._data, self.positions)
        self._show()

    def check_by_simulation(self, replicates: int | None = None) -> None:
        """Answer with every parameter set of the model, and by simulated seasons.

        Parameters
        ----------
        replicates : int, optional
            Left out, the scenario's own number, or the product's.
        """
        scenario = self._session.read_data(self._data).scenario
        self._bar.max = simulation_settings(scenario, replicates, None)[0]
        self._bar.value, self._bar.layout.visibility = 0, "visible"
        try:
            self.view = self._session.refine(self._data, self.positions, replicates, self._advance)
        finally:
            self._bar.layout.visibility = "hidden"
        self._show()

    def _advance(self, done: int) -> None:
        self._bar.value += done

    def _show(self) -> None:
        self._answer.value = view_html(self.view)

    def scenario_yaml(self) -> str:
        """Return the scenario as a file, with what is set as one more strategy."""
        return data_text(self._session.whole_scenario(self._data, self.positions))

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)


GROUPS = {"action": "What could be done", "what_if": "What if (nothing that can be done now)"}


def advise_session(scenario: Scenario | None = None) -> AdvisingSession | GuidedForm:
    """Open an advising session in a notebook.

    Parameters
    ----------
    scenario : Scenario, optional
        Left out, the guided form comes first.

    Returns
    -------
    AdvisingSession or GuidedForm
        Shows itself as the last line of a cell.

    Raises
    ------
    InputError
        The scenario holds what the model cannot take, or ipywidgets is not installed.
    """
    session = Session()
    if scenario is None:
        return GuidedForm(session)
    session.allow(scenario.calibration)
    return AdvisingSession(session, data_of(scenario))


class GuidedForm:
    """The page's guided form as widgets; its button opens the session.

    Attributes
    ----------
    fields : dict of path to widget
    session : AdvisingSession or None
        Once the form has been answered.
    box : widget
    """

    def __init__(self, session: Session) -> None:
        w = _widgets()
        self._session = session
        self.session: AdvisingSession | None = None
        sections = form(session.calibration, session.calibrations)
        self.fields = {field["path"]: _field(w, field) for part in sections for field in part["fields"]}
        self._said, self._below = w.HTML(), w.VBox([])
        button = w.Button(description="Answer", button_style="primary")
        button.on_click(lambda _: self.answer())
        parts = [w.VBox([self.fields[field["path"]] for field in part["fields"]]) for part in sections]
        pages = w.Accordion(children=parts, titles=[part["section"] for part in sections], selected_index=0)
        self.box = w.VBox([pages, button, self._said, self._below])

    def answer(self) -> None:
        """Make a scenario of what was entered and open the session; or say what is wrong, field by field."""
        values = {path: value for path, widget in self.fields.items() if (value := _value(widget)) is not None}
        try:
            found = self._session.read_form(values)
        except InputError as error:
            self._said.value = view_faults(error)
            return
        self._said.value = ""
        self.session = AdvisingSession(self._session, found.data)
        self._below.children = (self.session.box,)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)


def view_faults(error: InputError) -> str:
    """Return faults as an HTML list, escaped."""
    from html import escape

    return f"<ul>{''.join(f'<li>{escape(fault.render())}</li>' for fault in error.faults)}</ul>"


def _lever(w: Any, about: Mapping[str, Any], label: str | None) -> Any:
    common = {"description": label or about["label"], "style": WIDE, "layout": {"width": ROW}, "tooltip": about["help"]}
    if about["kind"] == "switch":
        return w.Checkbox(value=about["default"], **common)
    if about["kind"] == "choice":
        options = [(one["label"], one["value"]) for one in about["choices"]]
        return w.Dropdown(options=options, value=about["default"], **common)
    make: Callable[..., Any] = w.IntSlider if about["step"] % 1 == 0 else w.FloatSlider
    ends = {name: about[name] for name in ("min", "max", "step")}
    return make(value=about["default"], continuous_update=False, **ends, **common)


def _field(w: Any, about: Mapping[str, Any]) -> Any:
    common = {"description": about["label"], "style": WIDE, "layout": {"width": ROW}}
    usual = about.get("default")
    if about["kind"] == "choice":
        options = [(NOT_GIVEN, None), *((one["label"], one["value"]) for one in about["choices"])]
        return w.Dropdown(options=options, value=usual, **common)
    if about["kind"] == "switch":
        return w.Dropdown(options=[(NOT_GIVEN, None), ("yes", True), ("no", False)], value=None, **common)
    shown = "YYYY-MM-DD" if about["kind"] == "date" else f"{about['min']:g} to {about['max']:g}"
    return w.Text(value="" if usual is None else str(usual), placeholder=shown, **common)


def _value(widget: Any) -> Any:
    """What a widget of the form says: a number where it reads like one, nothing where it is empty."""
    value, hint = widget.value, getattr(widget, "placeholder", None)
    if hint is None or value == "":
        return None if value == "" else value
    try:
        number = float(value)
    except ValueError:
        return value.strip()
    return int(number) if number.is_integer() else number
