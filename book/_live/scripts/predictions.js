// What follows a prediction in its section is folded (predictions.css) until the reader has
// answered, or asks to see it.

import { button, make } from "./parts.js";
import { recallPrediction, rememberPrediction, SEEN } from "./store.js";

export function startPredictions(widgets) {
  const cells = widgets.map(startPrediction);
  const show = () => showTarget(cells);
  window.addEventListener("hashchange", show);
  show();
}

function startPrediction(widget) {
  const cell = widget.closest("div.cell");
  const key = widget.dataset.key;
  const see = button("Show it without an answer", () => {
    rememberPrediction(key, SEEN);
    cell.classList.add("shown");
    cell.nextElementSibling?.scrollIntoView({ block: "nearest" });
  }, "");
  cell.append(make("p", "folded-below", "The result is shown once you have answered. ", see));
  cell.classList.toggle("shown", recallPrediction(key) === SEEN);
  return cell;
}

/** Unfold what a link leads to. */
function showTarget(cells) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folding = target ? cells.filter((cell) => folds(cell, target)) : [];
  folding.forEach((cell) => cell.classList.add("shown"));
  if (folding.length) target.scrollIntoView();
}

/** Whether a place is among what a cell folds: in its section, below it, in no subsection. */
function folds(cell, target) {
  let place = target;
  while (place && place.parentElement !== cell.parentElement) place = place.parentElement;
  return place !== null && place !== cell && place.localName !== "section"
    && Boolean(cell.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
}
