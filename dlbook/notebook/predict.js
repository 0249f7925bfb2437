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
  const mark = (label, word, kind) => {
    const span = document.createElement("span");
    span.className = `mark ${kind}`;
    span.textContent = word;
    label.lastElementChild.append(" ", span);
  };

  const start = (root) => {
    const form = root.querySelector("form");
    const [lock, again] = form.querySelectorAll("button");
    const fieldset = form.querySelector("fieldset");
    const verdict = form.querySelector(".verdict");
    const radios = [...form.querySelectorAll("input")];

    const reveal = (chosen) => {
      const { answer, why } = decode(root.dataset.secret);
      const right = chosen === answer;
      fieldset.disabled = true;
      lock.hidden = true;
      again.hidden = false;
      radios[chosen].checked = true;
      mark(radios[answer].parentElement, right ? "✓ right, your answer" : "✓ right", "right");
      if (!right) mark(radios[chosen].parentElement, "✗ your answer", "wrong");
      verdict.innerHTML = `<strong></strong><p>${why}</p>`;
      verdict.firstElementChild.textContent = right ? "You predicted it." : "Not what happens.";
      window.MathJax?.typesetPromise?.([verdict]);
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
      form.querySelectorAll(".mark").forEach((span) => span.remove());
      verdict.replaceChildren();
      form.reset();
      fieldset.disabled = again.hidden = false;
      again.hidden = lock.disabled = true;
      lock.hidden = false;
      radios[0].focus({ preventScroll: true });
    });
    form.querySelector(".no-script").remove();
    const before = Number(recall(root.dataset.key) ?? NaN);
    if (before in radios) reveal(before);
  };

  for (const root of document.querySelectorAll(".dlbook-predict:not([data-ready])")) {
    root.dataset.ready = "true";
    start(root);
  }
})();
