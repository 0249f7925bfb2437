"""What a reader does on a live page."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

PATIENCE = 90_000  # milliseconds: on a busy machine Python takes its time to start
ANSWERS = {
    "right": "def double(x):\n    return 2 * x\n",
    "squared": "def double(x):\n    return x**2\n",
    "endless": "def double(x):\n    while True:\n        pass\n",
}


def exercise(page: Page, slug: str) -> Locator:
    """Return the place to work at an exercise."""
    return page.locator(f'.live-work[data-exercise="first/{slug}"]')


def write(work: Locator, text: str) -> None:
    """Open the editor and replace what it holds."""
    edit = work.get_by_role("button", name="Edit", exact=True)
    if edit.count():
        edit.click()
    content = work.locator(".cm-content")
    content.click()
    content.press("Control+a")
    # As pasted: typed, each line would be indented once more.
    work.page.keyboard.insert_text(text)


def press(work: Locator, name: str) -> None:
    """Press a button."""
    work.get_by_role("button", name=name, exact=True).click()


def expect_said(work: Locator, text) -> None:
    """Wait until the status says something that holds ``text``."""
    expect(work.locator(".live-status")).to_contain_text(text, timeout=PATIENCE)


def state(work: Locator) -> str:
    """Return what the title of an exercise says of its state."""
    box = work.locator("xpath=ancestor::div[contains(@class, 'exercise')]")
    return box.get_attribute("data-state") or ""
