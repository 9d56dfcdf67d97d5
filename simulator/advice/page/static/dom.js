// Elements, and the two patterns of the page that need keys: tabs and figures.
// Text of users enters the page here only, as text: nothing in this folder parses HTML.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return element;
}

/** An HTML element; strings among the children become text. */
export const make = (tag, attributes = {}, ...children) => dress(document.createElement(tag), attributes, children);

/** The same for SVG. */
export const draw = (tag, attributes = {}, ...children) =>
  dress(document.createElementNS(SVG, tag), attributes, children);

/** Show text in an element that is there already, or hide it where there is none. */
export function say(element, text) {
  if (element.textContent !== (text || "")) element.textContent = text || "";
  element.hidden = !text;
}

/** A list of sentences. */
export const sentences = (items) => items.map((item) => make("li", {}, item));

/** Make a tablist work as WAI-ARIA describes it: one tab stop, arrows, Home and End; `onOpen(panelId)` when one opens. */
export function tabs(list, onOpen = () => {}) {
  const all = [...list.querySelectorAll("[role=tab]")];
  const shown = () => all.filter((tab) => !tab.hidden);
  const open = (tab, focus) => {
    for (const other of all) {
      const mine = other === tab;
      other.setAttribute("aria-selected", String(mine));
      other.tabIndex = mine ? 0 : -1;
      byId(other.getAttribute("aria-controls")).hidden = !mine;
    }
    if (focus) tab.focus();
    list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2; // where tabs scroll sideways
    onOpen(tab.getAttribute("aria-controls"));
  };
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) open(tab, false);
  });
  list.addEventListener("keydown", (event) => {
    const now = shown();
    const at = now.indexOf(event.target);
    let next;
    if (event.key in step) next = now[(at + step[event.key] + now.length) % now.length];
    if (event.key === "Home") next = now[0];
    if (event.key === "End") next = now[now.length - 1];
    if (!next || at < 0) return;
    event.preventDefault();
    open(next, true);
  });
  const selected = () => all.find((tab) => tab.getAttribute("aria-selected") === "true");
  return {
    open: (id) => open(byId(id), false),
    panel: () => selected().getAttribute("aria-controls"),
    /** Offer a tab or take it away; if it was the open one, the first opens. */
    offer(id, wanted) {
      const tab = byId(id);
      tab.hidden = !wanted;
      if (!wanted && selected() === tab) open(shown()[0], false);
    },
  };
}

const drawn = new Map();

/**
 * Fill a figure: the drawing, the text that says the same, and a table on request.
 *
 * Its parts are made once and then only refilled, so that an open table stays open and focus stays where it is.
 * `drawing` is elements, or a function of the width in pixels that is called again when the width changes.
 */
export function figure(host, { drawing, text, table }) {
  let parts = drawn.get(host);
  if (!parts) {
    const rows = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of the same numbers" });
    parts = {
      drawing: make("div", { class: "drawing" }),
      caption: make("figcaption"),
      rows,
      numbers: make("details", { class: "numbers" }, make("summary", {}, "The same in a table"), rows),
    };
    drawn.set(host, parts);
    host.append(parts.drawing, parts.caption, parts.numbers);
    parts.numbers.addEventListener("toggle", () => fillTable(parts));
    new ResizeObserver(() => redraw(parts)).observe(host);
  }
  Object.assign(parts, { how: drawing, table, width: -1 });
  parts.caption.textContent = text || "";
  redraw(parts);
  parts.numbers.hidden = !table;
  fillTable(parts);
}

function redraw(parts) {
  const width = Math.floor(parts.drawing.clientWidth);
  if (width === parts.width) return;
  if (typeof parts.how === "function") {
    if (!width) return;
    parts.drawing.replaceChildren(parts.how(width));
  } else parts.drawing.replaceChildren(...[parts.how].flat().filter(Boolean));
  parts.width = width;
}

function fillTable({ numbers, rows, table }) {
  if (!table || !numbers.open) return rows.replaceChildren();
  const head = make("tr", {}, ...table.head.map((name) => make("th", { scope: "col" }, name)));
  const body = table.rows.map((row) =>
    make("tr", {}, ...row.map((cell, column) => make(column ? "td" : "th", column ? {} : { scope: "row" }, String(cell ?? "")))),
  );
  return rows.replaceChildren(
    make("table", {}, make("caption", {}, table.caption), make("thead", {}, head), make("tbody", {}, ...body)),
  );
}
