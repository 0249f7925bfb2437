// Find sections, exercises and entries of the API. Loaded, with its index, on the first search.

import MiniSearch from "minisearch";
import { parted, split, stem, telling, WORD } from "./words.js";

const { pages, entries, synonyms } = window.dlbookSearchIndex;
const BOOST = { heading: 5, title: 2, key: 2, text: 1 };
// Of the weight of a word that the reader typed.
const SYNONYM = 0.3;
const REFERENCE = 0.5;  // pages that are no chapters
const EXCERPT = 170;    // characters
const FEW = 3;          // results with all words: with fewer, those with some of them count, too
const RANKED = 80;      // results: what is below them nobody reads

const engine = new MiniSearch({
  fields: Object.keys(BOOST),
  tokenize: split,
  processTerm: stem,
  searchOptions: {
    boost: BOOST,
    combineWith: "AND",
    prefix: (term, i, terms) => i === terms.length - 1 && term.length > 2,
    fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    weights: { prefix: 0.4, fuzzy: 0.2 },
    boostDocument: (id) => (pages[entries[id][0]][2] ? 1 : REFERENCE),
  },
});
engine.addAll(entries.map(([page, , , heading, key, text], id) =>
  ({ id, title: pages[page][1], heading, key, text })));

const GROUPS = synonyms.map((group) => group.map((phrase) => split(phrase)));
const same = (a, b) => a.length === b.length && a.every((word, i) => stem(word) === stem(b[i]));

/** Return a query in which every phrase that has synonyms may be one of them. */
function widened(words) {
  const queries = [];
  for (let at = 0; at < words.length;) {
    const [length, others] = phraseAt(words, at);
    const typed = words.slice(at, at + length).join(" ");
    const also = others.map((other) => ({
      combineWith: "AND", queries: [other.join(" ")], prefix: false, fuzzy: false,
      boost: Object.fromEntries(Object.entries(BOOST).map(([k, v]) => [k, v * SYNONYM])),
    }));
    queries.push(also.length ? { combineWith: "OR", queries: [typed, ...also] } : typed);
    at += length;
  }
  return { combineWith: "AND", queries };
}

function phraseAt(words, at) {
  for (let length = Math.min(4, words.length - at); length > 0; length -= 1) {
    const phrase = words.slice(at, at + length);
    const groups = GROUPS.filter((g) => g.some((other) => same(other, phrase)));
    const others = groups.flat().filter((other) => !same(other, phrase));
    if (groups.length) return [length, others];
  }
  return [1, []];
}

/**
 * Return what fits a query, the best first within each kind.
 *
 * @returns {{address: string, page: string, heading: string, kind: number,
 *     excerpt: () => string[]}[]} Sections, then exercises, then entries of the API. An
 *     excerpt is a list of texts; every second one is a word that was looked for.
 */
window.dlbookSearch = (query) => {
  const words = telling(query);
  if (!words.length) return [];
  const hits = engine.search(widened(words));
  if (hits.length < FEW) {
    const known = new Set(hits.map(({ id }) => id));
    const some = engine.search(words.join(" "), { combineWith: "OR" });
    hits.push(...some.filter(({ id }) => !known.has(id)));
  }
  const shares = chaptersOf(hits);
  const ranked = hits.slice(0, RANKED).map((hit) => [rank(hit, words, shares), hit]);
  return ranked.sort(([a, one], [b, other]) => entries[one.id][1] - entries[other.id][1] || b - a)
    .map(([, hit]) => describe(hit, words.join(" ")));
};

/** Return how much of all that was found stands in each page, the most as 1. */
function chaptersOf(hits) {
  const sums = new Map();
  hits.forEach(({ id, score }) => {
    const [page, kind] = entries[id];
    if (kind === 0) sums.set(page, (sums.get(page) ?? 0) + score);
  });
  const most = Math.max(...sums.values());
  return new Map([...sums].map(([page, sum]) => [page, sum / most]));
}

/** Words side by side count more than words apart, and so do chapters that say much of them. */
function rank({ id, score }, words, shares) {
  const [page, , , heading, key, text] = entries[id];
  const phrase = words.length > 1 ? words.map(stem).join(" ") : "";
  const has = (said) => phrase && split(said).map(stem).join(" ").includes(phrase);
  const whole = has(`${heading} ${key}`) ? 2 : has(text) ? 1.4 : 1;
  return score * whole * (1 + (shares.get(page) ?? 0));
}

function describe({ id, terms }, query) {
  const [page, kind, anchor, heading, , text] = entries[id];
  const [address, title, number] = pages[page];
  const find = encodeURIComponent(query);
  return {
    kind, heading, address: `${address}?find=${find}#${anchor}`,
    page: number ? `${number}. ${title}` : title,
    excerpt: () => excerpt(text, new Set(terms)),
  };
}

/** Return the stretch of a text that holds most of the wanted words. */
function excerpt(text, wanted) {
  const found = [...text.matchAll(WORD)].filter(([word]) => wanted.has(stem(word)));
  const within = (start) => new Set(found
    .filter(({ index }) => index >= start && index < start + EXCERPT)
    .map(([word]) => stem(word))).size;
  let best = 0;
  let most = 0;
  for (const { index } of found) {
    if (within(index) > most) [best, most] = [index, within(index)];
  }
  const sentence = Math.max(text.lastIndexOf(". ", best) + 1, best - 60, 0);
  const from = best - sentence > 55 ? text.indexOf(" ", sentence) : sentence;
  const shown = text.slice(from, from + EXCERPT).trim();
  const cut = from + EXCERPT < text.length ? `${shown.slice(0, shown.lastIndexOf(" "))} …` : shown;
  return parted(cut, (word) => wanted.has(stem(word)));
}
