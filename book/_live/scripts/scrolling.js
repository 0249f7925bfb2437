// What is wider than its place scrolls in it, and the keyboard can scroll it, too.
(() => {
  // A formula within a line has no place of its own: one that does not fit gets it.
  const WIDE = "wide-formula";
  const KINDS = [
    ["mjx-container", "Formula"],
    [".cell_output pre", "Output"],
    ["pre", "Code"],
    [".pst-scrollable-table-container", "Table"],
  ];

  function fit() {
    const article = document.querySelector(".bd-article");
    if (!article) return;
    const formulas = [...article.querySelectorAll("mjx-container:not([display=true])")];
    formulas.forEach((formula) => formula.classList.remove(WIDE));
    formulas.filter(tooWide).forEach((formula) => formula.classList.add(WIDE));
    for (const [selector, name] of KINDS) {
      article.querySelectorAll(selector).forEach((element) => reach(element, name));
    }
  }

  function tooWide(formula) {
    let place = formula.parentElement;
    while (getComputedStyle(place).display === "inline") place = place.parentElement;
    const { left, right, width } = formula.getBoundingClientRect();
    const box = place.getBoundingClientRect();
    // A cell of a table grows with its formula, and the table scrolls.
    return width > 0 && !formula.closest("table") && (right > box.right + 1 || left < box.left - 1);
  }

  function reach(element, name) {
    const scrolls = /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (scrolls && element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
      element.tabIndex = 0;
      if (element.hasAttribute("aria-label")) return;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", name);
      element.dataset.scrolls = "";
    } else if ("scrolls" in element.dataset) {
      ["tabindex", "role", "aria-label", "data-scrolls"]
        .forEach((attribute) => element.removeAttribute(attribute));
    }
  }

  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(fit, 150);
  };
  window.addEventListener("load", async () => {
    await window.MathJax?.startup?.promise;
    fit();
    let width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (window.innerWidth !== width) later();
      width = window.innerWidth;
    });
    // Something was unfolded or typeset.
    document.addEventListener("toggle", later, true);
    document.addEventListener("click", later);
  });
})();
