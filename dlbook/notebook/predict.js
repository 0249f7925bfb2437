(() => {
  const remember = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch { /* storage may be refused: then the answer lasts until the page is left */ }
  };
  const recall = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const decode = (text) =>
    JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0))));
  const make = (tag, className, text = "") =>
    Object.assign(document.createElement(tag), { className, textContent: text });
  const mark = (radio, word, kind) =>
    radio.nextElementSibling.append(" ", make("span", `mark ${kind}`, word));

  const start = (root) => {
    const { answer, why } = decode(root.dataset.secret);
    const form = root.querySelector("form");
    const fieldset = form.querySelector("fieldset");
    const radios = [...form.querySelectorAll("input")];
    const lock = form.querySelector("button");
    const verdict = form.querySelector(".verdict");
    const again = Object.assign(make("button", "", "Answer again"), { type: "button" });
    // The reason waits in the page, unseen, so that its maths is typeset with the rest.
    const stash = make("div", "stash");
    const reason = Object.assign(make("p", "why"), { innerHTML: why });
    stash.append(reason);

    const open = () => {
      form.querySelectorAll(".mark").forEach((span) => span.remove());
      stash.append(reason);
      verdict.replaceChildren();
      again.replaceWith(lock);
      form.reset();
      fieldset.disabled = false;
      lock.disabled = true;
    };
    const reveal = (chosen) => {
      const right = chosen === answer;
      fieldset.disabled = true;
      radios[chosen].checked = true;
      mark(radios[answer], right ? "✓ your answer is right" : "✓ right answer", "right");
      if (!right) mark(radios[chosen], "✗ your answer", "wrong");
      verdict.append(make("strong", "", right ? "You predicted it." : "Another answer is right."), reason);
      lock.replaceWith(again);
      window.MathJax?.typesetPromise?.([reason]);
    };

    form.addEventListener("change", () => { lock.disabled = false; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = radios.findIndex((radio) => radio.checked);
      if (chosen < 0 || fieldset.disabled) return;
      remember(root.dataset.key, String(chosen));
      reveal(chosen);
      again.focus({ preventScroll: true });
    });
    again.addEventListener("click", () => {
      remember(root.dataset.key, null);
      open();
      radios[0].focus({ preventScroll: true });
    });
    // In JupyterLab the arrow keys would otherwise leave the cell.
    form.addEventListener("keydown", (event) => event.stopPropagation());

    form.querySelector(".no-script").remove();
    form.append(stash);
    const before = Number.parseInt(recall(root.dataset.key), 10);
    if (radios[before]) reveal(before);
  };

  for (const root of document.querySelectorAll(".dlbook-predict:not([data-ready])")) {
    root.dataset.ready = "true";
    start(root);
  }
})();
