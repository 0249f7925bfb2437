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
from collections.abc import Iterator

from playwright.sync_api import Page

from tools.browser import SITE, launch, serve
from tools.chapters import chapters

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


# Moves the sliders of the first figure in turn, by a position each time; returns the
# milliseconds until the browser has painted, the time that it waits for the screen included.
MOVE = """async (times) => {
  const sliders = document.querySelectorAll(".tag_explore .explore-controls input[type=range]");
  const taken = [];
  for (let i = 0; i < times; i += 1) {
    const slider = sliders[i % sliders.length];
    slider.value = Number(slider.value) + (Number(slider.value) < Number(slider.max) ? 1 : -1);
    await new Promise((done) => setTimeout(done, 50));
    const started = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    taken.push(await new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now() - started);
      port2.postMessage(null);
    })));
  }
  return taken;
}"""


def moves(address: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each chapter, and the milliseconds that moves of its figure take without Python."""
    with launch() as browser:
        for chapter in chapters():
            page = browser.new_page()
            page.route("**/worker.js", lambda route: route.abort())
            page.goto(f"{address}/{chapter.docname}.html", wait_until="networkidle")
            page.locator(".tag_explore").first.scroll_into_view_if_needed()
            page.locator(".explore-svg").first.wait_for(state="attached")
            skip = page.get_by_role("button", name="Just show me")
            if skip.count():
                skip.first.click()
                page.wait_for_timeout(1000)  # the controls glide to the answer
            yield chapter.slug, page.evaluate(MOVE, LATER_RUNS)
            page.close()


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
        for slug, taken in moves(address):
            print(
                f"slider in {slug + ':':24} {statistics.median(taken):4.0f} ms, "
                f"at most {max(taken):.0f} ms (goal: under 100 ms)"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
