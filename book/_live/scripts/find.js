// The search: results below the field while the reader types.

import { make } from "./parts.js";

const KINDS = ["", "Exercises", "The package"];
const MOST = { dialog: [8, 4, 4], page: [40, 20, 20] };  // results of each kind

/** Bring the fields of the search to life; return what opens the search. */
export function startSearch(root) {
  const dialog = document.getElementById("pst-search-dialog");
  if (dialog) startField(dialog, root, MOST.dialog);
  document.querySelectorAll(".search-page").forEach((page) => {
    const input = startField(page, root, MOST.page);
    input.value = new URLSearchParams(window.location.search).get("q") ?? "";
    input.dispatchEvent(new Event("input"));
    input.focus();
  });
  return () => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.querySelector("input").select();
  };
}

function startField(place, root, most) {
  const form = place.querySelector("form");
  const input = form.querySelector("input");
  const status = make("p", "search-status");
  status.setAttribute("role", "status");
  const results = make("div", "search-results");
  form.after(status, results);
  input.addEventListener("focus", () => load(root));
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    const first = results.querySelector("a");
    if (!first) return;
    event.preventDefault();
    first.click();
  });
  place.addEventListener("keydown", (event) => move(event, [input, ...results.querySelectorAll("a")]));
  return input;

  async function show() {
    const query = input.value.trim();
    if (!query) return replace([], "");
    try {
      await load(root);
    } catch {
      return replace([], "The search could not be loaded.");
    }
    if (query !== input.value.trim()) return undefined;  // meanwhile the reader typed on
    const found = window.dlbookSearch(query);
    const shown = KINDS.map((_, kind) => found.filter((f) => f.kind === kind).slice(0, most[kind]));
    const said = { 0: `Nothing was found for “${query}”.`, 1: "1 result" }[found.length]
      ?? `${found.length} results`;
    return replace(shown, said);
  }

  function replace(groups, text) {
    status.textContent = text;
    results.replaceChildren(...groups.flatMap(({ length, ...found }, kind) => (length ? [
      ...(KINDS[kind] ? [make("h2", "search-kind", KINDS[kind])] : []),
      make("ul", "", ...Object.values(found).map((one) => make("li", "", entry(one, root)))),
    ] : [])));
    // On the same page the browser only jumps: leave the dialog, and mark the words there.
    results.querySelectorAll("a").forEach((link) => link.addEventListener("click", (event) => {
      if (link.pathname !== window.location.pathname || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      window.location.assign(link.href);
      window.location.reload();
    }));
  }
}

function entry({ address, page, heading, excerpt }, root) {
  const link = make("a", "search-result");
  link.href = new URL(address, root);
  const same = page.endsWith(heading);
  link.append(make("span", "where", same ? page : heading));
  if (!same) link.append(make("span", "page", page));
  const text = make("span", "excerpt");
  text.append(...excerpt().map((part, i) => (i % 2 ? make("mark", "", part) : part)));
  if (text.textContent) link.append(text);
  return link;
}

function move(event, stops) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = stops.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
}

let loading;

/** Load index and engine, once; as scripts, since a page opened as a file may fetch nothing. */
function load(root) {
  loading ??= ["search-index.js", "search.js"].reduce(
    (before, name) => before.then(() => loadScript(new URL(`_static/live/${name}`, root))),
    Promise.resolve(),
  ).catch((error) => { loading = undefined; throw error; });
  return loading;
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = make("script");
    Object.assign(script, { src, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}
