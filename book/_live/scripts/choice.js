// An exercise that is answered by choosing an option, or with a number.

import { readNumber } from "./numbers.js";
import { startTrial } from "./trial.js";
import { Hints } from "./hints.js";
import { button, decode, make, rich } from "./parts.js";
import { recall, remember } from "./store.js";

export function startChoice(root) {
  const id = root.dataset.exercise;
  const known = decode(root.dataset.secret);
  const form = root.querySelector("form");
  const fieldset = form.querySelector("fieldset");
  const field = root.dataset.kind === "choice" ? options(form) : number(form);
  const lock = make("button", "", known.retry ? "Check my answer" : "Lock in my answer");
  const again = button("Answer again", reopen, "");
  const verdict = make("div", "verdict");
  verdict.setAttribute("role", "status");
  const hints = new Hints(id, known.hints ?? []);
  hints.button.className = "";
  form.querySelector(".no-script").remove();
  form.append(verdict, lock, " ", ...hints.buttons, hints.list);
  lock.disabled = true;
  const trial = startTrial(root, known);
  trial.hide();

  form.addEventListener("input", () => { lock.disabled = field.isEmpty(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (fieldset.disabled) return;
    const chosen = field.value();
    if (chosen === null) return ask();
    const right = isRight(chosen);
    const done = right || !known.retry ? new Date().toISOString() : undefined;
    remember(id, { choice: chosen, right, done, tries: (recall(id).tries ?? 0) + 1 });
    reveal(chosen);
    (lock.isConnected ? field : again).focus({ preventScroll: true });
  });

  /** Say what is expected, where the field holds something else. */
  function ask() {
    verdict.textContent = "Write a number, such as 12345, 0.05, 5%, 1/21 or 1e-3.";
    field.focus();
  }

  function isRight(chosen) {
    if (known.value === undefined) return chosen === known.answer;
    return Math.abs(chosen - known.value) <= known.within;
  }

  function reveal(chosen) {
    const right = isRight(chosen);
    const final = right || !known.retry;
    clear();
    field.show(chosen);
    if (known.value === undefined) {
      field.mark(chosen, right ? "✓ your answer is right" : "✗ your answer", right);
      if (final && !right) field.mark(known.answer, "✓ right answer", true);
    }
    verdict.append(make("strong", "", sentence(right)), ...reasons(chosen, right, final));
    if (final) {
      fieldset.disabled = true;
      lock.replaceWith(again);
      trial.show();
    }
  }

  function sentence(right) {
    if (right) return "That is right.";
    if (known.retry) return "Not this one. Choose again.";
    return known.value === undefined ? "Another answer is right." : `It is ${written(known.value)}.`;
  }

  function reasons(chosen, right, final) {
    const why = known.why ?? [];
    if (known.value !== undefined) {
      const shown = final ? [right ? undefined : slip(chosen), why[0]] : [];
      return shown.filter(Boolean).map((text) => rich("div", "why", text));
    }
    const shown = final && !right ? [chosen, known.answer] : [chosen];
    return shown.filter((i) => why[i]).map((i) => rich("div", "why", why[i]));
  }

  /** Return the explanation of a known wrong number, the nearest of several, if there is one. */
  function slip(chosen) {
    const near = (known.slips ?? [])
      .map(([number, text]) => [Math.abs(chosen - number), text])
      .filter(([distance]) => distance <= known.within);
    return near.sort((a, b) => a[0] - b[0])[0]?.[1];
  }

  function clear() {
    form.querySelectorAll(".mark").forEach((mark) => mark.remove());
    verdict.replaceChildren();
  }

  function reopen() {
    remember(id, { choice: undefined });
    clear();
    form.reset();
    fieldset.disabled = false;
    lock.disabled = true;
    again.replaceWith(lock);
    field.focus();
  }

  const { choice } = recall(id);
  if (field.accepts(choice)) reveal(choice);
}

function options(form) {
  const radios = [...form.querySelectorAll("input")];
  return {
    value: () => {
      const chosen = radios.findIndex((radio) => radio.checked);
      return chosen < 0 ? null : chosen;
    },
    isEmpty: () => !radios.some((radio) => radio.checked),
    accepts: (choice) => radios[choice] !== undefined,
    show: (choice) => { radios[choice].checked = true; },
    mark: (choice, text, right) => radios[choice].nextElementSibling
      .append(" ", make("span", right ? "mark right" : "mark wrong", text)),
    focus: (how) => (radios.find((radio) => radio.checked) ?? radios[0]).focus(how),
  };
}

function number(form) {
  const input = form.querySelector("input");
  return {
    value: () => readNumber(input.value),
    isEmpty: () => input.value.trim() === "",
    accepts: (choice) => Number.isFinite(choice),
    show: (choice) => { input.value = choice; },
    focus: (how) => input.focus(how),
  };
}

const written = (value) => value.toLocaleString("en-US", { maximumSignificantDigits: 12 });
