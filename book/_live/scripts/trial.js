// Code that an exercise shows to be tried: it is run, and not checked.

import { Bench } from "./bench.js";
import { button } from "./parts.js";

export function startTrial(root, known) {
  const listing = root.querySelector("[class*=highlight-]");
  if (!listing || !known.runs) return { hide() {}, show() {} };
  const bench = new Bench({
    listing, original: known.starter, text: known.starter,
    name: `Code of “${root.dataset.title}”`,
    keys: { "Mod-Enter": run, "Shift-Enter": run }, onEdit: () => {},
  });
  bench.buttons.append(
    bench.editButton, button("Run", run), bench.stopButton, bench.resetButton,
  );
  return {
    hide: () => { bench.below.hidden = true; },
    show: () => { bench.below.hidden = false; },
  };

  async function run() {
    const answer = await bench.ask({ kind: "run", code: bench.text });
    if (answer) bench.showValue(answer);
  }
}
