// Links that only the keyboard sees: to the next section, and past an exercise.

import { make } from "./parts.js";

export function startSkipLinks() {
  const sections = [...document.querySelectorAll("article section > h2")]
    .map((heading) => heading.parentElement);
  if (sections.length < 2) return;
  const last = sections.find(({ id }) => id === "exercises");
  if (last) {
    document.querySelector("#pst-skip-link")?.append(link(last.id, "Skip to the exercises"));
  }
  sections.slice(0, -1).forEach((section, i) => {
    const next = sections[i + 1];
    section.querySelector("h2").after(skip(next.id, `Skip to “${title(next)}”`));
  });
  const exercises = [...document.querySelectorAll("div.exercise[id]")];
  exercises.forEach((exercise, i) => {
    const next = exercises[i + 1]?.id ?? document.querySelector(".chapter-end")?.id;
    if (next) exercise.prepend(skip(next, "Skip this exercise"));
  });
}

const title = (section) => [...section.querySelector("h2").childNodes]
  .filter((node) => !node.classList?.contains("headerlink")).map((node) => node.textContent).join("");

const skip = (id, text) => make("div", "skip-past", link(id, text));

function link(id, text) {
  const made = make("a", "", text);
  made.href = `#${id}`;
  // The focus follows the jump, whatever the target is.
  made.addEventListener("click", () => {
    const target = document.getElementById(id);
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  });
  return made;
}
