// Marks in the side bar and on the first page: what is read, how many exercises are done.

import { make } from "./parts.js";
import { describe } from "./states.js";
import { onChange, recall, recallReading } from "./store.js";

/** `chapters` is a map from a page's path to slug, title and exercises. */
export function startMarks(chapters) {
  const bySlug = new Map([...chapters.values()].map((c) => [c.slug, c]));
  const links = [...document.querySelectorAll(".bd-sidebar-primary li > a")];
  const places = [...document.querySelectorAll("[data-chapter]:is(.square, li)")];
  const draw = () => {
    places.forEach((place) => mark(place, bySlug.get(place.dataset.chapter)));
    links.forEach((link) => mark(link, chapters.get(link.pathname)));
  };
  onChange(draw);
  draw();
  // The theme's folds have an icon and no name.
  document.querySelectorAll(".bd-sidebar-primary summary").forEach((fold) => {
    const title = fold.closest("li").querySelector("a").textContent.trim();
    fold.setAttribute("aria-label", `Pages of “${title}”`);
  });
}

function mark(place, chapter) {
  if (!chapter) return;
  const { slug, exercises } = chapter;
  const done = exercises.filter((id) => /^(done|answered)$/.test(describe(recall(id))[0])).length;
  const { read, at } = recallReading(slug);
  const state = read ? "read" : at ? "begun" : "";
  place.dataset.reading = state;
  place.querySelector(":scope > .progress-mark")?.remove();
  if (place.matches(".square") || (!state && !done)) return;
  const shown = make("span", "progress-mark");
  const parts = [];
  if (read) shown.append(make("span", "read-mark", "✓"));
  if (state) parts.push(state);
  if (done) {
    shown.append(make("span", "done-mark", `${done}/${exercises.length}`));
    parts.push(`${done} of ${exercises.length} exercises done`);
  }
  [...shown.children].forEach((part) => part.setAttribute("aria-hidden", "true"));
  shown.append(make("span", "only-spoken", ` (${parts.join(", ")})`));
  shown.title = parts.join(", ");
  place.append(shown);
}
