"""Each check of an open page fails on a page that breaks its rule."""

from __future__ import annotations

import pytest

from tests.browser import page_checks as checks
from tests.browser.watched import PHONE

pytestmark = pytest.mark.browser

DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
FORMULA = (
    '<mjx-container>x<mjx-assistive-mml style="position: absolute; clip: rect(0, 0, 0, 0)">'
    "<math><mi>x</mi></math></mjx-assistive-mml></mjx-container>"
)
GOOD = f"""<main><article><h1>Title</h1><p>It costs $5 and then $6.</p>
<code>$x$ and \\(x\\)</code><img src="{DOT}" alt="A dot">
<span class="math"><mjx-container>x</mjx-container></span>
<table><tr><th>{FORMULA}</th><th>a</th></tr></table>
<div style="overflow-x: auto"><div style="width: 900px">wide, and scrolls</div></div>
</article></main>"""


def test_a_good_page_passes_every_check(broken, axe):
    good = broken(GOOD, viewport=PHONE)
    assert (good.errors, good.failed, good.outside) == ([], [], [])
    assert checks.maths_problems(good.page) == []
    assert checks.overflow_problems(good.page) == []
    assert checks.image_problems(good.page) == []
    assert checks.accessibility_problems(good.page, axe) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<span class="math">\\(x\\)</span>', "not typeset"),
        ('<mjx-merror data-mjx-error="Missing }">x</mjx-merror>', "error: Missing }"),
        ("<p>where \\(x\\) is</p>", "left as it was written"),
        ("<p>where $x_1$ is</p>", "left as it was written"),
        ("<p>\\begin{align} x \\end{align}</p>", "left as it was written"),
        (
            '<mjx-assistive-mml><math><mtext mathcolor="red">\\oops</mtext></math>'
            "</mjx-assistive-mml>",
            "unknown command: \\oops",
        ),
    ],
)
def test_raw_or_faulty_maths_is_found(broken, body, expected):
    (problem,) = checks.maths_problems(broken(f"<article>{body}</article>").page)
    assert problem.startswith(expected)


@pytest.mark.parametrize(
    "body",
    [
        '<article><div style="width: 600px">wide</div></article>',
        f"<article><p>{'x' * 200}</p></article>",
        '<div style="overflow: hidden"><article><p style="width: 600px">x</p></article></div>',
    ],
)
def test_overflow_is_found(broken, body):
    assert checks.overflow_problems(broken(body, viewport=PHONE).page)


FORMULA_BOX = '<mjx-container style="display: inline-block; {}">xxx</mjx-container>'


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (
            '<div style="overflow: auto"><p style="width: 900px">x</p></div>',
            ["out of reach of the keyboard"],
        ),
        (FORMULA_BOX.format("width: 900px"), ["cut off"]),
        (
            '<div style="overflow: hidden; width: 50px">'
            f"{FORMULA_BOX.format('width: 90px')}</div>",
            ["cut off"],
        ),
        ('<div tabindex="0" style="overflow: auto"><p style="width: 900px">x</p></div>', []),
        (FORMULA_BOX.format("width: 90px"), []),
        (
            '<div tabindex="0" style="overflow: auto">'
            f"{FORMULA_BOX.format('width: 900px')}</div>",
            [],
        ),
    ],
)
def test_what_is_cut_off_or_out_of_reach_is_found(broken, body, problems):
    found = checks.reach_problems(broken(f"<article>{body}</article>", viewport=PHONE).page)
    assert [text.partition(":")[0] for text in found] == problems


@pytest.mark.parametrize("image", [f'<img src="{DOT}">', '<img src="gone.png" alt="Gone">'])
def test_an_image_without_alt_or_file_is_found(broken, image):
    assert checks.image_problems(broken(f"<article>{image}</article>").page)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (f'<img src="{DOT}">', "image-alt"),
        ('<p style="color: #ccc; background: #fff">faint</p>', "color-contrast"),
        ('<a href="/"></a>', "link-name"),
        ("<table><tr><th></th><th>a</th></tr></table>", "empty-table-header"),
    ],
)
def test_axe_finds_what_is_not_accessible(broken, axe, body, rule):
    page = broken(f"<main><article>{body}</article></main>").page
    assert any(p.startswith(rule) for p in checks.accessibility_problems(page, axe))
    assert checks.accessibility_problems(page, axe, ["list"]) == []


def test_a_console_error_is_recorded(broken):
    assert broken("<script>console.error('oops')</script>").errors == ["oops"]


def test_an_exception_is_recorded(broken):
    (error,) = broken("<script>throw new Error('oops')</script>").errors
    assert "oops" in error


def test_a_missing_file_is_recorded(broken):
    (failure,) = broken('<script src="gone.js"></script>').failed
    assert failure.endswith("/gone.js: 404")


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://cdn.example.org/x.js"></script>',
        "<script>fetch('https://example.org/data').catch(() => {})</script>",
        "<style>body { background: url(https://example.org/a.png) }</style>",
    ],
)
def test_an_outside_request_is_refused_and_recorded(broken, body):
    (url,) = broken(body).outside
    assert "example.org" in url
