// Remember how far a chapter is read, and let the reader say that it is.

import { make } from "./parts.js";
import { onChange, recallReading, rememberReading } from "./store.js";

// Sections that a reader need not have seen to have read the chapter.
const NOT_TEXT = new Set(["exercises", "references", "where-this-leads"]);

// Of the time that reading takes: who takes less has flown through.
const SKIMMED = 0.25;
const OFTEN = 10_000;  // milliseconds between two looks at the clock

export function startReading({ slug, minutes }) {
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
  watch(slug, sections, minutes * 60_000 * SKIMMED);
}

/**
 * A section is seen when its end comes into sight. When all are, and the reader has taken `long`
 * milliseconds, in all visits together, the chapter is read.
 */
function watch(slug, sections, long) {
  const ends = new Map(sections.map((section) => [section.lastElementChild, section.id]));
  let since = Date.now();

  function note(ids = []) {
    const before = recallReading(slug);
    const now = Date.now();
    const spent = (before.spent ?? 0) + (since === null ? 0 : now - since);
    since = document.hidden ? null : now;
    const seen = [...new Set([...(before.sections ?? []), ...ids])];
    const whole = spent >= long && sections.every(({ id }) => seen.includes(id));
    rememberReading(slug, {
      spent, sections: seen, at: ids.at(-1) ?? before.at,
      ...(whole && !before.whole && { whole, read: before.read ?? new Date().toISOString() }),
    });
    if (whole) clearInterval(clock);
  }

  const clock = setInterval(() => note(), OFTEN);
  const observer = new IntersectionObserver((seen) => {
    const ids = seen.filter((one) => one.isIntersecting).map(({ target }) => ends.get(target));
    if (ids.length) note(ids);
  });
  ends.forEach((_, end) => observer.observe(end));
  document.addEventListener("visibilitychange", () => note());
}
