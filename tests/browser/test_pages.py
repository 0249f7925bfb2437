"""Every page of the book opens in a real browser without a fault."""

from __future__ import annotations

import pytest

from tests.browser import page_checks as checks
from tests.browser.watched import DESKTOP, PHONE, Watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def opened(browser, address, page_name):
    """Open each page once; its checks follow one another."""
    watched = Watched(browser)
    watched.open(f"{address}/{page_name}")
    yield watched
    watched.close()


def test_no_console_error(opened):
    assert opened.errors == []


def test_no_failed_request(opened):
    assert opened.failed == []


def test_no_outside_request(opened):
    assert opened.outside == []


def test_maths_is_typeset(opened):
    opened.unfold()
    assert checks.maths_problems(opened.page) == []


def test_figures_have_alt_text_and_load(opened):
    assert checks.image_problems(opened.page) == []


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_overflows(opened, viewport):
    opened.unfold()
    opened.page.set_viewport_size(viewport)
    assert checks.overflow_problems(opened.page) == []
