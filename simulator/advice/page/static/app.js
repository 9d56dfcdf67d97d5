// The page: what was asked, what came back, and who is told. Nothing is stored; closing the page forgets it.

import { byId, make, say, tabs } from "./dom.js";
import * as server from "./server.js";
import { guided, levers } from "./controls.js";
import { said, show, showCurve, showMoves, showSeason } from "./answer.js";

const IDLE = 1200; // ms without a change before seasons are simulated
const CALM = 900; // ms without a new number before it is announced
const REST = 300; // ms without a change before an open part is fetched anew
const BYTES = 1_000_000;

const state = { scenario: null, view: null, source: "", id: 0, limits: {}, defaults: {} };
let form;
let lever;
let sourceTabs;
let partTabs;
let idle;
let calm;
let behind;

const asker = new server.Asker(ask, answered, refused, working);
const refiner = new server.Background("/api/refine", {
  progress: ({ done, total }) => refining(done, total),
  answer: (found) => refined(found),
  failed: (error) => refining(0, 0, error.status === 429 ? "" : `The simulation stopped: ${error.message}`),
});

async function ask({ make: build, levers: moved, id }) {
  const found = build ? await build() : { scenario: state.scenario };
  const view = await server.answer({ scenario: found.scenario, levers: moved, id, curve: partTabs.panel() === "panel-curve" });
  return { ...found, view, fresh: Boolean(build) };
}

function answered({ scenario, yaml, view, fresh, source }, question) {
  trouble("");
  if (fresh) took(scenario, yaml, source);
  Object.assign(state, { view, id: question.id });
  byId("session").hidden = false;
  document.body.classList.add("answered");
  lever.offer(view.levers_available, Boolean(view.couple));
  say(byId("lever-faults"), "");
  show(view, partTabs);
  settled(question, view);
  if (question.arrive) arrive();
}

/** A new season is on the page: forget what was about the last one. */
function took(scenario, yaml, source) {
  state.scenario = scenario;
  state.source = source;
  if (yaml !== undefined && document.activeElement !== byId("yaml")) byId("yaml").value = yaml;
  ["file-faults", "text-faults"].forEach((id) => faultList(id, []));
  ["figure-moves", "figure-fan", "figure-second-fan", "whose-fan", "whose-second-fan"].forEach((id) => (byId(id).hidden = true));
  byId("plan").replaceChildren();
  server.stopMoves();
  Object.values(PARTS).forEach((part) => (part.fetched = null));
  if (source === "form") form.faults([]);
}

function arrive() {
  byId("start").open = false;
  byId("answer-title").focus({ preventScroll: true });
  byId("answer").scrollIntoView({ block: "start" });
}

function settled(question, view) {
  if (question.at) {
    performance.mark("number", { detail: { id: question.id } });
    performance.measure("change to number", { start: question.at, end: performance.now() });
  }
  clearTimeout(calm);
  calm = setTimeout(() => (byId("announce").textContent = view.headline), CALM);
  refining(0, 0, quickly(view));
  clearTimeout(idle);
  idle = setTimeout(() => refine(question), IDLE);
  clearTimeout(behind);
  behind = setTimeout(() => fetchPart(partTabs.panel()), REST);
}

function refused(error, question) {
  if (!(error instanceof server.Faulty)) {
    if (!(error instanceof server.Refused)) throw error;
    return trouble(error.status === 429 ? "The program is busy with other questions. Please try again in a moment." : error.message);
  }
  trouble("");
  if (question.source === "form") form.faults(error.faults);
  else if (question.source) {
    faultList(`${question.source === "example" ? "text" : question.source}-faults`, error.faults);
    if (question.source === "example") sourceTabs.open("tab-text");
  } else say(byId("lever-faults"), error.faults.map(server.faultText).join(" "));
  return undefined;
}

function working(is) {
  byId("working").hidden = !is;
  byId("working-words").textContent = is ? "Working out the answer …" : "";
}

const trouble = (text) => say(byId("trouble"), text);

/** Ask about the season on the page with the levers as they stand. */
function askAgain(at) {
  quiet();
  asker.want({ levers: lever.values(), at });
}

/** Ask about a season that `build` makes; levers go back. */
function askNew(source, build, arriving = true) {
  quiet();
  asker.forget();
  lever.reset();
  asker.want({ levers: {}, source, arrive: arriving, make: async () => ({ ...(await build()), source }) });
}

function quiet() {
  clearTimeout(idle);
  refiner.cancel();
}

// Simulated seasons --------------------------------------------------------------------------------------------------

function refine({ levers: moved, id = state.id }) {
  if (!byId("refine-on").checked || !state.scenario || document.hidden) return;
  refiner.begin({ id, scenario: state.scenario, levers: moved, replicates: state.defaults.replicates ?? 50_000 });
}

function refining(done, total, text) {
  const bar = byId("refine-progress");
  bar.hidden = !total;
  bar.max = total || 1;
  bar.value = done;
  byId("refined").textContent = text ?? `Simulating seasons to check this answer: ${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} …`;
}

/** What the first answer rests on, while it may still move by a little. */
function quickly({ draws }) {
  if (!draws || draws.used >= draws.of) return "";
  const next = byId("refine-on").checked ? "It is now being checked with all of them, and the range may still move a little." : "";
  return `A quick answer, from ${draws.used} of the model’s ${draws.of} parameter sets. ${next}`.trim();
}

/** Show the answer that was checked, and say so where what stood here before was not quite the same. */
function refined({ words, view }) {
  let moved = "";
  if (view && (view.id ?? state.id) === state.id) {
    const [before, after] = [state.view, view].map((one) => said(one));
    if (before !== after) moved = ` The quick answer said ${before}; this more careful one says ${after}.`;
    state.view = view;
    show(view, partTabs);
    fetchPart(partTabs.panel());
    if (moved) byId("announce").textContent = `Checked.${moved}`;
  }
  refining(0, 0, `${words}${moved}`);
}

// Parts that are asked for when they are opened -----------------------------------------------------------------------

const PARTS = {
  "panel-curve": { have: (view) => view.curve, ask: curveOf, show: (view) => view === state.view && showCurve(view), words: "Working this out …" },
  "panel-moves": { have: (view) => view.moves, ask: server.moves, show: showMoves, words: "Trying one change at a time …" },
  "panel-season": { have: (view) => view.fan || view.plan, ask: server.season, show: showSeason, words: "Working this out; with hundreds of programs it can take half a minute …" },
};

/** The curve with the levers as they stand: answers leave it out while nobody looks, which makes them come sooner. */
async function curveOf(question) {
  const of = state.view;
  const { curve, curve_at, text } = await server.answer({ ...question, curve: true });
  Object.assign(of, { curve, curve_at, text: { ...of.text, curve: text.curve } });
  return of;
}

/** Fetch what the open panel shows, unless it came with the answer or is there already; one request at a time. */
async function fetchPart(panel) {
  const part = PARTS[panel];
  if (!part || part.busy) return;
  part.busy = true;
  const host = byId(panel);
  const waiting = host.querySelector(".waiting");
  let goesOn = true;
  while (goesOn && partTabs.panel() === panel && state.view && !part.have(state.view) && part.fetched !== state.scenario) {
    host.setAttribute("aria-busy", "true");
    pending(waiting, part.words);
    goesOn = await fetchOnce(part, waiting);
  }
  part.busy = false;
  host.setAttribute("aria-busy", "false");
  pending(waiting, "");
}

function pending(host, text) {
  host.hidden = !text;
  host.querySelector("[role=status]").textContent = text;
  host.querySelector("progress").removeAttribute("value");
}

/** Ask for a part once; whether there is any sense in asking again. */
async function fetchOnce(part, waiting) {
  const about = state.scenario;
  const bar = waiting.querySelector("progress");
  try {
    const found = await part.ask({ scenario: about, levers: state.view.levers ?? {} }, ({ done, total }) => done && Object.assign(bar, { max: total, value: done }));
    if (about !== state.scenario) return true;
    if (part.ask !== curveOf) part.fetched = about; // the curve belongs to one position of the levers only
    part.show(found);
  } catch (error) {
    if (error instanceof server.Stopped || about !== state.scenario) return true;
    refused(error, {});
    return false;
  }
  return true;
}

// Where a season comes from ------------------------------------------------------------------------------------------

function fromForm(arriving) {
  const { values, wrong } = form.read();
  form.faults(wrong);
  if (!wrong.length) askNew("form", () => server.check({ form: values }), arriving);
  else if (arriving) byId("form-faults").focus();
}

const fromText = (text, source) => askNew(source, () => server.check({ yaml: text }));

async function fromFile(file) {
  faultList("file-faults", []);
  sourceTabs.open("tab-file");
  byId("start").open = true;
  const most = state.limits.upload_bytes ?? BYTES;
  if (file.size > most) return faultList("file-faults", [{ text: `${file.name}: a scenario has at most ${size(most)} (this file has ${size(file.size)}). It is a short text; take one of the examples as a pattern.` }]);
  const text = await readText(file);
  if (text === null) return faultList("file-faults", [{ text: `${file.name}: this is not text, whatever its name says (an image or an office document?). A scenario is a text file in YAML.` }]);
  return fromText(text, "file");
}

/** A file's text, or null where its bytes are no UTF-8 text. */
async function readText(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const size = (bytes) => (bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1e3)} kB`);

function faultList(id, faults) {
  const host = byId(id);
  host.hidden = !faults.length;
  if (!faults.length) return host.replaceChildren();
  const more = id === "text-faults" ? (fault) => goToLine(fault) : () => null;
  const heading = faults.length === 1 ? "One thing in this text needs another look:" : `${faults.length} things in this text need another look:`;
  host.replaceChildren(make("p", {}, heading), make("ul", {}, ...faults.map((fault) => make("li", {}, server.faultText(fault), more(fault)))));
  host.focus();
  return undefined;
}

function goToLine({ line }) {
  if (!line) return null;
  const button = make("button", { type: "button", class: "inline" }, `Go to line ${line}`);
  button.addEventListener("click", () => {
    const area = byId("yaml");
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  });
  return button;
}

/** The examples by what they are about; each a plain title with the question that it asks. */
function exampleList(examples) {
  const groups = [...new Set(examples.map((one) => one.group))];
  const item = (one) => {
    const button = make("button", { type: "button" }, make("strong", {}, one.name), one.question && make("span", {}, one.question));
    button.addEventListener("click", () => askNew("example", () => server.example(one.file)));
    return make("li", {}, button);
  };
  byId("examples").replaceChildren(...groups.flatMap((group) => [make("h3", {}, group),
    make("ul", { class: "examples" }, ...examples.filter((one) => one.group === group).map(item))]));
}

// Wiring -------------------------------------------------------------------------------------------------------------

function wireForm() {
  let typing;
  const guidedForm = byId("guided");
  guidedForm.addEventListener("submit", (event) => {
    event.preventDefault();
    fromForm(true);
  });
  guidedForm.addEventListener("reset", (event) => {
    event.preventDefault();
    form.reset();
    form.faults([]);
  });
  guidedForm.addEventListener("input", () => {
    if (state.source !== "form") return;
    clearTimeout(typing);
    typing = setTimeout(() => fromForm(false), 250);
  });
}

function wireFile() {
  const file = byId("file");
  file.addEventListener("change", () => {
    if (file.files[0]) fromFile(file.files[0]);
    file.value = "";
  });
  const over = (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("dropping", event.type === "dragover");
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer?.files[0]) fromFile(event.dataTransfer.files[0]);
  });
}

function wireText() {
  byId("use-text").addEventListener("click", () => fromText(byId("yaml").value, "text"));
  byId("copy-text").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(byId("yaml").value);
      byId("copied").textContent = "Copied.";
    } catch {
      byId("yaml").select();
      byId("copied").textContent = "The browser does not let the page copy; the text is selected, press Ctrl+C.";
    }
  });
}

function wireDownloads() {
  byId("downloads").addEventListener("click", async (event) => {
    const button = event.target.closest("[data-kind]");
    if (!button || !state.scenario || button.getAttribute("aria-disabled") === "true") return;
    const status = byId("download-status");
    button.setAttribute("aria-disabled", "true");
    status.textContent = "Preparing …";
    try {
      const name = await server.download(button.dataset.kind, { scenario: state.scenario, levers: lever.values(), options: { names: byId("with-names").checked } });
      status.textContent = `Saved: ${name}`;
    } catch (error) {
      status.textContent = error.message;
    }
    button.removeAttribute("aria-disabled");
  });
}

function wireRest() {
  byId("reset").addEventListener("click", (event) => {
    lever.reset();
    askAgain(event.timeStamp);
  });
  byId("refine-on").addEventListener("change", (event) => {
    if (event.target.checked && state.view) refine({ levers: lever.values() });
    else {
      refiner.cancel();
      refining(0, 0, state.view ? quickly(state.view) : "");
    }
  });
  addEventListener("pagehide", quiet);
  new IntersectionObserver(([entry]) => (byId("pinned").hidden = entry.isIntersecting || !state.view)).observe(byId("answer"));
  const below = ([entry]) => (byId("more-below").hidden = entry.isIntersecting || entry.boundingClientRect.top < entry.rootBounds?.top);
  new IntersectionObserver(below, { root: byId("levers") }).observe(byId("levers-end"));
}

async function begin() {
  sourceTabs = tabs(document.querySelector("#start [role=tablist]"));
  partTabs = tabs(byId("parts"), fetchPart);
  let start;
  try {
    start = await server.start();
  } catch (error) {
    return trouble(error.message);
  }
  Object.assign(state, { limits: start.limits ?? {}, defaults: start.defaults ?? {} });
  form = guided(byId("fields"), byId("form-faults"), start.form);
  lever = levers(byId("lever-list"), start.levers, start.themes, (values, event) => askAgain(event.timeStamp));
  exampleList(start.examples);
  byId("version").textContent = `matchsim ${start.version}`;
  wireForm();
  wireFile();
  wireText();
  wireDownloads();
  wireRest();
  document.body.dataset.ready = "yes";
  performance.mark("ready");
  if (start.opened) askNew("file", async () => start.opened, false);
  return undefined;
}

begin();
