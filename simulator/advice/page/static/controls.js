// Controls made from the server's description: the guided form and the levers.

import { make, say } from "./dom.js";

let made = 0;

/** One control: `{element, key, read(), write(value), fault(text), input}`; `read` gives undefined for "not said". */
export function control(field, key) {
  made += 1;
  const id = `control-${made}`;
  const error = make("p", { class: "fault", id: `${id}-fault`, hidden: true });
  const help = field.help || field.note ? make("p", { class: "help", id: `${id}-help` }, field.help, field.note && ` ${field.note}`) : null;
  const described = [help && help.id, error.id].filter(Boolean).join(" ");
  const kind = KINDS[field.kind] || KINDS.text;
  const parts = kind({ field, id, key, described, error, help });
  return {
    key,
    ...parts,
    fault(text) {
      say(error, text);
      if (text) parts.input.setAttribute("aria-invalid", "true");
      else parts.input.removeAttribute("aria-invalid");
    },
  };
}

const title = (field) => [field.label, field.required && make("span", { class: "must" }, " (needed)")];
const wrap = (...children) => make("div", { class: "field" }, ...children);

function numberLike({ field, id, key, described, error, help, bare }) {
  const input = make("input", {
    id, type: "number", name: key, min: field.min, max: field.max, step: field.step ?? 1, inputmode: "decimal",
    "aria-describedby": described, "aria-label": bare, required: field.required, autocomplete: "off",
  });
  const element = bare ? make("div", {}, input, error) : wrap(make("label", { for: id }, ...title(field)),
    make("span", { class: "with-unit" }, input, field.unit && make("span", { class: "unit" }, field.unit)), help, error);
  return {
    element, input,
    read: () => (input.value === "" ? undefined : Number(input.value)),
    write: (value) => (input.value = value ?? ""),
    own: () => wrongNumber(input, field),
  };
}

function wrongNumber(input, field) {
  const { badInput, rangeUnderflow, rangeOverflow, stepMismatch } = input.validity;
  if (badInput) return `${field.label}: a number is needed here.`;
  if (rangeUnderflow || rangeOverflow) return `${field.label}: ${field.min ?? ""} to ${field.max ?? ""} (got ${input.value}).`;
  return stepMismatch ? `${field.label}: whole steps of ${field.step ?? 1} (got ${input.value}).` : "";
}

const LONG_UNIT = 20; // characters beside a number; a longer unit stands in the help

function slider({ field, id, key, described, error, help }) {
  const input = make("input", {
    id, type: "range", name: key, min: field.min, max: field.max, step: field.step ?? 1, "aria-describedby": described,
  });
  const output = make("output", { for: id });
  const unit = field.unit || "";
  const isLong = unit.length > LONG_UNIT && !field.says;
  const isSaid = isLong || field.label.toLowerCase().includes(unit.split(" ")[0]);
  if (isLong && help) help.append(` In ${unit}.`);
  const inWords = () => field.says?.[Math.round((input.value - (field.min ?? 0)) / (field.step ?? 1))];
  const show = () => {
    output.textContent = inWords() ?? withUnit(input.value, isSaid ? "" : field.unit);
    input.setAttribute("aria-valuetext", inWords() ?? withUnit(input.value, field.unit));
  };
  const write = (value) => {
    input.value = value ?? field.min ?? 0;
    show();
  };
  input.addEventListener("input", show);
  return {
    element: wrap(make("div", { class: "slider-head" }, make("label", { for: id }, make("span", { class: "lever-name" }, field.label)), output), input, help, error),
    input, write, read: () => Number(input.value),
  };
}

const withUnit = (value, unit) => (unit ? `${value} ${unit}` : String(value));

function choice({ field, id, key, described, error, help }) {
  const choices = field.choices || [];
  const empty = field.default === undefined || field.default === null;
  const options = choices.map((one, index) => make("option", { value: index }, one.label));
  const select = make("select", { id, name: key, "aria-describedby": described, required: field.required },
    empty && make("option", { value: "" }, field.required ? "Please choose" : "Not said"), ...options);
  return {
    element: wrap(make("label", { for: id }, ...title(field)), select, help, error),
    input: select,
    read: () => (select.value === "" ? undefined : choices[Number(select.value)].value),
    write: (value) => {
      const at = choices.findIndex((one) => one.value === value);
      select.value = at < 0 ? (empty ? "" : "0") : String(at);
    },
  };
}

function onOff({ field, id, key, described, error, help }) {
  const input = make("input", { id, type: "checkbox", name: key, "aria-describedby": described });
  return {
    element: wrap(make("label", { class: "switch", for: id }, input, make("span", { class: "lever-name" }, field.label)), help, error),
    input, read: () => input.checked, write: (value) => (input.checked = Boolean(value)),
  };
}

function several({ field, id, key, described, error, help }) {
  const boxes = (field.choices || []).map((one, index) => {
    const input = make("input", { type: "checkbox", id: `${id}-${index}`, name: key });
    return { one, input, element: make("label", { class: "switch" }, input, make("span", {}, one.label)) };
  });
  const set = make("fieldset", { class: "field", id, "aria-describedby": described }, make("legend", {}, ...title(field)),
    ...boxes.map((box) => box.element), help, error);
  return {
    element: set, input: set,
    read: () => {
      const chosen = boxes.filter((box) => box.input.checked).map((box) => box.one.value);
      return chosen.length ? chosen : undefined;
    },
    write: (value) => boxes.forEach((box) => (box.input.checked = (value || []).includes(box.one.value))),
  };
}

function text({ field, id, key, described, error, help }) {
  const input = make("input", {
    id, type: field.kind === "date" ? "date" : "text", name: key, min: field.min, max: field.max, maxlength: field.kind === "date" ? null : 200,
    "aria-describedby": described, autocomplete: "off", required: field.required,
  });
  return {
    element: wrap(make("label", { for: id }, ...title(field)), input, help, error),
    input, read: () => input.value.trim() || undefined, write: (value) => (input.value = value ?? ""),
    own: () => (input.validity.badInput ? `${field.label}: a whole date is needed here.` : ""),
  };
}

const KINDS = { number: numberLike, slider, choice, switch: onOff, multichoice: several, text, date: text };

/** A table of numbers: one row and one column a kind, such as interviews by setting and how they went. */
function grid(section) {
  const rows = unique(section.fields.map((field) => field.row));
  const columns = unique(section.fields.map((field) => field.column));
  const controls = [];
  const cell = (row, column) => {
    const field = section.fields.find((one) => one.row.key === row.key && one.column.key === column.key);
    if (!field) return make("td");
    const label = `${row.label}, ${column.label}`;
    const whole = { ...field, label };
    const error = make("p", { class: "fault", id: `cell-${controls.length}-${made}-fault`, hidden: true });
    const parts = numberLike({ field: whole, id: `cell-${controls.length}-${made}`, key: field.path, described: error.id, error, bare: label });
    controls.push({ key: field.path, field: whole, ...parts, fault: (said) => {
      say(error, said);
      parts.input.toggleAttribute("aria-invalid", Boolean(said));
      if (said) parts.input.setAttribute("aria-invalid", "true");
    } });
    return make("td", { "data-label": column.label }, parts.element);
  };
  made += 1;
  const element = make("table", { class: "grid" },
    make("thead", {}, make("tr", {}, make("td"), ...columns.map((one) => make("th", { scope: "col" }, one.label)))),
    make("tbody", {}, ...rows.map((row) =>
      make("tr", {}, make("th", { scope: "row" }, row.label), ...columns.map((column) => cell(row, column))))));
  return { element, controls };
}

function unique(items) {
  const found = new Map(items.map((item) => [item.key, item]));
  return [...found.values()];
}

/** The guided form: its controls into `host`, and what is needed to read it, fill it and show its faults. */
export function guided(host, summary, sections) {
  const controls = [];
  const parts = sections.map((section) => {
    const body = make("div", { class: "fields" });
    if (section.layout === "grid") {
      const table = grid(section);
      controls.push(...table.controls);
      body.append(table.element);
    } else {
      for (const field of section.fields) {
        const one = { field, ...control(field, field.path) };
        one.write(field.default);
        controls.push(one);
        body.append(one.element);
      }
    }
    const heading = [section.section, section.help && make("span", { class: "help" }, section.help)];
    return section.open === false
      ? make("details", { class: "section" }, make("summary", {}, ...heading), body)
      : make("fieldset", { class: "section" }, make("legend", {}, ...heading), body);
  });
  host.replaceChildren(...parts);
  const reset = () => controls.forEach((one) => one.write(one.field.default));
  reset();
  return { reset, read: () => readForm(controls), faults: (list) => showFaults(controls, summary, list) };
}

function readForm(controls) {
  const values = {};
  const wrong = [];
  for (const one of controls) {
    const fault = one.own?.();
    if (fault) wrong.push({ field: one.key, text: fault });
    const value = one.read();
    if (value !== undefined) values[one.key] = value;
    else if (one.field.required && !fault) wrong.push({ field: one.key, text: `${one.field.label}: please say.` });
  }
  return { values, wrong };
}

/** Put each fault beside its control, and all of them into the summary with links; an empty list clears. */
function showFaults(controls, summary, faults) {
  controls.forEach((one) => one.fault(""));
  const items = faults.map((fault) => {
    const mine = controls.find((one) => one.key === fault.field);
    const said = fault.text || [fault.message, fault.hint].filter(Boolean).join(" ");
    if (!mine) return make("li", {}, said);
    mine.fault(said);
    const link = make("a", { href: `#${mine.input.id}` }, said);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      for (let up = mine.input.parentElement; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
      mine.input.focus();
    });
    return make("li", {}, link);
  });
  summary.hidden = !items.length;
  summary.replaceChildren(...(items.length ? [make("p", {}, "This needs another look:"), make("ul", {}, ...items)] : []));
}

/** The levers, gathered by theme; a theme that is closed says how many of its levers are set. `onChange(values, event)`. */
export function levers(host, described, themes, onChange) {
  const saidOnce = described.map((lever, index) => (lever.help === described[index - 1]?.help ? { ...lever, help: "" } : lever));
  const controls = saidOnce.map((lever) => ({ field: lever, ...control(lever, lever.key) }));
  const parts = themes.map((theme) => {
    const mine = controls.filter((one) => one.field.theme === theme.key);
    const count = make("span", { class: "tag", hidden: true });
    const element = make("details", { class: "section theme", open: theme.open }, make("summary", {}, theme.label, count), ...mine.map((one) => one.element));
    return { mine, count, element };
  });
  host.replaceChildren(...parts.map((part) => part.element));
  const isSet = (one) => !one.element.hidden && one.read() !== undefined && one.read() !== one.field.default;
  const count = () => parts.forEach((part) => {
    const set = part.mine.filter(isSet).length;
    say(part.count, set ? `${set} set` : "");
  });
  const values = () => Object.fromEntries(controls.filter(isSet).map((one) => [one.key, one.read()]));
  host.addEventListener("input", (event) => {
    count();
    onChange(values(), event);
  });
  const reset = () => {
    controls.forEach((one) => one.write(one.field.default));
    count();
  };
  reset();
  return {
    values, reset,
    /** Offer those that fit the season; a lever taken away counts as not used. Of two people each says whose it is. */
    offer(keys, isCouple) {
      for (const one of controls) {
        one.element.hidden = Boolean(keys) && !keys.includes(one.key);
        const name = one.element.querySelector(".lever-name");
        if (name) name.textContent = (isCouple && one.field.couple_label) || one.field.label;
      }
      for (const part of parts) part.element.hidden = part.mine.every((one) => one.element.hidden);
      count();
    },
  };
}
