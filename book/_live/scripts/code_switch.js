// Hide the code of all cells, for readers who want text and results first.

import { button } from "./parts.js";

const KEY = "dlbook-hide-code";

/** Put the switch into the page's head; return what flips it. */
export function startCodeSwitch(cells) {
  const page = document.documentElement;
  const place = document.querySelector(".article-header-buttons");
  if (!place || !cells.some((cell) => cell.querySelector(".cell_input"))) return () => {};
  const made = button("", flip, "btn btn-sm code-switch");
  place.prepend(made);
  set(stored() === "yes");
  return flip;

  function flip() {
    const hide = !page.classList.contains("hide-code");
    set(hide);
    try { localStorage.setItem(KEY, hide ? "yes" : "no"); } catch { /* until the page is left */ }
  }

  function set(hide) {
    page.classList.toggle("hide-code", hide);
    made.textContent = hide ? "Show code" : "Hide code";
  }
}

function stored() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}
