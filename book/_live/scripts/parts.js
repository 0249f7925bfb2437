// Pieces of a page.

/** Make an element: `make("p", "note", "Text", child)`. */
export function make(name, className = "", ...content) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
}

/** Make a button. */
export function button(text, action, className = "live-button") {
  const made = make("button", className, text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

/** Make an element of HTML that the book has written, and have its formulas typeset. */
export function rich(name, className, html) {
  const element = make(name, `${className} tex2jax_process mathjax_process`);
  element.innerHTML = html;
  // Once it stands in the page, where its font size is known.
  queueMicrotask(() => window.MathJax?.typesetPromise?.([element]));
  return element;
}

/** Return what the book has encoded to keep it out of sight. */
export function decode(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Return a number of things in words: `count(2, "input")` is "2 inputs". */
export const count = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
