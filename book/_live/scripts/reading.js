// Remember how far a chapter is read, and let the reader say that it is.

import { make } from "./parts.js";
import { onChange, recallReading, rememberReading } from "./store.js";

// Sections that a reader need not have seen to have read the chapter.
const NOT_TEXT = new Set(["exercises", "references", "where-this-leads"]);

export function startReading({ slug }) {
  const sections = [...document.querySelectorAll("article section > h2")]
    .map((heading) => heading.parentElement).filter(({ id }) => !NOT_TEXT.has(id));
  const box = make("input");
  box.type = "checkbox";
  box.addEventListener("change", () => {
    rememberReading(slug, { read: box.checked ? new Date().toISOString() : undefined });
  });
  const label = make("label", "reading-mark", box, " I have read this chapter");
  document.querySelector(".chapter-end h2")?.after(make("p", "", label));
  const draw = () => { box.checked = Boolean(recallReading(slug).read); };
  onChange(draw);
  draw();
  watch(slug, sections);
}

/** A section is read when its end comes into sight; when all are, so is the chapter. */
function watch(slug, sections) {
  const ends = new Map(sections.map((section) => [section.lastElementChild, section.id]));
  const observer = new IntersectionObserver((seen) => {
    const ids = seen.filter((one) => one.isIntersecting).map(({ target }) => ends.get(target));
    if (!ids.length) return;
    const before = recallReading(slug);
    const all = [...new Set([...(before.sections ?? []), ...ids])];
    const whole = sections.every(({ id }) => all.includes(id));
    if (whole && !before.whole) {
      rememberReading(slug, { whole: true, read: before.read ?? new Date().toISOString() });
    }
    rememberReading(slug, { sections: all, at: ids.at(-1) });
  });
  ends.forEach((_, end) => observer.observe(end));
}
