"""Measure how long a reader waits for Python in the page: ``python -m tools.live.timing``.

It needs the built book and an idle machine. Each first run has a browser and a profile of
its own, so that nothing is cached; the page comes from this machine, so that no network
is measured. A later run is that of a starter, which computes nothing: what it takes is
the page's own.
"""

from __future__ import annotations

import os
import statistics
import sys

from playwright.sync_api import Page

from tests.browser.conftest import SITE, serve
from tests.chromium import launch

PAGE = "book/foundations/backpropagation.html"
EXERCISE = "backpropagation/linear-backward"
FIRST_RUNS, LATER_RUNS = 3, 20
# Presses a button and returns the milliseconds until the status says that it is done.
PRESS = """([within, name]) => new Promise((resolve, reject) => {
  const place = document.querySelector(within);
  const status = place.querySelector(".live-status");
  const button = [...place.querySelectorAll("button")].find((b) => b.textContent === name);
  const started = performance.now();
  new MutationObserver((changes, observer) => {
    const text = status.textContent;
    if (!text || /^(Loading|Running|Waits)/.test(text)) return;
    observer.disconnect();
    if (/^(Done|✗ Not yet)/.test(text)) resolve(performance.now() - started);
    else reject(new Error(text));
  }).observe(status, { childList: true, subtree: true, characterData: true });
  button.click();
})"""


def first_runs(address: str) -> list[float]:
    """Return the seconds from the first press of Run to its result, in fresh browsers."""
    return [_first_run(address) for _ in range(FIRST_RUNS)]


def _first_run(address: str) -> float:
    with launch() as browser:
        page = _open(browser.new_page(), address)
        return page.evaluate(PRESS, [".live-cell", "Run"]) / 1000


def later_runs(address: str, button: str) -> list[float]:
    """Return the milliseconds that a button takes once Python is there."""
    with launch() as browser:
        page = _open(browser.new_page(), address)
        arguments = [f'.live-work[data-exercise="{EXERCISE}"]', button]
        taken = [page.evaluate(PRESS, arguments) for _ in range(LATER_RUNS + 1)]
        return taken[1:]


def _open(page: Page, address: str) -> Page:
    page.goto(f"{address}/{PAGE}", wait_until="networkidle")
    return page


def main() -> int:
    """Measure and print; fail where the book is not built."""
    if not (SITE / PAGE).exists():
        print(f"there is no {SITE / PAGE}: run `make book` first", file=sys.stderr)
        return 1
    print(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with serve(SITE) as address:
        first = first_runs(address)
        print(f"first Run:  {min(first):5.1f} to {max(first):.1f} s (goal: under 10 s)")
        for button, goal in (("Run", " (goal: under 100 ms)"), ("Check", "")):
            later = later_runs(address, button)
            print(
                f"later {button + ':':6} {statistics.median(later):4.0f} ms, "
                f"at most {max(later):.0f} ms{goal}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
