"""In the built book: every exercise can be solved in the page, every live cell runs there."""

from __future__ import annotations

import pytest

from dlbook.exercise import find, ids
from tests.browser.conftest import ROOT, listed_pages
from tests.browser.live.actions import PATIENCE, press
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser
NOTEBOOKS = [name for name in listed_pages() if (ROOT / name).with_suffix(".ipynb").exists()]
IN_PAGE = [e.id for e in map(find, ids()) if e.is_code and not e.needs_torch]
# Asks the page's Python itself, without the page's buttons.
WORKER = """() => {
  const worker = new Worker("/_static/live/worker.js", { type: "module" });
  let count = 0;
  window.ask = (request) => new Promise((resolve, reject) => {
    const id = ++count;
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      if (data.id === id && data.result) resolve(data.result);
    };
    worker.postMessage({ id, request: JSON.stringify(request) });
  });
}"""


@pytest.fixture(scope="module")
def ask(browser, address):
    """Return a function that asks the Python of the book's pages."""
    watched = Watched(browser)
    watched.open(f"{address}/book/progress.html")
    watched.page.evaluate(WORKER)
    yield lambda **request: watched.page.evaluate("(r) => window.ask(r)", request)
    watched.close()


@pytest.mark.parametrize("exercise", IN_PAGE)
def test_the_solution_passes_in_the_page_and_the_starter_does_not(ask, exercise):
    known = find(exercise)
    solved = ask(kind="check", exercise=exercise, code=known.solution)
    assert solved.get("error") is None
    assert solved["report"]["passed"], solved["report"]
    begun = ask(kind="check", exercise=exercise, code=known.starter)
    assert not begun["report"]["passed"]


@pytest.mark.parametrize("chapter_page", NOTEBOOKS)
def test_every_live_cell_runs(browser, address, chapter_page):
    watched = Watched(browser)
    watched.open(f"{address}/{chapter_page}")
    for cell in watched.page.locator(".live-cell").all():
        press(cell, "Run")
        status = cell.locator(".live-status")
        status.filter(has_text="Done in").or_(status.filter(has_text="Stopped")).wait_for(
            timeout=PATIENCE
        )
        assert status.inner_text().startswith("Done in"), cell.inner_text()
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
    watched.close()
