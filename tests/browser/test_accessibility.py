"""axe-core finds nothing in the content of any page, in light and in dark."""

from __future__ import annotations

import pytest

from tests.browser.page_checks import accessibility_problems
from tests.browser.watched import Watched

pytestmark = pytest.mark.browser

# All that a change of the theme can change.
COLORS = ["color-contrast", "link-in-text-block"]


@pytest.fixture(scope="module")
def opened(browser, address, page_name):
    """Open each page once, with nothing folded."""
    watched = Watched(browser)
    watched.open(f"{address}/{page_name}")
    watched.unfold()
    yield watched
    watched.close()


def test_content_is_accessible(opened, axe):
    assert accessibility_problems(opened.page, axe) == []


def test_colors_have_contrast_in_the_dark(opened, axe):
    opened.page.emulate_media(color_scheme="dark")
    opened.page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    opened.settle()
    assert accessibility_problems(opened.page, axe, COLORS) == []
