// What the reader has written and done, kept by the browser and sent nowhere.
//
// One record for each exercise, {text, tries, hints, seen, choice, done, right, changed}:
// the text of the answer; how often it was checked; how many hints were asked for; whether
// the solution was seen; the option or number chosen; the days on which it was done, and
// last changed; whether the choice was right. A changed cell of a chapter has a record, too,
// with its text alone.

const PREFIX = "dlbook-exercise:";
// Of predictions, which the widget of `predict` keeps itself: the option's position.
const PREDICTION = "dlbook-predict-";
export const SEEN = "seen"; // in place of an option: the result was shown without an answer
const CELL = "cell:";
// Of chapters, {read, whole, sections, at, spent}: the day on which the reader had read it;
// whether that was noticed once; which sections were seen; the last; milliseconds on the page.
const READING = "dlbook-chapter:";
const FORMAT = "dlbook-progress";
const fallback = new Map();
// A page loads two bundles, with this module in both.
const CHANGED = "dlbook-progress";

/** Call `listener()` whenever a record changes; in another tab of the browser, too. */
export function onChange(listener) {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", ({ key }) => {
    if (key === null || key.startsWith(PREFIX) || key.startsWith(READING)) listener();
  });
}

function notify() {
  window.dispatchEvent(new Event(CHANGED));
}

/** Return the record of an exercise; an empty one where there is none. */
export function recall(id) {
  return parse(fallback.get(id) ?? stored(id)) ?? {};
}

function stored(id) {
  try { return localStorage.getItem(PREFIX + id); } catch { return null; }
}

function parse(text) {
  try {
    const record = JSON.parse(text);
    return record && typeof record === "object" && !Array.isArray(record) ? record : null;
  } catch { return null; }
}

/** Change entries of a record; those given as undefined are removed. */
export function remember(id, changes) {
  keep(id, { ...recall(id), ...changes, changed: new Date().toISOString() });
  notify();
}

function keep(id, record) {
  const text = JSON.stringify(record);
  try {
    localStorage.setItem(PREFIX + id, text);
    fallback.delete(id);
  } catch { fallback.set(id, text); }  // refused or full: it lasts until the page is left
}

/** Return the id of a cell: an edit belongs to the text that it changed, wherever that stands. */
export function cellId(page, original) {
  let hash = 0;
  for (const character of original) hash = (Math.imul(hash, 31) + character.codePointAt(0)) | 0;
  return `${CELL}${page}:${(hash >>> 0).toString(36)}`;
}

/** Return all records by exercise. */
export function all() {
  const ids = new Set(fallback.keys());
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
      .forEach((key) => ids.add(key.slice(PREFIX.length)));
  } catch { /* storage is refused */ }
  return Object.fromEntries([...ids].sort().map((id) => [id, recall(id)]));
}

/** Return what the reader chose in a prediction; null if nothing. */
export function recallPrediction(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

/** Keep what the reader chose in a prediction. */
export function rememberPrediction(key, choice) {
  try { localStorage.setItem(key, choice); } catch { /* it lasts until the page is left */ }
}

/** Return the choices in all predictions by their keys. */
export function allPredictions() {
  try {
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith(PREDICTION));
    return Object.fromEntries(kept.sort());
  } catch { return {}; }
}

/** Return what is known of how far a chapter is read. */
export function recallReading(slug) {
  try { return parse(localStorage.getItem(READING + slug)) ?? {}; } catch { return {}; }
}

/** Change entries of what is known of a chapter; those given as undefined are removed. */
export function rememberReading(slug, changes) {
  const record = { ...recallReading(slug), ...changes };
  try {
    localStorage.setItem(READING + slug, JSON.stringify(record));
  } catch { /* refused: then no page marks what is read */ }
  notify();
}

/** Return what is known of all chapters. */
export function allReading() {
  try {
    const slugs = Object.keys(localStorage).filter((key) => key.startsWith(READING))
      .map((key) => key.slice(READING.length)).sort();
    return Object.fromEntries(slugs.map((slug) => [slug, recallReading(slug)]));
  } catch { return {}; }
}

/** Return everything as the text of a file. */
export function toFile() {
  const kept = {
    exercises: all(), predictions: allPredictions(), chapters: allReading(),
  };
  return JSON.stringify({ format: FORMAT, version: 1, ...kept }, null, 1);
}

/**
 * Take in what a file holds: of two records of one exercise the one changed later stays, and
 * what was done stays done. A prediction made here stays, too.
 *
 * @returns {number} How many exercises the file holds.
 */
export function fromFile(text) {
  const file = parse(text);
  if (file?.format !== FORMAT || file.version !== 1 || typeof file.exercises !== "object") {
    throw new Error("This file holds no progress of this book.");
  }
  const records = Object.entries(file.exercises)
    .filter(([, record]) => record && typeof record === "object" && !Array.isArray(record));
  records.forEach(([id, record]) => keep(id, merge(recall(id), record)));
  Object.entries(file.predictions ?? {})
    .filter(([key, choice]) => key.startsWith(PREDICTION) && typeof choice === "string")
    .forEach(([key, choice]) => rememberPrediction(key, recallPrediction(key) ?? choice));
  Object.entries(file.chapters ?? {})
    .filter(([, reading]) => reading && typeof reading === "object" && !Array.isArray(reading))
    .forEach(([slug, reading]) => rememberReading(slug, { ...reading, ...recallReading(slug) }));
  notify();
  return records.filter(([id]) => !id.startsWith(CELL)).length;
}

function merge(mine, other) {
  const [older, newer] = (mine.changed ?? "") > (other.changed ?? "")
    ? [other, mine] : [mine, other];
  const done = [mine.done, other.done].filter(Boolean).sort()[0];
  return { ...older, ...newer, ...(done && { done }) };
}

/** Forget everything. */
export function forget() {
  Object.keys(all()).forEach((id) => {
    fallback.delete(id);
    try { localStorage.removeItem(PREFIX + id); } catch { /* storage is refused */ }
  });
  Object.keys(allPredictions()).forEach((key) => localStorage.removeItem(key));
  Object.keys(allReading()).forEach((slug) => localStorage.removeItem(READING + slug));
  notify();
}
