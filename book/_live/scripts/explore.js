// Figures that the reader moves: first from values stored with the page, then computed.

import { setup } from "./cells.js";
import { makeControl } from "./explore_controls.js";
import { unpack, written } from "./explore_frames.js";
import { startGuess } from "./explore_guess.js";
import { makeDraggable, showHandles } from "./explore_handles.js";
import { colors, draw, heightOf } from "./explore_plot.js";
import { button, make } from "./parts.js";
import * as python from "./python.js";

const NEAR = "600px";  // from here on a figure is made ready
const NARROW = 560;  // pixels: below, plots stand below one another
const GAP = 20;
const SQUARE = 420;  // pixels: a plane that stands alone is no wider
const SOON = 200;  // milliseconds: until then nobody needs to be told that it computes
const MOST_KEPT = 400;
const LOADING = "Loading Python, once, about 17 MB.";
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
    this.at = [...this.start];
    this.computed = new Map();
    this.build();
    this.guess = spec.guess && startGuess(this, spec.guess);
    place.querySelector(":scope > figcaption, :scope > p.caption")?.before(this.element);
    if (!this.element.isConnected) place.append(this.element);
    cell.classList.add("explore-ready");
    new ResizeObserver(() => this.fit()).observe(this.element);
    new MutationObserver(() => this.redraw())
      .observe(document.documentElement, { attributeFilter: ["data-theme"] });
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
    this.plots = make("div", "explore-plots");
    this.panes = this.spec.plots.map((plot) => {
      const pane = make("div", "explore-pane", make("p", "explore-title", plot.title));
      makeDraggable(pane);
      this.plots.append(pane);
      return pane;
    });
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
    this.element = make("div", "explore", this.panel, this.plots, this.numbers, actions,
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
      const values = this.spec.controls[k].texts.map((text) => Number(plain(text)));
      const wanted = i ? y : x;
      const position = values.reduce((best, value, p) => (
        Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? p : best), 0);
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
    const near = this.untouched && !this.quick && this.stored?.between(this.at, this.ordered);
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
    this.redraw();
    const told = Object.entries(frame.numbers).map(([name, value]) => [
      name, typeof value === "string" ? value : about + written(value)]);
    this.numbers.replaceChildren(...told.map(([name, value]) => (
      make("div", "", make("dt", "", name), make("dd", "", value)))));
    clearTimeout(this.telling);
    const sentence = told.map(([name, value]) => `${name}: ${value}`).join("; ");
    this.telling = setTimeout(() => { this.spoken.textContent = sentence; }, 700);
  }

  fit() {
    const width = Math.floor(this.plots.clientWidth);
    if (width && width !== this.width) { this.width = width; this.redraw(); }
  }

  redraw() {
    if (!this.width || !this.frame) return;
    this.sizes().forEach((size, k) => {
      const { title } = this.spec.plots[k];
      const marks = this.frame.plots[title] ?? [];
      const svg = draw(this.library, this.spec.plots[k], marks, size);
      const old = this.panes[k].querySelector("svg");
      if (old) old.replaceWith(svg); else this.panes[k].append(svg);
      showHandles(this.panes[k], svg, this.handles(marks, title));
      this.guess?.mark(svg, title);
      this.panes[k].style.width = `${size.width}px`;
      this.legend(k, marks);
    });
  }

  sizes() {
    const { plots } = this.spec;
    const across = this.width < NARROW ? 1 : plots.length;
    const shares = plots.map(({ equal, hidden }) => (equal || hidden ? 1 : 1.3));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const room = this.width - GAP * (across - 1);
    const widths = shares.map((share, k) => {
      if (across > 1) return Math.floor((room * share) / total);
      if (plots.length > 1 && plots[k].equal && plots[k].hidden) return Math.floor((room - GAP) / 2);
      return plots[k].equal ? Math.min(room, SQUARE) : room;
    });
    const heights = plots.map((plot, k) => heightOf(plot, widths[k]));
    const tallest = across > 1 ? Math.max(...heights) : 0;
    const shape = across > 1 || this.width < NARROW ? 0.72 : 0.46;
    return plots.map((_, k) => ({
      width: widths[k],
      height: heights[k] || tallest || Math.round(Math.min(340, Math.max(210, widths[k] * shape))),
    }));
  }

  legend(k, marks) {
    const inks = colors(marks);
    const entries = marks.map(({ kind, label, dashed }, i) => [kind, label, inks[i], dashed])
      .filter(([, label]) => label);
    const key = JSON.stringify(entries);
    if (this.panes[k].dataset.legend === key) return;
    this.panes[k].dataset.legend = key;
    const shown = entries.map(([kind, label, ink, dashed]) => {
      const sample = make("i", `sample ${kind}${dashed ? " dashed" : ""}`);
      sample.style.setProperty("--ink", `var(--plot-${ink})`);
      return make("span", "", sample, label);
    });
    this.panes[k].querySelector(".explore-legend")?.remove();
    const legend = make("span", "explore-legend", ...shown);
    legend.setAttribute("aria-hidden", "true");  // the picture's own name says it
    this.panes[k].querySelector(".explore-title").append(legend);
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
