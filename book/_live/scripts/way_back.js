// Who follows a link from one chapter's text into another finds a way back to that place.

import { make } from "./parts.js";

const KEY = "dlbook-way-back";

/** `pages` are the paths of all chapters; `chapter` is what this page shows, if it is one. */
export function startWayBack(pages, chapter) {
  const here = window.location.pathname;
  document.querySelector("article.bd-article")?.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (!chapter || !link || link.pathname === here || !pages.has(link.pathname)) return;
    const place = link.closest("section[id]")?.id ?? "";
    keep({ to: link.pathname, from: `${here}#${place}`, title: chapter.title });
  });
  const { to, from, title } = recall();
  if (to !== here) return;
  const back = make("a", "way-back", `← Back to ${title}`);
  back.href = from;
  document.querySelector(".header-article-items__start")?.append(back);
}

function keep(way) {
  try { sessionStorage.setItem(KEY, JSON.stringify(way)); } catch { /* there is none then */ }
}

function recall() {
  try { return JSON.parse(sessionStorage.getItem(KEY)) ?? {}; } catch { return {}; }
}
