// What the page asks of the program behind it, which runs on the same computer.

/** Faults of a scenario or a form: `faults` as the server lists them. */
export class Faulty extends Error {
  constructor(faults) {
    super(faults.map(faultText).join("\n"));
    this.faults = faults;
  }
}

/** The server refused or failed, and says why in one sentence. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const GONE =
  "The program behind this page does not answer. Start “matchsim app” again; what you entered stays on this page.";

async function call(path, options) {
  let reply;
  try {
    reply = await fetch(path, { credentials: "omit", cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, GONE);
  }
  if (reply.ok) return reply;
  let body = {};
  try {
    body = await reply.json();
  } catch {
    // no JSON: the sentence below serves
  }
  if (reply.status === 422 && Array.isArray(body.faults)) throw new Faulty(body.faults);
  throw new Refused(reply.status, body.error || `The program behind this page answered ${reply.status}.`);
}

const post = (path, body, signal) =>
  call(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });

const json = async (reply) => (await reply).json();

export const start = () => json(call("/api/start"));
export const example = (file) => json(call(`/api/example/${encodeURIComponent(file)}`));
export const check = (body) => json(post("/api/check", body));
export const answer = (question) => json(post("/api/answer", question));
export const season = (question) => json(post("/api/season", question));

/** One fault in one line: where, what, what was found, what is allowed. */
export function faultText(fault) {
  if (!fault.message) return fault.text ?? "";
  const place = fault.line ? `Line ${fault.line}${fault.column ? `, column ${fault.column}` : ""}: ` : "";
  const what = [fault.field, fault.message].filter(Boolean).join(": ");
  const got = fault.got === undefined || fault.got === "" ? "" : ` (got ${fault.got})`;
  const allowed = fault.allowed ? ` Allowed: ${fault.allowed}.` : "";
  return `${place}${what}${got}.${allowed}${fault.hint ? ` ${fault.hint}` : ""}`;
}

/** Save what the server makes, under the name that it gives. */
export async function download(kind, body) {
  const reply = await post(`/api/download/${encodeURIComponent(kind)}`, body);
  const named = /filename="?([^";]+)"?/.exec(reply.headers.get("Content-Disposition") || "");
  const name = named ? named[1] : kind;
  const url = URL.createObjectURL(await reply.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return name;
}

const LATE = 400; // ms after which the page says that it is working
const AGAIN = 700; // ms before a busy server is asked again
const TRIES = 12;

/**
 * Ask one question at a time: while one is under way only the newest of the others waits.
 *
 * `ask(question)` returns a promise; `show(reply, question)` and `fail(error, question)` are told what came,
 * unless a newer answer is shown already or `forget` was called since; `late(is)` when an answer takes long, and after.
 */
export class Asker {
  constructor(ask, show, fail, late) {
    Object.assign(this, { ask, show, fail, late, waiting: null, busy: false, last: 0, shown: 0 });
  }

  want(question) {
    this.last += 1;
    this.waiting = { ...question, id: this.last };
    if (!this.busy) this.next();
  }

  /** Let no answer to a question asked so far be shown. */
  forget() {
    this.waiting = null;
    this.shown = this.last;
  }

  async next() {
    this.busy = true;
    const slow = setTimeout(() => this.late(true), LATE);
    while (this.waiting) {
      const question = this.waiting;
      this.waiting = null;
      try {
        const reply = await this.patiently(question);
        if (question.id > this.shown) {
          this.shown = question.id;
          this.show(reply, question);
        }
      } catch (error) {
        if (question.id > this.shown && !this.waiting) this.fail(error, question);
      }
    }
    this.busy = false;
    clearTimeout(slow);
    this.late(false);
  }

  /** Ask again where the server is busy, unless something newer waits. */
  async patiently(question, tries = TRIES) {
    try {
      return await this.ask(question);
    } catch (error) {
      if (error.status !== 429 || tries <= 1 || this.waiting) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      return this.patiently(question, tries - 1);
    }
  }
}

/** Something in the background; `on.progress`, `on.answer`, `on.failed`, `on.lost` (given up, or nobody answers). */
export class Background {
  constructor(path, on) {
    Object.assign(this, { path, on, job: null, events: null, turn: 0 });
  }

  async begin(question) {
    this.cancel();
    const turn = this.turn;
    let job;
    try {
      ({ job } = await json(post(this.path, question)));
    } catch (error) {
      if (turn === this.turn) this.on.failed(error);
      else this.on.lost?.();
      return;
    }
    if (turn !== this.turn) {
      stop(job);
      this.on.lost?.();
      return;
    }
    this.job = job;
    this.listen(job);
  }

  listen(job) {
    const events = new EventSource(`/api/refine/${encodeURIComponent(job)}`);
    const mine = () => this.events === events;
    const end = () => {
      events.close();
      if (mine()) this.job = this.events = null;
    };
    const last = (tell) => (event) => {
      const told = mine();
      end();
      if (told) tell(event);
    };
    this.events = events;
    events.addEventListener("progress", (event) => mine() && this.on.progress(JSON.parse(event.data)));
    events.addEventListener("answer", last((event) => this.on.answer(JSON.parse(event.data))));
    events.addEventListener("failed", last((event) => this.on.failed(new Refused(0, JSON.parse(event.data).message))));
    events.onerror = last(() => this.on.lost?.()); // never try again by itself: the job ends with its listener
  }

  cancel() {
    this.turn += 1;
    this.events?.close();
    if (this.job) {
      stop(this.job);
      this.on.lost?.();
    }
    this.job = this.events = null;
  }
}

function stop(job) {
  fetch(`/api/refine/${encodeURIComponent(job)}`, { method: "DELETE", credentials: "omit", keepalive: true }).catch(() => {});
}

/** Thrown where nobody waits for the answer any more. */
export class Stopped extends Error {}

let mover = null;

/** What moves the answer most; `tell({done, total})` as it goes. A newer question stops the one before. */
export function moves(question, tell) {
  stopMoves();
  return new Promise((resolve, reject) => {
    mover = new Background("/api/moves", { progress: tell, answer: resolve, failed: reject, lost: () => reject(new Stopped()) });
    mover.begin({ ...question, background: true });
  });
}

export function stopMoves() {
  mover?.cancel();
  mover = null;
}
