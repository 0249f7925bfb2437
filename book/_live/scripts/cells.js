// Cells of a chapter that can be changed and run.

import { Bench } from "./bench.js";
import { button, count, make } from "./parts.js";
import { cellId, recall, remember } from "./store.js";

/** Return name and text of what runs before the first cell. */
export const setup = () => ["setup", document.querySelector(".live-setup")?.dataset.code ?? ""];

/** Bring cells to life; return of each its element, name, text as it is, and as it was. */
export function startCells(cells) {
  const above = [setup()];
  return cells.map((cell, position) => {
    const name = `cell ${position + 1}`;
    const bench = startCell(cell, name, () => above.slice(0, position + 1).map(current));
    above.push([name, bench]);
    return { cell, name, text: () => bench.text, original: bench.original };
  });
}

const current = ([name, code]) => [name, typeof code === "string" ? code : code.text];

function startCell(cell, name, above) {
  const listing = cell.querySelector(".cell_input > [class*=highlight-]");
  const stored = cell.querySelector(".cell_output");
  const original = listing.querySelector("pre").textContent.trimEnd();
  const id = cellId(DOCUMENTATION_OPTIONS.pagename, original);
  const text = recall(id).text ?? original;
  const bench = new Bench({
    listing, above: listing.parentElement, original, text, name: `Code of ${name}`,
    keys: { "Mod-Enter": run, "Shift-Enter": run }, onEdit: (edited) => remember(id, { text: edited }),
  });
  if (text !== original) bench.say("Changed by you; Reset brings the original back.");
  bench.buttons.append(bench.editButton, button("Run", run), bench.stopButton, bench.resetButton);
  bench.resetButton.addEventListener("click", () => { if (stored) stored.hidden = false; });
  cell.classList.add("live-cell");
  return bench;

  async function run() {
    const answer = await bench.ask({ kind: "cell", cell: name, code: bench.text, above: above() });
    if (!answer) return;
    if (stored) stored.hidden = true;
    bench.showValue(answer);
    cell.dispatchEvent(new Event("live-ran", { bubbles: true }));
    if (answer.also > 1) {
      bench.status.append(make("span", "", ` ${count(answer.also - 1, "cell")} above ran first.`));
    }
  }
}
