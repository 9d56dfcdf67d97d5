// The pictures. Numbers and words come from the server; here they only get a place on the screen.
// Colour never stands alone: full, striped and hollow, dot and line, and a text beside each picture.

import { draw, make } from "./dom.js";

const PERSON = "M10 1.5a3.7 3.7 0 1 1 0 7.4a3.7 3.7 0 0 1 0-7.4M3.2 18.5v-3.5c0-3.2 3-4.8 6.8-4.8s6.8 1.6 6.8 4.8v3.5z";
const PAIR = ["translate(-1 6) scale(.58)", "translate(8.4 6) scale(.58)"];
const CELL = 21;

let halves = 0;

/** A fill whose left half is full and whose right half is empty. */
function half() {
  halves += 1;
  const id = `half-${halves}`;
  const stops = [[0, "full"], [0.5, "full"], [0.5, "empty"], [1, "empty"]];
  const gradient = draw("linearGradient", { id }, ...stops.map(([offset, kind]) => draw("stop", { offset, class: kind })));
  return { fill: `url(#${id})`, defs: draw("defs", {}, gradient) };
}

/** One person, or for couples two: full, half or hollow. */
function somebody(kind, fill, pair, transform) {
  const look = { class: `person ${kind}`, fill: kind === "half" ? fill : null };
  if (!pair) return draw("path", { d: PERSON, transform, ...look });
  return draw("g", { transform }, ...PAIR.map((place) => draw("path", { d: PERSON, transform: place, ...look })));
}

/**
 * One hundred in one block: those who match at the low end, those only at the high end, and the others.
 * "Fewer than 1" and "more than 99" keep one half figure: nothing is certain.
 */
export function people({ low, high }, label, pair) {
  const { fill, defs } = half();
  const place = (index) => `translate(${(index % 10) * CELL} ${Math.floor(index / 10) * CELL})`;
  const kind = (index) => (index < Math.min(low, 99) ? "full" : index < Math.max(high, 1) ? "half" : "none");
  const all = Array.from({ length: 100 }, (_, index) => somebody(kind(index), fill, pair, place(index)));
  return draw("svg", { viewBox: `-3 -1 ${10 * CELL + 4} ${10 * CELL + 1}`, class: "people", role: "img", "aria-label": label }, defs, ...all);
}

/** What the three kinds mean, with how many there are of each. */
export function peopleKey({ low, high }, who, pair) {
  const entries = [
    ["full", low, `${who} even at the low end of the range`],
    ["half", high - low, "only at the high end"],
    ["none", 100 - high, "at neither end"],
  ];
  const sign = (kind) => {
    const { fill, defs } = half();
    return draw("svg", { viewBox: "-3 0 26 20", class: "sign", "aria-hidden": "true" }, defs, somebody(kind, fill, pair));
  };
  return make("ul", { class: "key" }, ...entries.filter(([kind, count]) => count || kind !== "half").map(([kind, count, words]) =>
    make("li", {}, sign(kind), make("span", {}, make("strong", {}, counted(count)), ` ${words}`))));
}

/** A count of 100 in words: never none, never all. */
export const counted = (count) => (count < 1 ? "fewer than 1" : count > 99 ? "more than 99" : String(count));

const at = (value) => `${Math.min(Math.max(value, 0), 100)}%`;
const strip = (height, ...parts) => draw("svg", { class: "strip", height, "aria-hidden": "true" }, ...parts);

function spread({ low, high, central }, y) {
  const parts = [];
  if (low !== undefined && high !== undefined) parts.push(
    draw("line", { x1: at(low), x2: at(high), y1: y, y2: y, class: "spread" }),
    ...[low, high].map((end) => draw("line", { x1: at(end), x2: at(end), y1: y - 7, y2: y + 7, class: "end" })));
  if (central !== undefined) parts.push(draw("circle", { cx: at(central), cy: y, r: 6.5, class: "dot" }));
  return parts;
}

/** The range on a line from none to all of 100, over the zones. */
export function rangeBar({ of_100: of, zone_bounds: bounds }) {
  const edges = bounds ? [0, bounds[0] * 100, bounds[1] * 100, 100] : [0, 100];
  const names = ["red", "yellow", "green"];
  const zones = edges.slice(1).flatMap((end, index) => {
    const start = edges[index];
    if (!bounds || end <= start) return [];
    return [draw("rect", { x: at(start), width: at(end - start), y: 0, height: 34, class: `zone ${names[index]}` }),
      draw("text", { x: at((start + end) / 2), y: 50, class: "label middle" }, names[index])];
  });
  const ticks = [0, 25, 50, 75, 100].map((tick) =>
    draw("text", { x: at(tick), y: 68, class: `label ${tick === 0 ? "" : tick === 100 ? "last" : "middle"}` }, String(tick)));
  const rail = bounds ? [] : [draw("line", { x1: 0, x2: "100%", y1: 17, y2: 17, class: "rail" })];
  return draw("svg", { class: "strip range", height: 72, "aria-hidden": "true" }, ...zones, ...rail, ...spread(of, 17), ...ticks);
}

function axis(ticks, place) {
  return make("li", { class: "row axis", "aria-hidden": "true" }, make("span"), strip(18, ...ticks.map((tick, index) =>
    draw("text", { x: place(tick), y: 13, class: `label ${index === 0 ? "" : index === ticks.length - 1 ? "last" : "middle"}` }, String(tick)))), make("span"));
}

const row = (name, picture, words, extra) => make("li", { class: "row" }, make("span", { class: "row-name" }, name), picture,
  make("span", { class: "row-words" }, words), extra && make("span", { class: "row-extra" }, extra));

const SINGLE = 15;
const HEAD = 10;
const LEAST = 0.01;

/** Where on the list the match falls: a bar a place, the many small ones of a long list together, then no match. */
export function positions(view) {
  const open = view.by_position.filter((one) => !one.closed);
  const rare = open.findIndex((one) => one.probability < LEAST);
  const shown = open.length <= SINGLE ? open : open.slice(0, Math.min(HEAD, rare < 0 ? HEAD : rare));
  const rest = open.slice(shown.length);
  const together = rest.reduce((sum, one) => sum + one.probability, 0);
  const top = Math.max(0.1, together, ...shown.map((one) => one.probability), view.no_match?.probability ?? 0);
  const bar = (p, kind = "match") => strip(20, draw("rect", { width: at((100 * p) / top), height: 20, class: `bar ${kind}` }));
  const rows = shown.map((one) => row(`${one.position}. ${one.program}`, bar(one.probability), one.words));
  if (rest.length) rows.push(row(restName(rest), bar(together), counted(Math.round(100 * together))));
  const closed = view.by_position.filter((one) => one.closed);
  if (closed.length) rows.push(row(closed.length === 1 ? `${closed[0].position}. ${closed[0].program}` : `${closed.length} programs that cannot add anything`, bar(0), closed.length === 1 ? closed[0].closed : "see the table"));
  if (view.no_match) rows.push(row("No match", bar(view.no_match.probability, "no-match"), view.no_match.words));
  return make("ul", { class: "rows" }, ...rows);
}

const restName = (rest) => (rest.length === 1 ? `${rest[0].position}. ${rest[0].program}` : `Places ${rest[0].position} to ${rest[rest.length - 1].position} together`);

/** Strategies on one scale of 100, the season as it stands as a dotted line through all. */
export function strategies(view) {
  const now = view.strategies.find((one) => one.base)?.of_100;
  const line = () => now !== undefined && draw("line", { x1: at(now), x2: at(now), y1: 0, y2: 30, class: "now-line" });
  const rows = view.strategies.map((one) => row(
    [one.name, (one.what_if || one.yours) && make("span", { class: "tag" }, one.yours ? "yours" : "what if")],
    strip(30, draw("line", { x1: 0, x2: "100%", y1: 15, y2: 15, class: "rail" }), line(), ...spread({ low: one.low, high: one.high, central: one.of_100 }, 15)),
    one.words, one.caution && make("span", { class: "caution" }, "! ", one.caution)));
  return make("ul", { class: "rows wide" }, ...rows, axis([0, 25, 50, 75, 100], at));
}

/** What moves the answer most: how many more or fewer of 100, as a range around no change; giants are cut. */
export function moves(list, axis) {
  const place = (value) => (100 * (value - axis.low)) / (axis.high - axis.low);
  const rows = list.map((one) => row([one.label, one.can && make("span", { class: "tag" }, "still in your hands")],
    strip(26, draw("line", { x1: at(place(0)), x2: at(place(0)), y1: 0, y2: 26, class: "now-line" }), ...(one.broken ? cut(one, place) : whole(one, place))), one.words));
  const ticks = [axis.low, 0, axis.high];
  const signed = (tick) => (tick > 0 ? `${tick} more` : tick < 0 ? `${-tick} fewer` : "no change");
  const near = (tick) => Math.abs(place(tick) - place(0)) < 30; // percent of the strip: no room for both words
  const scale = make("li", { class: "row axis", "aria-hidden": "true" }, make("span"), strip(18, ...ticks.map((tick, index) =>
    tick && near(tick) ? null : draw("text", { x: at(place(tick)), y: 13, class: `label ${["", "middle", "last"][index]}` }, signed(tick)))), make("span"));
  return make("ul", { class: "rows wide" }, scale, ...rows);
}

const whole = ({ low, high, of_100_change: middle }, place) =>
  spread({ low: place(low ?? middle), high: place(high ?? middle), central: middle === undefined ? undefined : place(middle) }, 13);

/** A range beyond the scale: a line to the edge, cut twice near its end, with a point for the way in which it goes on. */
function cut({ low, high }, place) {
  const [end, inward] = low + high > 0 ? [100, -1] : [0, 1];
  const slash = (where) => draw("svg", { x: at(end + inward * where), y: 4, width: 1, height: 18, overflow: "visible" },
    draw("line", { x1: -4, x2: 4, y1: 18, y2: 0, class: "cut" }));
  const tip = draw("svg", { x: at(end), y: 13, width: 1, height: 1, overflow: "visible" },
    draw("path", { d: `M0 0l${9 * inward} -6v12z`, class: "tip" }));
  return [draw("line", { x1: at(place(0)), x2: at(end), y1: 13, y2: 13, class: "spread" }), slash(9), slash(11.5), tip];
}

const OUTCOMES = [["both", "Both match"], ["first_only", "Only the first"], ["second_only", "Only the second"], ["neither", "Neither"]];

/** The four outcomes of a couple on one scale of 100. */
export function couple(view) {
  const rows = OUTCOMES.filter(([key]) => view.couple[key]).map(([key, name]) => {
    const one = view.couple[key];
    return row(name, strip(30, draw("line", { x1: 0, x2: "100%", y1: 15, y2: 15, class: "rail" }),
      ...spread({ low: one.low * 100, high: one.high * 100, central: one.probability * 100 }, 15)), one.words ?? String(one.of_100));
  });
  return make("ul", { class: "rows wide" }, ...rows, axis([0, 25, 50, 75, 100], at));
}

function plane(width, height, { x, y, xTicks, yTicks, xName, yName, right = 12 }) {
  const box = { left: 34, right: width - right, top: 30, bottom: height - 44 };
  const px = (value) => box.left + ((value - x[0]) / (x[1] - x[0] || 1)) * (box.right - box.left);
  const py = (value) => box.bottom - ((value - y[0]) / (y[1] - y[0] || 1)) * (box.bottom - box.top);
  const parts = [
    ...yTicks.flatMap((tick) => [draw("line", { x1: box.left, x2: box.right, y1: py(tick), y2: py(tick), class: "grid-line" }),
      draw("text", { x: box.left - 6, y: py(tick) + 4, class: "label last" }, String(tick))]),
    ...xTicks.map(({ value, text }) => draw("text", { x: px(value), y: box.bottom + 17, class: "label middle" }, text)),
    draw("text", { x: (box.left + box.right) / 2, y: height - 6, class: "label middle" }, xName),
    draw("text", { x: 4, y: 13, class: "label" }, `↑ ${yName}`),
  ];
  return { px, py, box, parts };
}

const path = (points) => points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

function steps(most, count) {
  const size = [1, 2, 3, 5, 10, 20, 50, 100].find((one) => most / one <= count) ?? 100;
  return Array.from({ length: Math.floor(most / size) + 1 }, (_, index) => index * size);
}

/** Matches of 100 by number of interviews: the range as a band, other people as a dashed line, this season as a mark. */
export function curve(view, label) {
  return (width) => {
    const points = view.curve;
    const height = Math.min(360, Math.max(250, width * 0.55));
    const most = Math.max(...points.map((one) => one.interviews), 1);
    const { px, py, box, parts } = plane(width, height, { x: [0, most], y: [0, 100], yTicks: [0, 25, 50, 75, 100], right: 18,
      xTicks: steps(most, width / 45).map((value) => ({ value, text: String(value) })), xName: "interviews", yName: "how many of 100 match" });
    const line = (name) => points.filter((one) => one[name] !== undefined && one[name] !== null).map((one) => [px(one.interviews), py(100 * one[name])]);
    const band = `${path(line("low"))}${path(line("high").reverse()).replace("M", "L")}Z`;
    const observed = line("observed");
    const middle = line("probability");
    const here = view.curve_at ?? view.interviews?.expected;
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
      ...zonesBehind(view, box, py), ...parts, draw("path", { d: band, class: "band" }),
      draw("path", { d: path(line("low")), class: "edge" }), draw("path", { d: path(line("high")), class: "edge" }),
      middle.length > 1 && draw("path", { d: path(middle), class: "middle-line" }),
      observed.length > 1 && draw("path", { d: path(observed), class: "observed" }),
      here !== undefined && hereMark(px(Math.min(here, most)), box));
  };
}

function zonesBehind({ zone_bounds: bounds }, box, py) {
  if (!bounds) return [];
  const edges = [0, bounds[0] * 100, bounds[1] * 100, 100];
  return ["red", "yellow", "green"].map((name, index) => draw("rect", { x: box.left, width: box.right - box.left,
    y: py(edges[index + 1]), height: py(edges[index]) - py(edges[index + 1]), class: `zone ${name}` }));
}

function hereMark(x, box) {
  const near = x > (box.left + box.right) / 2;
  return draw("g", {}, draw("line", { x1: x, x2: x, y1: box.top, y2: box.bottom, class: "here" }),
    draw("text", { x: near ? x - 6 : x + 6, y: box.bottom - 8, class: `label strong ${near ? "last" : ""}` }, "this season"));
}

/** What the lines of the curve mean. */
export function curveKey(view) {
  const has = (name) => view.curve.some((one) => one[name] !== undefined && one[name] !== null);
  const sign = (...parts) => draw("svg", { viewBox: "0 0 30 16", class: "sign long", "aria-hidden": "true" }, ...parts);
  const line = (kind) => sign(draw("line", { x1: 1, x2: 29, y1: 8, y2: 8, class: kind }));
  return make("ul", { class: "key across" },
    make("li", {}, sign(draw("rect", { x: 1, y: 2, width: 28, height: 12, class: "band" })), make("span", {}, "this applicant, as a range")),
    has("probability") && make("li", {}, line("middle-line"), make("span", {}, "this applicant, central")),
    has("observed") && make("li", {}, line("observed"), make("span", {}, "other people with so many ranks")),
    make("li", {}, line("here"), make("span", {}, "this season")));
}

/** Further invitations by week: nine of ten seasons in the wide band, five of ten in the narrow one. */
export function fan({ dates, quantiles, expected }, label) {
  return (width) => {
    const height = Math.min(340, Math.max(240, width * 0.5));
    const most = Math.max(1, ...quantiles["0.95"]);
    const every = Math.max(1, Math.ceil(dates.length / (width / 75)));
    const { px, py, box, parts } = plane(width, height, { x: [0, Math.max(dates.length - 1, 1)], y: [0, most * 1.05], yTicks: steps(most, 6), right: 26,
      xTicks: dates.map((date, value) => ({ value, text: shortDate(date) })).filter((_, index) => index % every === 0), xName: "by this day", yName: "further invitations" });
    const stairs = (values) => values.flatMap((value, index) => (index ? [[px(index), py(values[index - 1])], [px(index), py(value)]] : [[px(0), py(value)]]));
    const band = (low, high) => `${path(stairs(quantiles[low]))}${path(stairs(quantiles[high]).reverse()).replace("M", "L")}Z`;
    return draw("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...parts,
      draw("path", { d: band("0.05", "0.95"), class: "band" }), draw("path", { d: band("0.25", "0.75"), class: "band inner" }),
      expected && draw("path", { d: path(expected.map((value, index) => [px(index), py(value)])), class: "middle-line" }),
      draw("line", { x1: box.left, x2: box.right, y1: box.bottom, y2: box.bottom, class: "base-line" }));
  };
}

/** What the bands of the fan mean. */
export function fanKey(fan) {
  const sign = (kind) => draw("svg", { viewBox: "0 0 30 16", class: "sign long", "aria-hidden": "true" }, draw("rect", { x: 1, y: 2, width: 28, height: 12, class: kind }));
  return make("ul", { class: "key across" }, make("li", {}, sign("band"), make("span", {}, "9 of 10 seasons")),
    make("li", {}, sign("band inner"), make("span", {}, "5 of 10 seasons")),
    fan.expected && make("li", {}, draw("svg", { viewBox: "0 0 30 16", class: "sign long", "aria-hidden": "true" },
      draw("line", { x1: 1, x2: 29, y1: 8, y2: 8, class: "middle-line" })), make("span", {}, "expected number")));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-11-15" as "15 Nov". */
export function shortDate(day) {
  const [, month, date] = String(day).split("-").map(Number);
  return month ? `${date} ${MONTHS[month - 1]}` : String(day);
}
