// Bring the page to life. Python and the editor are loaded when they are first asked for.

import { startCells } from "./cells.js";
import { startChoice } from "./choice.js";
import { startExplorables } from "./explore.js";
import { startMark } from "./mark.js";
import { startPredictions } from "./predictions.js";
import { startProgress } from "./progress.js";
import { describe } from "./states.js";
import { onChange, recall } from "./store.js";
import { warmUp } from "./python.js";
import { startTask } from "./task.js";
import { startTips } from "./tips.js";

const START = {
  code: startTask, choice: startChoice, number: startChoice, open: startMark, notebook: startMark,
};

function showState(work) {
  const [state, text] = describe(recall(work.dataset.exercise));
  const box = work.closest(".exercise");
  const title = box.querySelector(".admonition-title");
  box.dataset.state = state;
  title.querySelector(".state")?.remove();
  if (state) title.append(Object.assign(document.createElement("span"),
    { className: "state", textContent: text }));
}

const works = [...document.querySelectorAll(".live-work")];
works.forEach((work) => START[work.dataset.kind](work));
works.forEach(showState);
onChange(() => works.forEach(showState));
const benches = startCells([...document.querySelectorAll("div.cell.tag_live")]);
startPredictions([...document.querySelectorAll("div.cell .dlbook-predict[data-key]")]);
startExplorables([...document.querySelectorAll("div.cell.tag_explore")], benches);
document.querySelectorAll("div.exercise-list").forEach(startProgress);
startTips();
if (works.length || benches.length) window.addEventListener("load", () => setTimeout(warmUp, 1000));
