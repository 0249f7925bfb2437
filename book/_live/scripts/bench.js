// Where code is written and run: the listing that becomes an editor, buttons, output.

import { drawPictures } from "./live_pictures.js";
import { button, make } from "./parts.js";
import * as python from "./python.js";

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const MOST_SHOWN = 200_000;  // characters; Python itself stops at half as many

export class Bench {
  /**
   * @param {object} settings
   * @param {HTMLElement} settings.listing - The code as the book shows it.
   * @param {HTMLElement} [settings.above] - What the buttons follow, if not the listing.
   * @param {string} settings.original - Its text.
   * @param {string} settings.text - The reader's text, or the original.
   * @param {string} settings.name - What the code is, for screen readers.
   * @param {Record<string, () => void>} settings.keys - Actions by key.
   * @param {(text: string | undefined) => void} settings.onEdit - Takes the reader's text.
   */
  constructor({ listing, above = listing, original, text, name, keys, onEdit }) {
    Object.assign(this, { listing, original, text, name, keys, onEdit });
    this.editButton = button("Edit", () => this.edit());
    this.stopButton = button("Stop", () => python.stop());
    this.stopButton.hidden = true;
    this.resetButton = button("Reset", () => this.reset());
    this.resetButton.hidden = text === original;
    this.buttons = make("div", "live-buttons");
    this.buttons.setAttribute("role", "group");
    this.buttons.setAttribute("aria-label", `Actions: ${name}`);
    this.keysHint = make("p", "live-keys", "Click the code to change it.");
    this.status = make("div", "live-status");
    this.status.setAttribute("role", "status");
    this.bar = make("progress", "live-progress");
    this.bar.setAttribute("aria-label", "Loading Python");
    this.output = make("pre", "live-output");
    this.output.tabIndex = 0;
    this.output.setAttribute("role", "region");
    this.output.setAttribute("aria-label", `Output: ${name}`);
    this.bar.hidden = this.output.hidden = true;
    this.pictures = make("div", "live-drawn");
    this.below = make("div", "live-below", this.buttons, this.keysHint, this.bar, this.status,
      this.output, this.pictures);
    above.after(this.below);
    listing.addEventListener("click", (event) => {
      if (!this.below.hidden && !event.target.closest("button")) this.edit();
    });
    if (text !== original) this.listing.querySelector("pre").textContent = text;
  }

  /** Put an editor in the listing's place. */
  async edit() {
    this.opening ??= this.open();
    await this.opening;
    this.editor?.focus();
  }

  async open() {
    let createEditor;
    try {
      ({ createEditor } = await import("./editor.js"));
    } catch {
      this.opening = null;
      return this.say("The editor could not be loaded. The page needs to be served: make serve.");
    }
    this.editor = createEditor({
      text: this.text, label: this.name, keys: this.keys, onChange: (text) => this.changed(text),
    });
    this.listing.replaceWith(this.editor.dom);
    this.editButton.remove();
    this.keysHint.textContent = this.describeKeys();
    return undefined;
  }

  describeKeys() {
    const run = MAC ? "⌘ Enter" : "Ctrl Enter";
    const first = this.keys["Mod-Enter"] === this.keys["Shift-Enter"]
      ? [`${run} or Shift Enter runs`] : [`${run} runs`, "Shift Enter checks"];
    return [...first, "Esc, then Tab, leaves the editor"].join(" · ");
  }

  changed(text) {
    this.text = text;
    this.resetButton.hidden = text === this.original;
    this.onEdit(text === this.original ? undefined : text);
  }

  /** Bring the original text back; the editor can undo that. */
  async reset() {
    await this.edit();
    if (!this.editor) return;
    this.editor.replace(this.original);
    this.clear();
    this.say("The original is back. Undo in the editor brings your text again.");
  }

  /** Write a sentence that a screen reader says, too. */
  say(...content) {
    this.status.replaceChildren(...content);
  }

  /** Bring the status into view, if it is not: below long code it would be missed. */
  showStatus() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.status.scrollIntoView({ block: "nearest", behavior: still ? "instant" : "smooth" });
  }

  clear() {
    this.output.textContent = "";
    this.output.hidden = true;
    this.status.replaceChildren();
    this.pictures.replaceChildren();
    this.drawing = null;
  }

  /**
   * Have Python do something with the text, and show what is printed meanwhile.
   *
   * @returns {Promise<object | null>} The answer; null where there is none to show.
   */
  async ask(request) {
    if (!this.stopButton.hidden) return null;  // it is running
    this.clear();
    this.resetButton.hidden = false;
    this.working(true);
    if (python.isBusy()) this.say("Waits until the other code has run.");
    try {
      return await python.ask(request, {
        loading: (part) => this.showLoading(part),
        started: () => { this.bar.hidden = true; this.say("Running …"); },
        printed: (text) => this.print(text),
      });
    } catch (error) {
      this.say(error.message);
      return null;
    } finally {
      this.working(false);
    }
  }

  working(yes) {
    this.stopButton.hidden = !yes;
    this.below.classList.toggle("working", yes);
    if (!yes) this.bar.hidden = true;
  }

  showLoading(part) {
    if (this.bar.hidden) this.say("Loading Python: once, about 18 MB.");
    this.bar.hidden = false;
    this.bar.value = part;
    if (part >= 1) this.bar.removeAttribute("value");  // now it starts: for how long is unknown
  }

  print(text) {
    this.output.hidden = false;
    if (this.output.textContent.length < MOST_SHOWN) this.output.append(text);
  }

  /** Show an answer that is a value, pictures or an error, and say so. */
  showValue({ value, defined = [], error, pictures, ms }) {
    if (pictures) this.draw(pictures);
    if (value != null) this.print(value);
    if (error) {
      this.print(error);
      this.say(`Stopped with an error: ${error.trimEnd().split("\n").at(-1)}`);
    } else {
      const silent = value == null && this.output.hidden && !pictures;
      const what = defined.length ? "it prints nothing, and defines:" : "nothing was printed.";
      this.say(`Done in ${Math.round(ms)} ms${silent ? `; ${what}` : "."}`);
      if (silent && defined.length) this.print(defined.join("\n"));
    }
  }

  async draw(pictures) {
    this.drawing = pictures;
    const drawn = await drawPictures(pictures);
    if (this.drawing === pictures) this.pictures.replaceChildren(drawn);
  }
}
