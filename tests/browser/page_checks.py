"""What an open page must satisfy: each check returns what is wrong."""

from __future__ import annotations

from playwright.sync_api import Page

MATHS = """() => {
  const wrong = [];
  const article = document.querySelector("article, .bd-search-container") ?? document.body;
  for (const node of article.querySelectorAll("span.math, div.math")) {
    if (!node.querySelector("mjx-container")) {
      wrong.push("not typeset: " + node.textContent.trim().slice(0, 60));
    }
  }
  for (const node of article.querySelectorAll("mjx-merror, [data-mjx-error]")) {
    wrong.push("error: " + (node.getAttribute("data-mjx-error") ?? node.textContent));
  }
  // MathJax sets a command that it does not know in red.
  for (const node of article.querySelectorAll("mjx-assistive-mml [mathcolor=red]")) {
    wrong.push("unknown command: " + node.textContent);
  }
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const raw = /\\\\\\(|\\\\\\[|\\\\begin\\{|\\$\\$|\\$[^\\s$]([^$\\n]*[^\\s$])?\\$/;
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (raw.test(data) && !parentElement.closest("pre, code, script, style, .math")) {
      wrong.push("left as it was written: " + data.trim().slice(0, 60));
    }
  }
  return wrong;
}"""

OVERFLOW = """() => {
  const wrong = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    wrong.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  }
  const article = document.querySelector("article, .bd-search-container") ?? document.body;
  const scrolls = (node) => /auto|scroll|hidden|clip/.test(getComputedStyle(node).overflowX);
  for (const node of article.querySelectorAll("*")) {
    const box = node.getBoundingClientRect();
    if (box.width === 0 || box.right <= width + 1) continue;
    if (getComputedStyle(node).position === "absolute") continue;  // for screen readers
    let parent = node.parentElement;
    while (parent && parent !== article && !scrolls(parent)) parent = parent.parentElement;
    if (!parent || parent === article) {
      wrong.push(`${node.localName}.${node.className} reaches ${Math.round(box.right)}`);
    }
  }
  return wrong.slice(0, 5);
}"""

CUT_OFF = """() => {
  const wrong = [];
  const article = document.querySelector("article, .bd-search-container") ?? document.body;
  const overflow = (node) => getComputedStyle(node).overflowX;
  const edge = document.documentElement.clientWidth + 1;
  for (const node of article.querySelectorAll("mjx-container, article *")) {
    if (node.parentElement.closest("mjx-container") || !node.clientWidth) continue;
    const cut = node.scrollWidth > node.clientWidth + 1;
    if (cut && /auto|scroll/.test(overflow(node)) && node.tabIndex < 0
        && !node.querySelector("a, button, input, [tabindex='0']")) {
      wrong.push(`out of reach of the keyboard: ${node.localName}.${node.className}`);
    }
    if (node.localName !== "mjx-container") continue;
    const box = node.getBoundingClientRect();
    const ends = (place) => place.getBoundingClientRect().right + 1;
    let place = node.parentElement;  // up to the first that ends before the formula does
    while (place !== article && (overflow(place) === "visible" || box.right <= ends(place))) {
      place = place.parentElement;
    }
    if (place === article ? box.right > edge : !/auto|scroll/.test(overflow(place))) {
      wrong.push("cut off: " + node.querySelector("mjx-assistive-mml")?.textContent);
    }
  }
  return wrong.slice(0, 5);
}"""

WITHOUT_ALT = """() => {
  const article = document.querySelector("article, .bd-search-container") ?? document.body;
  const images = [...article.querySelectorAll("img")];
  return [
    ...images.filter((i) => !i.alt.trim()).map((i) => `no alt text: ${i.src}`),
    ...images.filter((i) => i.complete && !i.naturalWidth).map((i) => `not shown: ${i.src}`),
  ];
}"""

AXE = """async (rules) => {
  const article = document.querySelector("article, .bd-search-container") ?? document.body;
  // The glyphs of a formula are thousands of elements in the color of the text around them.
  const context = { include: article, exclude: "mjx-math" };
  const runOnly = rules ? { type: "rule", values: rules } : undefined;
  const options = { resultTypes: ["violations"], runOnly, elementRef: true };
  const { violations } = await axe.run(context, options);
  // axe-core does not read MathML, screen readers do: a formula heads a column well.
  const formula = ({ id }, node) =>
    id === "empty-table-header" && node.element.querySelector("mjx-assistive-mml");
  return violations.flatMap((v) =>
    v.nodes.filter((n) => !formula(v, n)).slice(0, 3)
      .map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`));
}"""


def maths_problems(page: Page) -> list[str]:
    """Return formulas that are not typeset, hold an error, or stand as source text."""
    return page.evaluate(MATHS)


def overflow_problems(page: Page) -> list[str]:
    """Return what reaches beyond the right edge and cannot be scrolled by itself."""
    return page.evaluate(OVERFLOW)


def reach_problems(page: Page) -> list[str]:
    """Return formulas that are cut off, and what scrolls but not by keyboard."""
    return page.evaluate(CUT_OFF)


def image_problems(page: Page) -> list[str]:
    """Return images without alternative text, or that did not load."""
    return page.evaluate(WITHOUT_ALT)


def accessibility_problems(page: Page, axe: str, rules: list[str] | None = None) -> list[str]:
    """Return what axe-core finds in the page's content, by all rules or those named."""
    page.evaluate(axe)
    return page.evaluate(AXE, rules)
