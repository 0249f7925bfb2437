// Keys: chapters, sections, search, theme, code; a list of them under "?".

import { button, make } from "./parts.js";

const OFF = "dlbook-keys-off";
const FIELDS = "input, textarea, select, [contenteditable], .cm-editor, dialog[open]";

/** Listen; `openSearch` and `toggleCode` do what they are called. */
export function startKeys({ openSearch, toggleCode }) {
  const follow = (selector) => () => document.querySelector(selector)?.click();
  const keys = {
    "n": ["Next chapter", follow("a.right-next")],
    "p": ["Previous chapter", follow("a.left-prev")],
    "j": ["Next section", () => step(1)],
    "k": ["Section before", () => step(-1)],
    "/": ["Search (Ctrl K, too)", openSearch],
    "t": ["Theme: light, dark, as the system", follow("button.theme-switch-button")],
    "c": ["Hide or show all code", toggleCode],
    "?": ["This list", () => list.showModal()],
  };
  const list = makeList(keys);
  document.body.append(list);
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (modified || target.closest?.(FIELDS) || !Object.hasOwn(keys, key)) return;
    if (key !== "?" && isOff()) return;
    event.preventDefault();
    keys[key][1]();
  });
}

/** Go to the next section's heading, or the one before. */
function step(by) {
  const headings = [...document.querySelectorAll("article :is(h1, h2, h3)")];
  const margin = 90;  // below the page's head
  const tops = headings.map((heading) => heading.getBoundingClientRect().top - margin);
  const to = by > 0 ? tops.findIndex((top) => top > 2) : tops.findLastIndex((top) => top < -2);
  const heading = headings[to];
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollBy(0, tops[to]);
}

function makeList(keys) {
  const rows = Object.entries(keys).flatMap(([key, [what]]) => [
    make("dt", "", make("kbd", "", key)), make("dd", "", what),
  ]);
  const on = make("input");
  on.type = "checkbox";
  on.checked = !isOff();
  on.addEventListener("change", () => {
    try { localStorage.setItem(OFF, on.checked ? "" : "yes"); } catch { /* it is refused */ }
  });
  const title = make("h2", "", "Keys");
  title.id = "keys-title";
  const dialog = make("dialog", "keys", title, make("dl", "", ...rows),
    make("p", "", make("label", "", on, " Listen to these keys")),
    button("Close", () => dialog.close()));
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  return dialog;
}

function isOff() {
  try { return localStorage.getItem(OFF) === "yes"; } catch { return false; }
}
