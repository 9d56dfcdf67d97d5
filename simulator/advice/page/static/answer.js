// One answer of the server, put into the page. Only outputs are refilled: inputs, focus and scroll stay as they are.

import { byId, figure, make, say, sentences } from "./dom.js";
import * as charts from "./charts.js";

const words = (view) => view.text || {};

/** Whose number comes first: the applicant's, or for a couple that both match. `shown` is the number or the range. */
function first(view) {
  const one = view.couple?.both ?? view;
  const [who, unit] = one === view ? ["match", "applicants"] : ["both match", "couples"];
  return { of_100: one.of_100, shown: one.answer_words, who, unit, range: one.range_words ? `plausibly ${one.range_words}` : "" };
}

/** The answer in a few words, to be compared with another. */
export function said(view) {
  const { shown, range } = first(view);
  return range ? `${shown} of 100, ${range}` : `${shown} of 100`;
}

/** Show a whole view. */
export function show(view, partTabs) {
  const lead = first(view);
  head(view, lead);
  picture(view, lead);
  kindness(view);
  place(view);
  coupleTab(view);
  if (view.curve?.length) showCurve(view);
  moves(view);
  strategies(view);
  season(view);
  partTabs.offer("tab-couple", Boolean(view.couple));
  partTabs.offer("tab-place", Boolean(view.by_position?.length));
  partTabs.offer("tab-curve", !view.couple);
  partTabs.offer("tab-strategies", Boolean(view.strategies?.length));
}

function head(view, lead) {
  byId("season-name").textContent = view.name ? `: ${view.name}` : "";
  byId("big").replaceChildren(make("strong", { class: lead.shown.length > 9 ? "long" : null }, lead.shown), ` of 100 ${lead.who}`, make("span", { class: "range-words" }, lead.range));
  byId("headline").textContent = view.headline;
  const limits = view.limits || [];
  byId("first-limit").textContent = limits[0] || "";
  byId("limits").replaceChildren(...sentences(limits.slice(1)));
  byId("limits").parentElement.hidden = limits.length < 2;
  const before = view.as_it_stands?.words;
  say(byId("as-it-stands"), before);
  const now = `${lead.shown} of 100 ${lead.who}${lead.range ? `, ${lead.range}` : ""}`;
  byId("levers-now").replaceChildren(make("strong", {}, now), before ? make("span", {}, ` ${before}`) : "");
  byId("pinned").textContent = now;
}

function picture(view, lead) {
  const of = lead.of_100;
  const label = `Of 100 ${lead.unit}, ${of.low} ${lead.who} at the low end of the range and ${of.high} at the high end.`;
  const zone = view.zone && !view.couple ? make("p", { class: "zone-words" }, make("span", { class: `zone-tag ${view.zone}` }, view.zone), ` ${view.zone_words || ""}`) : null;
  const beside = make("div", { class: "beside" }, charts.peopleKey(of, lead.who, Boolean(view.couple)), zone, charts.rangeBar({ ...view, of_100: of, zone_bounds: view.couple ? null : view.zone_bounds }));
  figure(byId("figure-picture"), { drawing: [charts.people(of, label, Boolean(view.couple)), beside], text: view.couple ? "" : words(view).picture });
}

/** What can still be done, and who listens, where the outlook is poor; then what was taken for granted. */
function kindness(view) {
  const support = byId("support");
  const [opening, ...steps] = (view.support || []).map((one) => one.text ?? one);
  support.hidden = !opening;
  support.replaceChildren(...(opening ? [make("h3", {}, opening), make("ul", {}, ...sentences(steps))] : []));
  byId("facts").replaceChildren(...sentences(view.facts || []));
  warnings(view.warnings || [], view.grave_warnings ?? 0);
}

const FIRST_WARNINGS = 2;

function warnings(all, grave) {
  const host = byId("warnings");
  const open = host.querySelector("details")?.open;
  const first = Math.max(FIRST_WARNINGS, grave);
  const more = all.slice(first);
  host.hidden = !all.length;
  host.replaceChildren(make("h3", {}, "Please check"), make("ul", {}, ...sentences(all.slice(0, first))),
    more.length ? make("details", { open }, make("summary", {}, `${more.length} more taken for granted`), make("ul", {}, ...sentences(more))) : "");
}

function place(view) {
  if (!view.by_position?.length) return;
  const row = (one) => [`${one.position}. ${one.program}`, one.closed ? `cannot add anything: ${one.closed}` : one.words];
  figure(byId("figure-place"), { drawing: charts.positions(view), text: words(view).by_position,
    table: { caption: "Of 100 people like this, how many match at each place of the list", head: ["Place", "Of 100"],
      rows: [...view.by_position.map(row), ...(view.no_match ? [["No match", view.no_match.words]] : [])] } });
}

function coupleTab(view) {
  if (!view.couple) return;
  const { alone = [], places = [] } = view.couple;
  const list = (title, items) => (items.length ? [make("h4", {}, title), make("ul", {}, ...sentences(items))] : []);
  const cost = list("What staying together costs each", alone.map((one) => one.cost_words ?? one.words));
  const where = list("Where couples live of whom both match, of 100", places.map((one) => `${one.place}: ${one.words}`));
  figure(byId("figure-couple"), { drawing: [charts.couple(view), ...cost, ...where], text: words(view).couple });
}

/** Matches by number of interviews; may come after the rest. */
export function showCurve(view) {
  const text = words(view).curve;
  const range = (one) => one.words ?? `${Math.round(one.low * 100)} to ${Math.round(one.high * 100)}`;
  const other = view.curve.some((one) => one.observed !== undefined && one.observed !== null);
  const host = byId("figure-curve");
  figure(host, { drawing: (width) => make("div", {}, charts.curve(view, text || "Matches of 100 by number of interviews")(width), charts.curveKey(view)), text,
    table: { caption: "Matches of 100 by number of interviews", head: ["Interviews", "This applicant, of 100", ...(other ? ["Other people, of 100"] : [])],
      rows: view.curve.map((one) => [one.interviews, range(one), ...(other ? [one.observed === undefined || one.observed === null ? "no figure" : Math.round(one.observed * 100)] : [])]) } });
}

function moves(view) {
  if (view.moves) showMoves(view);
}

/** What moves the answer; may come after the rest. */
export function showMoves({ moves: list, axis, text }) {
  const drawing = list.length ? charts.moves(list, axis) : make("p", {}, "Nothing that can be changed moves this answer by 1 of 100 or more.");
  byId("figure-moves").hidden = false;
  const table = { caption: "One thing at a time: how many more or fewer of 100 match, plausibly", head: ["What would be different", "Of 100, plausibly", "Still in your hands"],
    rows: list.map((one) => [one.label, one.words, one.can ? "yes" : ""]) };
  figure(byId("figure-moves"), { drawing, text: text?.moves, table: list.length ? table : undefined });
}

const dollars = (one) => [one.cost_usd_total, one.cost_usd_added].map((usd) => (usd === undefined || usd === null ? "" : `$${Math.round(usd).toLocaleString("en-US")}`));

function strategies(view) {
  if (!view.strategies?.length) return;
  figure(byId("figure-strategies"), { drawing: charts.strategies(view), text: words(view).strategies,
    table: { caption: "Strategies: matches of 100, and application fees in US dollars", head: ["Strategy", "Of 100, plausibly", "More of 100, plausibly", "Fees in all", "Fees added"],
      rows: view.strategies.map((one) => [one.name, one.range_words, one.difference_words ?? "", ...dollars(one)]) } });
}

function season(view) {
  if (view.fan || view.plan) showSeason(view);
}

/** The season ahead, of a couple of both; may come after the rest. */
export function showSeason(view) {
  const isCouple = Boolean(view.second_fan || view.plan?.some((one) => one.who));
  showFan(view.fan, "fan", words(view).fan, isCouple);
  showFan(view.second_fan, "second-fan", words(view).second_fan, isCouple);
  const steps = view.plan?.length ? [make("h3", {}, "What can still be done"), make("ul", { class: "plan" }, ...view.plan.map(step))] : [];
  if (!words(view).fan && !steps.length) steps.push(make("p", {}, "Nothing more is to come in this season that the model could tell of."));
  byId("plan").replaceChildren(...steps);
}

/** Bands over the weeks; where nothing can come the sentence alone, for an empty chart would say nothing. */
function showFan(fan, name, text, isCouple) {
  const host = byId(`figure-${name}`);
  const isEmpty = !fan || Math.max(...fan.quantiles["0.95"]) < 1;
  host.hidden = !text;
  byId(`whose-${name}`).hidden = isEmpty || !isCouple;
  if (!text) return;
  if (isEmpty) return void figure(host, { drawing: [], text });
  const whole = (width) => make("div", {}, charts.fan(fan, text)(width), charts.fanKey(fan));
  const row = (date, index) => [charts.shortDate(date), `${fan.quantiles["0.05"][index]} to ${fan.quantiles["0.95"][index]}`];
  figure(host, { drawing: whole, text,
    table: { caption: "Further invitations by then, in 9 of 10 seasons", head: ["By", "Invitations"], rows: fan.dates.map(row) } });
}

const step = ({ when, what, why, who }) => make("li", {}, when && make("span", { class: "when" }, who ? `${when} · ${who}` : when), make("strong", {}, what), why && make("span", { class: "why" }, why));
