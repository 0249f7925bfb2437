// Scroll to what the search has found, and mark its words. Escape takes the marks away.

import { make } from "./parts.js";
import { parted, split, stem } from "./words.js";

const BLOCKS = "h1, h2, h3, h4, p, li, figcaption, dt, dd, td";
const NOT_MARKED = "pre, .math, mjx-container, button, script, .only-spoken";

export async function markFound() {
  const here = new URL(window.location);
  const query = here.searchParams.get("find");
  const place = query && document.getElementById(decodeURIComponent(here.hash.slice(1)));
  if (!place) return;
  here.searchParams.delete("find");
  window.history.replaceState(null, "", here);
  const wanted = split(query).map(stem);
  const blocks = place.matches("dt") ? [place] : ownBlocks(place);
  const hits = (block) => new Set(split(block.textContent).map(stem)
    .flatMap((word) => wanted.filter((other) => matches(word, other)))).size;
  const best = blocks.reduce((a, b) => (hits(b) > hits(a) ? b : a), blocks[0] ?? place);
  blocks.forEach((block) => markWords(block, wanted));
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") document.querySelectorAll("mark.found").forEach((m) => m.replaceWith(...m.childNodes));
  });
  show(best);
  await window.MathJax?.startup?.promise;  // formulas have moved it
  show(best);
}

const matches = (word, other) => word === other || (other.length > 2 && word.startsWith(other));

/** Return the blocks of a section that do not stand in a section within it. */
function ownBlocks(place) {
  const section = place.matches("section, .exercise") ? place : place.parentElement;
  const inner = section.matches(".exercise") ? null : "section";
  return [...section.querySelectorAll(BLOCKS)].filter((block) =>
    !block.querySelector(BLOCKS) && (!inner || block.closest(inner) === section)
    && !block.closest("div.cell_output, .live-below")
    // What a prediction folds stays folded.
    && (block.checkVisibility() || block.closest("details:not([open])")));
}

function markWords(block, wanted) {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    if (!texts.currentNode.parentElement.closest(NOT_MARKED)) found.push(texts.currentNode);
  }
  found.forEach((text) => {
    const parts = parted(text.data, (word) => wanted.some((other) => matches(stem(word), other)));
    if (parts.length < 2) return;
    text.replaceWith(...parts.map((part, i) => (i % 2 ? make("mark", "found", part) : part)));
  });
}

function show(block) {
  for (let fold = block.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  block.tabIndex = -1;  // the keyboard goes on from here
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "center" });
}
