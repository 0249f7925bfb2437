// "Predict first": the reader drags a guess before the figure can be moved.

import { written } from "./explore_frames.js";
import { circle } from "./explore_handles.js";
import { button, make } from "./parts.js";
import { recallPrediction, rememberPrediction, SEEN } from "./store.js";

const STEPS = 100;  // of a slider for a number
const GLIDE = 700;  // milliseconds in which the controls move to the answer

/**
 * Ask for a guess, if there is none yet.
 *
 * @param {object} figure - The Explorable.
 * @param {{question: string, of: string, between?: number[], at: number[], key: string}} spec
 */
export function startGuess(figure, spec) {
  const guess = new Guess(figure, spec);
  const kept = recallPrediction(spec.key);
  if (kept === null) guess.open();
  else guess.answered(kept);
  return guess;
}

class Guess {
  constructor(figure, spec) {
    Object.assign(this, { figure, spec });
    this.plot = spec.between ? null : figure.spec.plots.find(({ title }) => this.truthIn(title));
    const lead = make("p", "", make("strong", "kicker", "Predict first. "), spec.question);
    this.fields = make("div", "explore-fields");
    this.lock = button("Lock in my guess", () => this.commit(), "live-button main");
    this.skip = button("Just show me", () => this.commit(SEEN));
    this.again = button("Guess again", () => this.reopen());
    this.verdict = make("p", "explore-verdict");
    this.verdict.setAttribute("role", "status");
    this.box = make("div", "explore-guess", lead, this.fields, this.verdict,
      make("div", "explore-actions", this.lock, this.skip, this.again));
    this.value = spec.between
      ? [(spec.between[0] + spec.between[1]) / 2]
      : ["xlim", "ylim"].map((name) => (this.plot[name][0] + this.plot[name][1]) / 2);
    const ranges = spec.between ? [[spec.of, spec.between]]
      : [[this.plot.x || "x", this.plot.xlim], [this.plot.y || "y", this.plot.ylim]];
    this.inputs = ranges.map(([label, range], k) => this.field(label, range, k));
    figure.element.prepend(this.box);
  }

  field(text, [low, high], k) {
    const input = make("input");
    Object.assign(input, { type: "range", min: 0, max: STEPS, step: 1 });
    const output = make("output", "explore-value");
    const show = () => {
      const told = written(Number(this.value[k].toPrecision(3)));
      output.textContent = told;
      input.setAttribute("aria-valuetext", told);
      input.value = (STEPS * (this.value[k] - low)) / (high - low);
      input.style.setProperty("--done", `${input.value}%`);
    };
    input.addEventListener("input", () => {
      this.value[k] = low + ((high - low) * input.value) / STEPS;
      this.moved();
    });
    const label = make("label", "explore-control",
      make("span", "explore-label", `Your guess: ${text}`), input, output);
    this.fields.append(label);
    return { show };
  }

  moved() {
    this.inputs.forEach(({ show }) => show());
    if (this.plot) this.figure.panes.redraw();
  }

  open() {
    this.asking = true;
    this.figure.panel.disabled = true;
    this.show();
    this.moved();
  }

  show() {
    this.fields.hidden = this.lock.hidden = this.skip.hidden = !this.asking;
    this.again.hidden = this.asking;
    this.box.classList.toggle("asking", this.asking);
  }

  commit(seen) {
    const kept = seen ?? JSON.stringify(this.value.map((v) => Number(v.toPrecision(4))));
    rememberPrediction(this.spec.key, kept);
    this.answered(kept);
    this.again.focus({ preventScroll: true });
    this.glide();
  }

  reopen() {
    this.committed = null;
    this.verdict.textContent = "";
    this.figure.goTo(this.figure.start);
    this.open();
    this.fields.querySelector("input").focus({ preventScroll: true });
  }

  answered(kept) {
    this.asking = false;
    this.figure.panel.disabled = false;
    this.show();
    let value = null;
    try { value = JSON.parse(kept); } catch { /* it was only looked at */ }
    this.committed = Array.isArray(value) && value.every(Number.isFinite)
      && value.length === this.value.length ? value : null;
    const truth = this.truth();
    if (!truth) return;
    const tell = (place) => place.map((v) => written(Number(v.toPrecision(3)))).join(", ");
    const told = tell(truth);
    this.verdict.textContent = this.committed
      ? `Your guess: ${tell(this.committed)}. It is ${told}.` : `It is ${told}.`;
  }

  /** What is right: a number; or the last point of the mark with that label, or its height. */
  truth() {
    const frame = this.figure.stored?.exact(this.spec.at);
    if (!frame) return null;
    const { of, between } = this.spec;
    if (between && of in frame.numbers) return [Number(frame.numbers[of])];
    const titles = Object.keys(frame.plots);
    const mark = titles.map((title) => this.truthIn(title, frame)).find(Boolean);
    return mark && [...(between ? [] : [mark.x.at(-1)]), mark.y.at(-1)];
  }

  truthIn(title, frame = this.figure.stored?.exact(this.figure.start)) {
    return frame?.plots[title].find(({ label }) => label === this.spec.of);
  }

  /** Move the controls to the answer, so that one sees how it comes about. */
  glide() {
    const from = [...this.figure.at];
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const begun = performance.now();
    const step = (now) => {
      const share = still ? 1 : Math.min(1, (now - begun) / GLIDE);
      if (share < 1) {
        const at = from.map((p, k) => Math.round(p + (this.spec.at[k] - p) * share));
        if (this.figure.stored?.exact(at)) this.figure.goTo(at);
        requestAnimationFrame(step);
      } else this.figure.goTo(this.spec.at);
    };
    requestAnimationFrame(step);
  }

  handles(title) {
    if (this.plot?.title !== title) return [];
    const inside = (v, [low, high]) => Math.min(high, Math.max(low, v));
    return [{
      at: this.value,
      drag: ([x, y]) => {
        this.value = [inside(x, this.plot.xlim), inside(y, this.plot.ylim)];
        this.moved();
      },
    }];
  }

  /** Mark the guess in its plot. */
  mark(svg, title) {
    const place = this.asking ? this.value : this.committed;
    if (this.plot?.title !== title || !place) return;
    svg.append(circle("explore-guessed", [
      svg.scale("x").apply(place[0]), svg.scale("y").apply(place[1])], 6));
  }
}
