// An exercise whose answer is code.

import { Bench } from "./bench.js";
import { Hints } from "./hints.js";
import { button, decode, make } from "./parts.js";
import { showReport } from "./report.js";
import { recall, remember } from "./store.js";

export function startTask(root) {
  const id = root.dataset.exercise;
  const known = decode(root.dataset.secret);
  const record = recall(id);
  const listing = root.querySelector("[class*=highlight-]");
  root.querySelector(".no-script").remove();

  const bench = new Bench({
    listing,
    original: known.starter,
    text: record.text ?? known.starter,
    name: `Your answer to “${root.dataset.title}”`,
    keys: { "Mod-Enter": run, "Shift-Enter": check },
    onEdit: (text) => remember(id, { text }),
  });
  const results = make("div", "live-results");
  const hints = new Hints(id, known.hints ?? []);
  const solution = button("Solution", showSolution);
  const solutionPlace = make("div", "live-solution");
  bench.buttons.append(
    bench.editButton, button("Run", run), emphasized(button("Check", check)), bench.stopButton,
    ...hints.buttons, bench.resetButton, solution,
  );
  bench.below.append(results, hints.list, solutionPlace);
  allowSolution();

  async function run() {
    results.replaceChildren();
    const answer = await bench.ask({ kind: "run", code: bench.text });
    if (answer) bench.showValue(answer);
  }

  async function check() {
    results.replaceChildren();
    const code = bench.text;
    const answer = await bench.ask({ kind: "check", exercise: id, code });
    if (!answer) return;
    if (code !== known.starter) remember(id, { tries: (recall(id).tries ?? 0) + 1 });
    allowSolution();
    if (answer.error) return bench.showValue(answer);
    if (answer.report.passed) remember(id, { done: recall(id).done ?? new Date().toISOString() });
    showReport(answer.report, bench, results);
  }

  function allowSolution() {
    const { tries, done } = recall(id);
    solution.disabled = !tries && !done;
    solution.title = solution.disabled ? "After you have checked an answer of your own" : "";
  }

  function showSolution() {
    remember(id, { seen: true });
    solutionPlace.innerHTML = known.solution;
    solutionPlace.prepend(make("p", "", "One solution; other code that passes is as good."));
    solutionPlace.querySelector("pre").tabIndex = 0;
    solutionPlace.tabIndex = -1;
    solutionPlace.focus();
  }
}

function emphasized(element) {
  element.classList.add("main");
  return element;
}
