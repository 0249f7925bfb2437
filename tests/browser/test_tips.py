"""Tips: what a reader sees of a term, a symbol and a citation, by pointer, key and finger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import page_checks as checks
from tests.browser.watched import PHONE, Watched
from tools.browser import SITE
from tools.chapters import ROOT, chapters
from tools.notation import FORMULA, parse

pytestmark = pytest.mark.browser

CHAPTER = "book/training/gradient-flow.html"
TIP = "article .tip"
SYMBOLS = ROOT / "book" / "_live" / "scripts" / "symbols.js"


@pytest.fixture(scope="module")
def opened(browser, address):
    """Open a chapter once; each test puts the pointer and the focus away."""
    watched = Watched(browser)
    watched.open(f"{address}/{CHAPTER}")
    watched.unfold()
    yield watched
    assert watched.errors == []
    watched.close()


@pytest.fixture
def page(opened):
    opened.page.keyboard.press("Escape")
    opened.page.mouse.move(0, 0)
    opened.page.evaluate("document.activeElement.blur()")
    expect(opened.page.locator(TIP)).to_be_hidden()
    return opened.page


def rest_on(page, selector, nth=0):
    """Move the pointer to an element and return the tip that opens."""
    place = page.locator(selector).nth(nth)
    place.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # figures that are near
    place.hover()
    tip = page.locator(TIP)
    expect(tip).to_be_visible(timeout=10_000)
    return tip


def test_a_term_is_defined_where_the_pointer_rests(page):
    term = page.locator("a.term").nth(3)
    term.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    before = term.bounding_box()
    tip = rest_on(page, "a.term", 3)
    assert len(tip.inner_text()) > 40
    assert term.bounding_box() == before, "the text must not move"
    tip.hover()  # it stays while the pointer is on it
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_tip_leads_to_the_place_of_the_definition(page, address):
    rest_on(page, "a.term", 3)
    href = page.locator(f"{TIP} .from a").evaluate("(a) => a.href")
    path, _, anchor = href.removeprefix(f"{address}/").partition("#")
    assert f'id="{anchor}"' in (SITE / path).read_text(encoding="utf-8")


def test_each_section_is_one_stop_and_arrows_lead_on(page):
    stops = page.locator("a.term[tabindex='0']")
    assert stops.count() <= page.locator("article h2").count() + 1
    stops.nth(1).focus()
    tip = page.locator(TIP)
    page.keyboard.press("ArrowRight")  # by key, so that the focus is visible
    expect(tip).to_be_visible()
    first = page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "tip"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.textContent") == first
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == first


@pytest.mark.parametrize(
    ("letter", "meaning"),
    [
        ("mjx-c1D712", "mean square of a small difference"),  # chi, of this chapter
        ("mjx-c1D702", "learning rate"),  # eta, of all
    ],
)
def test_a_symbol_is_explained_as_this_chapter_means_it(page, letter, meaning):
    tip = rest_on(page, f"mjx-math mjx-mi:has(> .{letter})")
    expect(tip).to_contain_text(meaning)


def test_marks_of_a_symbol_are_explained_with_it(page):
    tip = rest_on(page, "mjx-mover mjx-base mjx-mi:has(> .mjx-c1D421)")  # h with a bar
    expect(tip).to_contain_text("activations of a layer")
    expect(tip).to_contain_text("shape")
    expect(tip).to_contain_text("adjoint")


def test_a_formula_has_a_legend_for_the_keyboard(page):
    formula = page.locator("div.math").first
    formula.evaluate("(node) => { node.tabIndex = -1; }")
    page.keyboard.press("Tab")
    formula.focus()
    expect(page.locator(f"{TIP} .symbol").nth(2)).to_be_visible()


def test_a_citation_names_the_work(page):
    tip = rest_on(page, "a.footnote-reference")
    expect(tip).to_contain_text("Deep residual learning for image recognition")
    expect(tip).to_contain_text("2016")


def test_axe_finds_nothing_with_a_tip_open(page, axe):
    rest_on(page, "a.term", 3)
    rules = [
        "color-contrast",
        "aria-valid-attr-value",
        "link-in-text-block",
        "aria-tooltip-name",
    ]
    assert checks.accessibility_problems(page, axe, rules) == []


def test_a_tap_opens_a_tip_within_the_width_of_a_phone(browser, address):
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, service_workers="block"
    )
    watched = Watched(browser, context=context)
    watched.open(f"{address}/{CHAPTER}")
    watched.unfold()
    tip = watched.page.locator(TIP)
    for trigger in ("a.term", "a.footnote-reference", "mjx-math mjx-mi:has(> .mjx-c1D712)"):
        watched.page.locator(trigger).nth(1).tap()
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert CHAPTER in watched.page.url
        assert "#" not in watched.page.url
        watched.page.locator("article h1").tap()
        expect(tip).to_be_hidden()
    watched.close()


def test_without_scripts_a_term_is_a_link_to_the_glossary(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{CHAPTER}")
    page.locator("a.term").first.click()
    page.wait_for_url("**/glossary.html#term-*")
    assert page.locator(":target").inner_text()
    context.close()


def test_paper_shows_neither_tips_nor_underlines(page):
    rest_on(page, "a.term", 3)
    page.emulate_media(media="print")
    assert page.locator(TIP).is_hidden()
    style = "(node) => getComputedStyle(node).textDecorationLine"
    assert page.locator("a.term").first.evaluate(style) == "none"
    page.emulate_media(media="screen")


def test_scripts_and_notation_name_symbols_alike(visit, address):
    """Each symbol of the notation page has, as MathJax sets it, the name that its row has."""
    page = visit(f"{address}/book/notation.html").page
    names = re.sub(r"^export |^import .*$", "", SYMBOLS.read_text("utf-8"), flags=re.M)
    set_names = page.evaluate(
        f"""() => {{
          {names}
          return [...document.querySelectorAll("td:first-child .math mjx-math")]
            .map((math) => nameOf(math));
        }}"""
    )
    text = (ROOT / "book" / "notation.md").read_text(encoding="utf-8")
    cells = [row.split(" | ")[0] for row in text.splitlines() if row.startswith("| $")]
    formulas = [formula for cell in cells for formula in FORMULA.findall(cell)]
    written = ["".join(parse(f)) for f in formulas if not re.search(r"lVert|\[|frac", f)]
    assert len(written) > 200
    assert [name for name in written if name not in set_names] == []


def test_every_chapter_has_tips_for_all_its_terms(site):
    for chapter in chapters():
        html = (site / f"{chapter.docname}.html").read_text(encoding="utf-8")
        marked = set(re.findall(r'data-term="([^"]+)"', html))
        tips = (site / "_static" / "tips" / f"{chapter.slug}.js").read_text(encoding="utf-8")
        assert [slug for slug in marked if f'"{slug}":[' not in tips] == []
        assert len(marked) > 20
