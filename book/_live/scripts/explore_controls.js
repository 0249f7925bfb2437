// The controls of a figure that moves: native sliders and radio buttons.

import { make } from "./parts.js";

let number = 0;

/**
 * Make a control.
 *
 * @param {object} control - Name, label, the text of each position, start, whether ordered.
 * @param {(position: number) => void} moved - Called as the reader moves it.
 * @returns {{element: HTMLElement, move: (position: number) => void}}
 */
export function makeControl(control, moved) {
  number += 1;
  return control.ordered ? slider(control, moved) : choice(control, moved);
}

function slider({ label, texts, start }, moved) {
  const input = make("input");
  const id = `explore-${number}`;
  Object.assign(input, { type: "range", id, min: 0, max: texts.length - 1, step: 1 });
  const value = make("output", "explore-value");
  value.htmlFor = id;
  const name = make("label", "explore-label", label);
  name.htmlFor = id;
  const move = (position) => {
    input.value = position;
    value.textContent = texts[position];
    input.setAttribute("aria-valuetext", texts[position]);
    input.style.setProperty("--done", `${(100 * position) / (texts.length - 1)}%`);
  };
  input.addEventListener("input", () => { move(input.value); moved(Number(input.value)); });
  move(start);
  value.style.minWidth = `${Math.max(...texts.map((text) => text.length)) * 0.62}em`;
  return { element: make("div", "explore-control", name, input, value), move };
}

function choice({ label, texts, start }, moved) {
  const name = make("span", "explore-label", label);
  name.id = `explore-${number}`;
  const options = make("div", "explore-options");
  options.setAttribute("role", "radiogroup");
  options.setAttribute("aria-labelledby", name.id);
  const inputs = texts.map((text, position) => {
    const input = make("input");
    Object.assign(input, { type: "radio", name: name.id });
    input.addEventListener("change", () => moved(position));
    options.append(make("label", "", input, make("span", "", text)));
    return input;
  });
  const move = (position) => { inputs[position].checked = true; };
  move(start);
  return { element: make("div", "explore-choice", name, options), move };
}
