// Hints, one at a time, each asked for.

import { button, count, make, rich } from "./parts.js";
import { recall, remember } from "./store.js";

export class Hints {
  constructor(id, hints) {
    this.id = id;
    this.hints = hints;
    this.shown = 0;
    this.list = make("ol", "live-hints");
    this.list.setAttribute("aria-live", "polite");
    this.list.hidden = true;
    this.button = button("", () => this.next());
    this.label();
  }

  /** The button, where there are hints. */
  get buttons() {
    return this.hints.length ? [this.button] : [];
  }

  next() {
    this.list.hidden = false;
    this.list.append(rich("li", "hint", this.hints[this.shown]));
    this.shown += 1;
    remember(this.id, { hints: Math.max(recall(this.id).hints ?? 0, this.shown) });
    this.label();
  }

  label() {
    const left = this.hints.length - this.shown;
    this.button.textContent = left ? "Hint" : "No more hints";
    this.button.title = left ? `${count(left, "hint")} left` : "";
    this.button.disabled = !left;
  }
}
