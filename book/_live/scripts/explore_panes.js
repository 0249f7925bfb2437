// Plots side by side, drawn anew as their marks change.

import { colors, draw, heightOf } from "./explore_plot.js";
import { make } from "./parts.js";

const NARROW = 560;  // pixels: below, plots stand below one another
const GAP = 20;
const SQUARE = 420;  // pixels: a plane that stands alone is no wider

export class Panes {
  /**
   * @param {object} library - Observable Plot.
   * @param {object[]} plots - Of each its title, names, limits, scales.
   * @param {(pane: HTMLElement, svg: SVGElement, marks: object[], title: string) => void}
   *   [finish] - Called when a plot was drawn.
   */
  constructor(library, plots, finish = () => {}) {
    Object.assign(this, { library, plots, finish });
    this.element = make("div", "explore-plots");
    this.panes = plots.map(({ title }) => make("div", "explore-pane", make("p", "explore-title", title)));
    this.element.append(...this.panes);
    new ResizeObserver(() => this.fit()).observe(this.element);
    // Images are drawn in the colors of the theme.
    new MutationObserver((_, observer) => {
      if (this.element.isConnected) this.redraw(); else observer.disconnect();
    }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  /** Show marks, by the titles of the plots. */
  show(marks) {
    this.marks = marks;
    this.redraw();
  }

  fit() {
    const width = Math.floor(this.element.clientWidth);
    if (width && width !== this.width) { this.width = width; this.redraw(); }
  }

  /** Draw at once; again not before the screen has shown it, however often it is asked for. */
  redraw() {
    this.stale = true;
    if (this.drawn) return;
    this.drawNow();
    this.drawn = true;
    requestAnimationFrame(() => { this.drawn = false; if (this.stale) this.drawNow(); });
  }

  drawNow() {
    if (!this.width || !this.marks) return;
    this.stale = false;
    this.sizes().forEach((size, k) => {
      const { title } = this.plots[k];
      const pane = this.panes[k];
      const marks = this.marks[title] ?? [];
      const old = pane.querySelector("svg");
      const svg = draw(this.library, this.plots[k], marks, size, old);
      if (old) old.replaceWith(svg); else pane.append(svg);
      pane.style.width = `${size.width}px`;
      this.legend(pane, marks);
      this.finish(pane, svg, marks, title);
    });
  }

  sizes() {
    const { plots } = this;
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

  legend(pane, marks) {
    const inks = colors(marks);
    const entries = marks.map(({ kind, label, dashed }, i) => [kind, label, inks[i], dashed])
      .filter(([, label]) => label);
    const key = JSON.stringify(entries);
    if (pane.dataset.legend === key) return;
    pane.dataset.legend = key;
    const shown = entries.map(([kind, label, ink, dashed]) => {
      const sample = make("i", `sample ${kind}${dashed ? " dashed" : ""}`);
      sample.style.setProperty("--ink", `var(--plot-${ink})`);
      return make("span", "", sample, label);
    });
    pane.querySelector(".explore-legend")?.remove();
    const legend = make("span", "explore-legend", ...shown);
    legend.setAttribute("aria-hidden", "true");  // the picture's own name says it
    pane.querySelector(".explore-title").append(legend);
  }
}

/** Return numbers and their names, as they are told below plots. */
export function numberList(told) {
  return told.map(([name, value]) => make("div", "", make("dt", "", name), make("dd", "", value)));
}
