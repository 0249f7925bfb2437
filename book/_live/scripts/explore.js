// Figures that the reader moves: first from values stored with the page, then computed.

import { setup } from "./cells.js";
import { makeControl } from "./explore_controls.js";
import { unpack, written } from "./explore_frames.js";
import { startGuess } from "./explore_guess.js";
import { makeDraggable, showHandles } from "./explore_handles.js";
import { Panes, numberList } from "./explore_panes.js";
import { button, make } from "./parts.js";
import * as python from "./python.js";

const NEAR = "600px";  // from here on a figure is made ready
const SOON = 200;  // milliseconds: until then nobody needs to be told that it computes
const MOST_KEPT = 400;
const LOADING = "Loading Python, once, about 18 MB.";
const MEAN = "Until then, ≈: a mean of what is stored.";

/**
 * @param {HTMLElement[]} cells - The cells tagged `explore`.
 * @param {{cell: HTMLElement, name: string, text: () => string, original: string}[]} benches -
 *   The cells that can be run, in the page's order.
 */
export function startExplorables(cells, benches) {
  const data = document.querySelector("script.explorables");
  if (!data || location.protocol === "file:") return;
  const specs = JSON.parse(data.textContent);
  cells.forEach((cell, k) => {
    const place = cell.querySelector("figure") ?? cell.querySelector(".cell_output");
    if (!place || !specs[k]) return;
    place.id ||= `explore-${k + 1}`;
    const above = benches.filter((bench) => (
      bench.cell.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING));
    const begin = once(() => Explorable.begin(cell, place, specs[k], above));
    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      begin();
    }, { rootMargin: NEAR }).observe(cell);
    const follow = async () => {
      const wanted = readLink(place.id);
      if (wanted) (await begin())?.follow(wanted);
    };
    window.addEventListener("hashchange", follow);
    follow();
  });
}

function once(action) {
  let result;
  return () => { result ??= action(); return result; };
}

/** Return what a link to a figure asks for, `#name?control=value&…`; null for other links. */
function readLink(id) {
  const [name, query] = location.hash.slice(1).split("?");
  return query && decodeURIComponent(name) === id ? new URLSearchParams(query) : null;
}

const plain = (text) => text.replaceAll("−", "-").replaceAll(",", "");

class Explorable {
  /** Make a figure ready; if what it needs cannot be loaded, the picture stays. */
  static async begin(cell, place, spec, above) {
    try {
      const [library, stored] = await Promise.all([import("./plot.js"), unpack(spec.stored)]);
      return new Explorable(cell, place, spec, above, library, stored);
    } catch (error) {
      console.warn("A figure stays as it is:", error);
      return null;
    }
  }

  constructor(cell, place, spec, above, library, stored) {
    Object.assign(this, { cell, place, spec, above, library, stored });
    this.start = spec.controls.map(({ start }) => start);
    this.ordered = spec.controls.map(({ ordered }) => ordered);
    this.values = spec.controls.map(({ texts }) => texts.map((text) => Number(plain(text))));
    this.at = [...this.start];
    this.computed = new Map();
    this.build();
    this.guess = spec.guess && startGuess(this, spec.guess);
    place.querySelector(":scope > figcaption, :scope > p.caption")?.before(this.element);
    if (!this.element.isConnected) place.append(this.element);
    cell.classList.add("explore-ready");
    // Whoever runs a changed cell above wants to see what it changes here.
    document.addEventListener("live-ran", ({ target }) => {
      if (!above.some((bench) => bench.cell === target)) return;
      this.computed.clear();
      this.show();
    });
    this.show();
  }

  build() {
    this.controls = this.spec.controls.map((control, k) => (
      makeControl(control, (position) => this.move(k, position))));
    this.panel = make("fieldset", "explore-controls", make("legend", "only-spoken", "Controls"),
      ...this.controls.map(({ element }) => element));
    this.panes = new Panes(this.library, this.spec.plots, (pane, svg, marks, title) => {
      showHandles(pane, svg, this.handles(marks, title));
      this.guess?.mark(svg, title);
    });
    this.panes.panes.forEach(makeDraggable);
    this.numbers = make("dl", "explore-numbers");
    this.resetButton = button("Reset", () => this.goTo(this.start));
    this.stopButton = button("Stop", () => python.stop());
    this.stopButton.hidden = true;
    this.status = make("p", "explore-status");
    this.spoken = make("p", "only-spoken");
    this.status.setAttribute("role", "status");
    this.spoken.setAttribute("role", "status");
    const actions = make("div", "explore-actions", this.resetButton,
      button("Copy link", () => this.copyLink()), this.stopButton, this.status);
    this.element = make("div", "explore", this.panel, this.panes.element, this.numbers, actions,
      this.spoken);
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "A figure that can be moved");
  }

  // --- moving ---------------------------------------------------------------------------

  move(control, position) {
    if (this.at[control] === position) return;
    this.at[control] = position;
    this.show();
  }

  goTo(at) {
    this.at = [...at];
    this.controls.forEach(({ move }, k) => move(at[k]));
    this.show();
  }

  /** Move controls to what a link asks for, and bring the figure into view. */
  follow(query) {
    const at = this.spec.controls.map(({ name, texts }, k) => {
      const position = texts.findIndex((text) => plain(text) === query.get(name));
      return position < 0 ? this.at[k] : position;
    });
    this.goTo(at);
    this.place.scrollIntoView({ block: "center" });
  }

  async copyLink() {
    const query = new URLSearchParams(
      this.spec.controls.map(({ name, texts }, k) => [name, plain(texts[this.at[k]])]));
    const url = new URL(location.href);
    url.hash = `${this.place.id}?${query}`;
    history.replaceState(history.state, "", url);
    try {
      await navigator.clipboard.writeText(url.href);
      this.say("The link to this state is copied.");
    } catch {
      this.say("The link to this state is in the address bar.");
    }
  }

  /** Move two controls to where a point, or an arrow's tip from its foot, was dragged. */
  drag(names, [x, y]) {
    names.forEach((name, i) => {
      const k = this.spec.controls.findIndex((control) => control.name === name);
      const wanted = i ? y : x;
      const far = this.values[k].map((value) => Math.abs(value - wanted));
      const position = far.indexOf(Math.min(...far));
      this.controls[k].move(position);
      this.at[k] = position;
    });
    this.show();
  }

  // --- showing --------------------------------------------------------------------------

  /** Whether the code above is the book's own, which the stored values come from. */
  get untouched() {
    return this.above.every((bench) => bench.text() === bench.original);
  }

  known(at) {
    return (this.untouched && this.stored?.exact(at)) || this.computed.get(at.join());
  }

  show() {
    this.resetButton.disabled = this.at.every((position, k) => position === this.start[k]);
    const known = this.known(this.at);
    if (known) {
      this.wanted = null;
      this.say("");
      this.render(known);
      return;
    }
    const near = this.untouched && !this.quick && this.stored?.between(this.at, this.ordered, this.spec.plots);
    if (near) this.render(near, "≈ ");
    this.compute();
  }

  /** Have Python compute what is wanted last; moves in the meantime are left out. */
  async compute() {
    this.wanted = [...this.at];
    if (this.busy) return;
    this.busy = true;
    while (this.wanted) {
      const at = this.wanted;
      const answer = await this.ask(at);
      const current = this.wanted && at.join() === this.wanted.join();
      if (current || !answer) this.wanted = null;
      if (answer?.frame) {
        if (this.computed.size >= MOST_KEPT) this.computed.clear();
        this.computed.set(at.join(), answer.frame);
        this.quick = answer.ms < 80;
        // What was computed on the way is shown, too: the figure follows the hand.
        if (current || this.wanted) { this.render(answer.frame); this.say(""); }
      }
    }
    this.busy = false;
  }

  async ask(at) {
    const above = [setup(), ...this.above.map(({ name, text }) => [name, text()])];
    const slow = setTimeout(() => this.say("Computing …", true), SOON);
    try {
      const answer = await python.ask({ kind: "frame", code: this.spec.code, above, at }, {
        loading: (part) => {
          clearTimeout(slow);
          const state = part < 1 ? `${Math.floor(100 * part)}%` : "Starting …";
          this.say([LOADING, state, this.about && MEAN].filter(Boolean).join(" "));
        },
        started: () => { this.element.setAttribute("aria-busy", "true"); },
        printed: () => {},
      });
      if (answer.error) this.say(`The function stopped: ${answer.error.trimEnd().split("\n").at(-1)}`);
      return answer.error ? null : answer;
    } catch (error) {
      this.say(error.message);
      return null;
    } finally {
      clearTimeout(slow);
      this.stopButton.hidden = true;
      this.element.removeAttribute("aria-busy");
    }
  }

  say(text, stoppable = false) {
    if (this.status.textContent !== text) this.status.textContent = text;
    this.stopButton.hidden = !stoppable;
  }

  /** Draw a frame; `about` stands before its numbers. */
  render(frame, about = "") {
    this.frame = frame;
    this.about = about;
    this.panes.show(frame.plots);
    const told = Object.entries(frame.numbers).map(([name, value]) => [
      name, typeof value === "string" ? value : about + written(value)]);
    this.numbers.replaceChildren(...numberList(told));
    clearTimeout(this.telling);
    const sentence = told.map(([name, value]) => `${name}: ${value}`).join("; ");
    this.telling = setTimeout(() => { this.spoken.textContent = sentence; }, 700);
  }

  /** What can be dragged in a plot: where it is, and what then happens. */
  handles(marks, title) {
    const own = marks.filter(({ drag }) => drag).map(({ drag, x, y, dx, dy }) => ({
      at: [x[0] + (dx?.[0] ?? 0), y[0] + (dy?.[0] ?? 0)],
      drag: (to) => this.drag(drag, dx ? [to[0] - x[0], to[1] - y[0]] : to),
    }));
    return this.guess?.asking ? this.guess.handles(title) : own;
  }
}
