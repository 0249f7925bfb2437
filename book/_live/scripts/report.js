// What a check has found.

import { make, rich } from "./parts.js";

/**
 * @param {object} report - What dlbook_page.checks.for_page returns.
 * @param {Bench} bench - Says the verdict, and what follows from it.
 * @param {HTMLElement} place - Holds the details.
 */
export function showReport({ passed, headline, paragraphs }, bench, place) {
  const verdict = rich("p", `verdict ${passed ? "passed" : "failed"}`, headline);
  verdict.prepend(passed ? "✓ Right. " : "✗ Not yet. ");
  bench.say(verdict, ...paragraphs.filter(({ said }) => said).map(sentence));
  const facts = paragraphs.filter(({ said }) => !said);
  if (facts.length) place.replaceChildren(make("dl", "live-facts", ...facts.flatMap(fact)));
  bench.showStatus();
}

function sentence({ label, text }) {
  const shown = rich("p", "said", text);
  shown.prepend(make("strong", "", `${label[0].toUpperCase()}${label.slice(1)}: `));
  return shown;
}

function fact({ label, text, literal }) {
  return [make("dt", "", label), make("dd", "", literal ? listing(label, text) : rich("p", "", text))];
}

function listing(label, text) {
  const shown = make("pre", "", text);
  shown.tabIndex = 0;
  shown.setAttribute("role", "region");
  shown.setAttribute("aria-label", label);
  return shown;
}
