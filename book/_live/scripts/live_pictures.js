// Pictures that a cell draws in the page: marks of dlbook.notebook.draw.

import { Panes, numberList } from "./explore_panes.js";
import { written } from "./explore_frames.js";
import { make } from "./parts.js";

/** Return an element that shows what Python has drawn. */
export async function drawPictures(pictures) {
  const [library] = await Promise.all([import("./plot.js"), loadStyle()]);
  return make("div", "live-pictures", ...pictures.map(({ plots, frame }) => {
    const panes = new Panes(library, plots);
    panes.show(frame.plots);
    const told = Object.entries(frame.numbers).map(([name, value]) => [name, written(value)]);
    return make("div", "explore", panes.element, make("dl", "explore-numbers", ...numberList(told)));
  }));
}

/** A page without a figure that moves has not loaded how plots look. */
function loadStyle() {
  const known = document.querySelector("link[href*='live/live.css']");
  if (!known || document.querySelector("link[href*='live/explore.css']")) return undefined;
  const link = Object.assign(make("link"), {
    rel: "stylesheet", href: known.href.replace(/live\.css.*/, "explore.css"),
  });
  document.head.append(link);
  return new Promise((done) => { link.onload = link.onerror = done; });
}
