"""In the built book: every exercise can be solved in the page, every live cell runs there."""

from __future__ import annotations

import pytest
from dlbook_book.live_cells import live_setup
from playwright.sync_api import expect

from dlbook.exercise import find, ids
from tests.browser.conftest import CHAPTERS, sample
from tests.browser.live.actions import PATIENCE, press
from tests.browser.page_checks import overflow_problems
from tests.browser.watched import PHONE, Watched
from tools.chapters import chapters, code_tags

pytestmark = pytest.mark.browser
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


@pytest.mark.parametrize("slug", sorted({i.partition("/")[0] for i in IN_PAGE}))
def test_solutions_pass_in_the_page_and_starters_do_not(ask, slug):
    wrong = {}
    for exercise in (i for i in IN_PAGE if i.partition("/")[0] == slug):
        known = find(exercise)
        solved = ask(kind="check", exercise=exercise, code=known.solution)
        begun = ask(kind="check", exercise=exercise, code=known.starter)
        if solved.get("error") or not solved["report"]["passed"] or begun["report"]["passed"]:
            wrong[exercise] = solved, begun
    assert wrong == {}


OVERFLOWS = """
import numpy as np

def log_sigmoid(z):
    small = np.exp(-np.abs(z))
    value = np.where(z > 0, -np.log1p(np.exp(-z)), z - np.log1p(np.exp(z)))
    return value, np.where(z > 0, small, 1) / (1 + small)
"""


def test_an_overflow_on_the_way_counts_in_the_page_too(ask):
    report = ask(kind="check", exercise="neurons/logsigmoid", code=OVERFLOWS)["report"]
    assert not report["passed"]
    assert "<code>np.exp(-z)</code> is infinite" in report["headline"]


# Forgets what the cells of another chapter have defined.
FRESH = "from dlbook_page import cells\ncells._names.clear(); cells._done.clear()"


@pytest.mark.parametrize("chapter", chapters(), ids=lambda c: c.slug)
def test_every_live_cell_runs(ask, chapter):
    notebook = chapter.notebook()
    setup = live_setup(notebook)
    if setup is None:
        pytest.skip("no live cells")
    assert ask(kind="run", code=FRESH).get("error") is None
    above = [["setup", setup]] if setup else []
    for i, cell in enumerate(notebook["cells"]):
        if "live" in code_tags(cell):
            code = "".join(cell["source"])
            result = ask(kind="cell", cell=f"cell-{i}", code=code, above=above)
            assert result.get("error") is None, code
            above.append([f"cell-{i}", code])


@pytest.mark.parametrize("chapter_page", sample(CHAPTERS, 1))
def test_every_live_cell_runs_by_its_button(browser, address, chapter_page):
    watched = Watched(browser)
    watched.open(f"{address}/{chapter_page}")
    watched.unfold()
    for cell in watched.page.locator(".live-cell").all():
        press(cell, "Run")
        status = cell.locator(".live-status")
        done = status.filter(has_text="Done in").or_(status.filter(has_text="Stopped"))
        done.wait_for(timeout=PATIENCE)
        assert status.inner_text().startswith("Done in"), cell.inner_text()
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
    watched.close()


@pytest.mark.parametrize("name", sample(CHAPTERS, 4))
def test_a_chapters_figure_moves_on_a_phone(browser, address, name):
    watched = Watched(browser, viewport=PHONE)
    watched.open(f"{address}/{name}")
    watched.unfold()
    cell = watched.page.locator(".cell.tag_explore").first
    cell.scroll_into_view_if_needed()
    picture = cell.locator(".explore-svg").first
    expect(picture).to_be_visible(timeout=PATIENCE)
    watched.page.emulate_media(reduced_motion="reduce")
    if (skip := cell.get_by_role("button", name="Just show me")).count():
        skip.click()
        expect(cell.get_by_role("button", name="Reset")).to_be_enabled()
    before = cell.locator(".explore-plots").inner_html()
    cell.get_by_role("slider").and_(cell.locator(":enabled")).first.press("ArrowRight")
    watched.page.wait_for_function(
        "([plots, before]) => plots.innerHTML !== before",
        arg=[cell.locator(".explore-plots").element_handle(), before],
    )
    assert overflow_problems(watched.page) == []
    assert (watched.errors, watched.failed, watched.outside) == ([], [], [])
    watched.close()
