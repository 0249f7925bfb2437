// An exercise that the page cannot check: the reader marks it as done.

import { decode, make } from "./parts.js";
import { recall, remember } from "./store.js";
import { startTrial } from "./trial.js";

export function startMark(root) {
  const id = root.dataset.exercise;
  startTrial(root, decode(root.dataset.secret));
  const box = make("input");
  box.type = "checkbox";
  box.checked = Boolean(recall(id).done);
  box.addEventListener("change", () => {
    remember(id, { done: box.checked ? new Date().toISOString() : undefined });
  });
  root.append(make("label", "live-mark", box, " I have done this"));
}
