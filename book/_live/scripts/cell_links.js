// A link to each cell, shown when the cell is pointed at or its Copy button has the focus.

import { make } from "./parts.js";

export function startCellLinks(cells) {
  cells.forEach((cell) => {
    const code = cell.querySelector(":scope .cell_input div.highlight");
    if (!code) return;
    const link = make("a", "cell-link", "#");
    link.href = `#${cell.id}`;
    link.setAttribute("aria-label", "Link to this cell");
    link.tabIndex = -1;  // one stop for the keyboard in a cell: arrows lead on from Copy
    code.append(link);
    code.addEventListener("keydown", (event) => {
      const stops = [...code.querySelectorAll("button.copybtn, a.cell-link")];
      const at = stops.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (at < 0 || !step) return;
      event.preventDefault();
      stops[(at + step + stops.length) % stops.length].focus();
    });
  });
}
