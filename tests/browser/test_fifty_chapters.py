"""With fifty chapters the map, the side bar and the search still work, on a phone, too.

The first page of the built book gets the map, the side bar and the index of such a book.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from dlbook_book import chapter_map, every_page, search_index
from dlbook_book.search_index import EXERCISE, SECTION, Entry

from tests.browser.page_checks import accessibility_problems, overflow_problems
from tests.browser.watched import PHONE, Watched
from tools.chapters import Chapter

pytestmark = pytest.mark.browser
PARTS, IN_EACH = 10, 5
TITLES = (
    "Optimization",
    "Self-supervised and contrastive representation learning",
    "Variational autoencoders: a bound that one can sample",
    "Reinforcement learning from human feedback",
    "Equivariance",
)
# Cut off is what does not fit its place, and what reaches beyond the screen.
CUT = """(selector) => [...document.querySelectorAll(selector)].filter((e) => {
  const { left, right, width } = e.getBoundingClientRect();
  return width && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
    || left < 0 || right > document.documentElement.clientWidth + 1);
}).map((e) => e.textContent)"""


def chapters() -> list[Chapter]:
    """Return fifty chapters; each needs the one before, and one of an earlier part."""
    slugs = [f"topic-{number}" for number in range(1, PARTS * IN_EACH + 1)]
    return [
        Chapter(
            docname=f"book/part-{i // IN_EACH + 1}/{slug}",
            part=f"Part {i // IN_EACH + 1}: foundations of learning machines",
            number=i + 1,
            slug=slug,
            title=f"{TITLES[i % IN_EACH]}, {i + 1}",
            promise=f"What the subject number {i + 1} is good for, and what it costs. " * 2,
            needs=tuple({slugs[j] for j in (i - 1, i - 2 * IN_EACH) if j >= 0}),
            explains=(),
            run_seconds=40,
            reading_minutes=45,
            exercise_minutes=120,
            path=Path(f"{slug}.ipynb"),
        )
        for i, slug in enumerate(slugs)
    ]


@pytest.fixture(scope="module")
def tree():
    """Return of the fifty chapters what a build knows of them, as an application has it."""
    found = chapters()
    entries = {
        c.docname: [
            Entry(SECTION, "what-it-is", f"What subject {c.number} is", "", "It is a subject."),
            Entry(SECTION, "summary", "Summary", "", f"Here alone is zebra{c.number}."),
            Entry(EXERCISE, "ex-one", "Weigh it", "", "How heavy is a subject?"),
        ]
        for c in found
    }
    env = SimpleNamespace(
        chapters=found,
        search_entries=entries,
        titles={c.docname: SimpleNamespace(astext=lambda c=c: c.title) for c in found},
        live_exercises={c.docname: [f"{c.slug}/weigh", f"{c.slug}/price"] for c in found},
        terms=[],
    )
    builder = SimpleNamespace(get_target_uri=lambda name: f"{name}.html")
    config = SimpleNamespace(search_synonyms="synonyms.txt")
    return SimpleNamespace(env=env, builder=builder, config=config, confdir="")


@pytest.fixture(scope="module")
def replaced(tree, site, tmp_path_factory):
    """Return the files of the site that differ, by the ends of their addresses."""
    tree.confdir = tmp_path_factory.mktemp("fifty")
    (tree.confdir / "synonyms.txt").write_text("gan, zebra7\n")
    page = BeautifulSoup((site / "book/index.html").read_text("utf-8"), "html.parser")
    found = tree.env.chapters
    html = chapter_map.write_map(found, lambda c: f"../{c.docname}.html")
    page.select_one(".chapter-map").replace_with(BeautifulSoup(html, "html.parser"))
    bar = page.select_one(".bd-sidebar-primary ul.bd-sidenav")
    bar.clear()
    for c in found:
        link = f'<a href="../{c.docname}.html">{c.number}. {c.title}</a>'
        bar.append(BeautifulSoup(f'<li class="toctree-l1">{link}</li>', "html.parser"))
    known = every_page.chapters(tree)
    index = search_index.index(tree)
    return {
        "/book/index.html": ("text/html", str(page)),
        f"/{every_page.FILE}": (
            "text/javascript",
            f"{every_page.VARIABLE} = {json.dumps(known)}",
        ),
        f"/{search_index.FILE}": (
            "text/javascript",
            f"{search_index.VARIABLE} = {json.dumps(index)}",
        ),
    }


@pytest.fixture(params=[{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def opened(browser, address, replaced, request):
    """Open the first page of the book with fifty chapters."""
    watched = Watched(browser, **request.param)
    for end, (kind, body) in replaced.items():
        watched.page.route(
            f"**{end}*", lambda route, k=kind, b=body: route.fulfill(body=b, content_type=k)
        )
    watched.open(f"{address}/book/index.html")
    yield watched
    watched.close()


def test_the_map_is_a_list_of_rows_that_open(opened, axe):
    page = opened.page
    rows = page.locator(".chapter-map details.part")
    assert rows.count() == PARTS
    closed = page.locator(".chapter-map").bounding_box()["height"]
    assert page.locator(".chapter-map li:visible").count() == IN_EACH
    for i in range(1, PARTS):
        rows.nth(i).locator("summary").click()
    assert page.locator(".chapter-map li:visible").count() == PARTS * IN_EACH
    assert page.locator(".chapter-map").bounding_box()["height"] > closed
    assert page.evaluate(CUT, ".chapter-map :is(a, p, .part-name, .square, .facts span)") == []
    assert overflow_problems(page) == []
    assert accessibility_problems(page, axe) == []
    lefts = {box["x"] for box in (li.bounding_box() for li in rows.nth(3).locator("li").all())}
    assert len(lefts) == (1 if page.viewport_size == PHONE else 3)
    page.locator("#map-topic-20 a.chapter").click(trial=True)
    assert (opened.errors, opened.outside) == ([], [])


def test_the_side_bar_lists_and_marks_all_chapters(opened):
    page = opened.page
    page.evaluate(
        """() => {
          localStorage.setItem("dlbook-chapter:topic-49", '{"read": "2026-01-01", "at": "x"}');
          localStorage.setItem("dlbook-exercise:topic-49/weigh", '{"done": "2026-01-01"}');
        }"""
    )
    page.reload()
    if page.viewport_size == PHONE:
        page.locator("button.primary-toggle:visible").first.click()
    links = page.locator(":is(.bd-sidebar-primary, dialog) li.toctree-l1 > a:visible")
    mark = links.filter(has_text=", 49").locator(".progress-mark")
    assert mark.get_attribute("title") == "read, 1 of 2 exercises done"
    assert links.count() >= PARTS * IN_EACH
    assert page.evaluate(CUT, ".toctree-l1 > a") == []


def test_the_search_finds_the_one_chapter_of_fifty(opened):
    page = opened.page
    page.keyboard.press("/")
    field = page.locator("dialog input[type=search]")
    for query, number in [("zebra37", 37), ("subject 12", 12), ("gan", 7)]:
        field.fill(query)
        first = page.locator("dialog a.search-result").first
        page.wait_for_function("() => Boolean(window.dlbookSearch)")
        first.filter(has_text=f", {number}").wait_for()
        assert f"topic-{number}.html" in first.get_attribute("href")
    assert page.evaluate(CUT, "dialog a.search-result span") == []
