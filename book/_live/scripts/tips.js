// Tips: the definition of a term, the meaning of a symbol, the work behind a citation.
//
// What a page may need comes with the first tip, as a script, since a page that was opened as
// a file may load nothing else. By keyboard, a section is one stop, at its first term; from
// there the arrows lead on to terms and formulas.

import { make } from "./parts.js";
import { around, split } from "./symbols.js";

const TRIGGER = "a.term, a.footnote-reference";
const STOPS = `a.term, .math:has(mjx-container)`;
const OPEN_AFTER = 250, CLOSE_AFTER = 300; // milliseconds: a pointer passes by, or goes to the tip

const GAP = 6, HEAD = 56, LEAST = 120; // pixels: around a tip, of the page's head, of a tip

let article, tip, shown, under, timer, loading;

// --- what a tip says ----------------------------------------------------------------

function load() {
  loading ??= new Promise((resolve, reject) => {
    const slug = location.pathname.split("/").pop().replace(/\.html$/, "");
    const root = document.documentElement.dataset.content_root ?? "";
    window.dlbookTips = resolve;
    document.head.append(Object.assign(make("script"), {
      src: `${root}_static/tips/${slug}.js`, onerror: reject,
    }));
  });
  return loading;
}

function paragraph(html, className = "") {
  return Object.assign(make("p", className), { innerHTML: html });
}

function ofTerm(link, { terms }) {
  const [name, definition, place, address] = terms[link.dataset.term];
  const from = make("a", "", place);
  from.href = address;
  return [paragraph(`<strong>${name}</strong>: ${definition}`), make("p", "from", from)];
}

function ofCitation(link) {
  const note = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  return [...(note?.querySelectorAll(":scope > p") ?? [])].map((p) => p.cloneNode(true));
}

function ofSymbols(rows, { symbols }) {
  return rows.map((row) => {
    const [written, meaning, shape] = symbols.rows[row];
    const size = shape ? ` <span class="from">${shape}</span>` : "";
    return paragraph(`<span class="symbol">${written}</span> ${meaning}${size}`);
  });
}

// The rows for a place in a formula: what stands there, then what its marks mean.
function rowsAround(place, { symbols }) {
  const { names } = symbols;
  let rows = [];
  for (const node of around(place)) {
    const [name, whole, base, above] = split(node);
    const power = above && names[`${base}^*`];
    const exact = names[name] ?? (power || (names[whole] ?? names[`${base}_*`]));
    const mark = above ? `*^${above.startsWith("(") ? "(*)" : above}`
      : exact === undefined && name.replace(/^(\w+)\(.*\)$/, "$1(*)");
    if (exact !== undefined) rows = [exact];
    if (names[mark] !== undefined) rows.push(names[mark]);
  }
  return [...new Set(rows)];
}

function rowsOf(formula, data) {
  const rows = [...formula.querySelectorAll("mjx-math mjx-c")]
    .flatMap((letter) => rowsAround(letter, data));
  return [...new Set(rows)];
}

// --- showing and hiding -------------------------------------------------------------

async function open(trigger, byKeyboard = false) {
  clearTimeout(timer);
  if (trigger === shown?.trigger) return;
  const data = await load();
  const parts = trigger.matches("a.term") ? ofTerm(trigger, data)
    : trigger.matches("a") ? ofCitation(trigger)
    : ofSymbols(trigger.matches(".math") ? rowsOf(trigger, data) : rowsAround(trigger, data), data);
  close();
  if (!parts.length || (byKeyboard && document.activeElement !== trigger)) return;
  if (byKeyboard && trigger.matches(STOPS)) {
    parts.push(paragraph("Next: ← →. Close: Escape.", "from keys"));
  }
  shown = { trigger };
  tip.replaceChildren(...parts);
  tip.hidden = false;
  if (trigger.localName.startsWith("mjx")) trigger.classList.add("explained");
  else trigger.setAttribute("aria-describedby", tip.id);
  place(trigger);
  await window.MathJax?.typesetPromise?.([tip]);
  if (shown?.trigger === trigger) place(trigger);
}

function close() {
  clearTimeout(timer);
  if (!shown) return;
  shown.trigger.classList.remove("explained");
  shown.trigger.removeAttribute("aria-describedby");
  shown = undefined;
  tip.hidden = true;
  window.MathJax?.typesetClear?.([tip]);
}

// Below what it explains if there is room in the window, or more than above it.
function place(trigger) {
  const box = trigger.getClientRects()[0] ?? trigger.getBoundingClientRect();
  const frame = tip.offsetParent?.getBoundingClientRect();
  if (!frame) return; // on paper
  Object.assign(tip.style, { left: "0", top: "0", maxHeight: "" });
  const above = box.top - HEAD - GAP, below = innerHeight - box.bottom - 2 * GAP;
  const beneath = tip.offsetHeight <= below || below >= above;
  tip.style.maxHeight = `${Math.max(beneath ? below : above, LEAST)}px`;
  const { width, height } = tip.getBoundingClientRect();
  const { left: start, right: end } = article.getBoundingClientRect();
  const left = Math.max(start, Math.min(box.left, end - width));
  tip.style.left = `${left - frame.left}px`;
  tip.style.top = `${(beneath ? box.bottom + GAP : box.top - height - GAP) - frame.top}px`;
}

// --- pointer, finger, keyboard ------------------------------------------------------

async function triggerAt(target) {
  const link = target.closest(TRIGGER);
  if (link || !target.closest("mjx-container")) return link;
  const data = await load();
  return around(target).find((node) => rowsAround(node, data).length);
}

async function hover({ target, pointerType }) {
  if (pointerType === "touch") return;
  under = target;
  if (tip.contains(target)) return clearTimeout(timer);
  const trigger = await triggerAt(target);
  if (under !== target) return; // the pointer went on while the first tips were loaded
  clearTimeout(timer);
  if (trigger === shown?.trigger && trigger) return;
  timer = trigger ? setTimeout(open, OPEN_AFTER, trigger)
    : setTimeout(close, CLOSE_AFTER);
}

// A finger cannot hover: the first tap opens the tip, which holds the link.
async function tap(event) {
  if (event.pointerType !== "touch" || tip.contains(event.target)) return;
  const link = event.target.closest(TRIGGER);
  if (link) event.preventDefault();
  const trigger = link ?? (await triggerAt(event.target));
  if (trigger && trigger !== shown?.trigger) open(trigger);
  else close();
}

function focus({ target }) {
  if (target.matches(`${TRIGGER}, .math`) && target.matches(":focus-visible")) open(target, true);
}

function press(event) {
  if (event.key === "Escape") close();
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const here = event.target;
  if (!step || event.altKey || event.ctrlKey || event.metaKey || !here.matches?.(STOPS)) return;
  if (here.matches(".math") && scrolls(here, step)) return;
  const stops = [...article.querySelectorAll(STOPS)].filter((node) => node.checkVisibility());
  const next = stops[stops.indexOf(here) + step];
  if (!next) return;
  if (!next.hasAttribute("tabindex")) next.tabIndex = -1;
  next.focus();
  event.preventDefault();
  event.stopPropagation();
}

function scrolls(node, step) {
  const rest = node.scrollWidth - node.clientWidth - node.scrollLeft;
  return step > 0 ? rest > 1 : node.scrollLeft > 1;
}

export function startTips() {
  article = document.querySelector("article.bd-article");
  if (!article?.querySelector("a.term")) return;
  tip = Object.assign(make("div", "tip mathjax_process"), { id: "tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  article.append(tip);
  article.addEventListener("pointerover", hover);
  article.addEventListener("pointerleave", () => {
    under = undefined;
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  });
  article.addEventListener("click", tap);
  article.addEventListener("focusin", focus);
  article.addEventListener("focusout", ({ relatedTarget }) => {
    if (!tip.contains(relatedTarget)) close();
  });
  document.addEventListener("keydown", press);
  document.addEventListener("pointerdown", ({ target }) => {
    if (!article.contains(target)) close();
  });
}
