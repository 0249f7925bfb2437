"""What every test run shares: notebooks run on the wheel, and tables at the end."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SITE_OF_WHEEL = ROOT / "build" / "stage" / "site"
# The browser tests name their page in brackets: test_x[foundations/neurons.html].
PAGE = re.compile(r"tests/browser/.*\[(?P<page>[\w/.-]+\.html)")
NOTEBOOK = re.compile(r"(?P<path>\S+\.ipynb)::")
# The folders of tests; those within browser and book are large enough for a line of their own.
FOLDER = re.compile(r"(?P<folder>tests(?:/(?:browser|book|tools))?/[\w-]+)/")
STARTED = time.monotonic()


def pytest_configure(config) -> None:
    """Let the notebooks' kernels see the built wheel in place of the working tree."""
    if config.getoption("nbval", default=False) and SITE_OF_WHEEL.exists():
        os.environ["PYTHONPATH"] = str(SITE_OF_WHEEL)


def pytest_collection_modifyitems(items) -> None:
    """Skip what needs a GPU if there is none."""
    marked = [item for item in items if item.get_closest_marker("gpu")]
    if marked and not _has_gpu():
        for item in marked:
            item.add_marker(pytest.mark.skip(reason="needs a CUDA device"))


def _has_gpu() -> bool:
    import torch

    return torch.cuda.is_available()


@pytest.fixture
def page_python(monkeypatch):
    """Have a fresh Python, as a page that was just opened."""
    from dlbook_page import cells

    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setattr(cells, "_names", {})
    monkeypatch.setattr(cells, "_done", set())


@pytest.fixture(autouse=True, scope="module")
def limits():
    """Let no test bound the memory of those that come after: a browser could not start."""
    before = _memory_limit()
    yield
    assert _memory_limit() == before, "a test of this file left a limit on memory behind"


def _memory_limit() -> tuple[int, int] | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrlimit(resource.RLIMIT_AS)


def pytest_runtest_teardown(item, nextitem) -> None:
    """Stop when the time is over that ``make check`` allows."""
    seconds = float(os.environ.get("DLBOOK_SECONDS", "inf"))
    if nextitem is not None and time.monotonic() - STARTED > seconds:
        item.session.shouldstop = f"{seconds:.0f} s are over: `make test` runs the rest"


def pytest_terminal_summary(terminalreporter) -> None:
    """Print a line for each folder of tests, each notebook, and each page of the web book."""
    reports = [
        r for found in terminalreporter.stats.values() for r in found if hasattr(r, "duration")
    ]
    tables = {
        "seconds by folder, of all processes together": folder_rows(reports),
        "notebooks": notebook_rows(reports),
        "pages in the browser": page_rows(reports),
    }
    for title, rows in tables.items():
        if len(rows) > 1:
            terminalreporter.section(title)
            for row in rows:
                terminalreporter.write_line(row)


def folder_rows(reports) -> list[str]:
    """Return a line per folder, the slowest first: seconds, tests, failures."""
    seconds, tests, failed = defaultdict(float), Counter(), Counter()
    for report in reports:
        match = FOLDER.match(report.nodeid)
        folder = (
            match["folder"] if match else "notebooks" if ".ipynb" in report.nodeid else "tests"
        )
        seconds[folder] += report.duration
        tests[folder] += report.when == "call"
        failed[folder] += report.failed
    rows = [
        f"{folder:<40} {seconds[folder]:8.1f} s {tests[folder]:6d} tests   "
        f"{_verdict(failed[folder])}"
        for folder in sorted(seconds, key=seconds.get, reverse=True)
    ]
    total = f"{'all':<40} {sum(seconds.values()):8.1f} s {sum(tests.values()):6d} tests"
    return [*rows, total]


def notebook_rows(reports) -> list[str]:
    """Return a line per notebook: seconds, cells compared, claims checked."""
    seconds, cells, failed = defaultdict(float), Counter(), Counter()
    for report in reports:
        if match := NOTEBOOK.match(report.nodeid):
            path = match["path"]
            seconds[path] += report.duration
            cells[path] += report.when == "call"
            failed[path] += report.failed
    return [
        f"{path.removeprefix('build/stage/notebooks/'):<70} {seconds[path]:6.1f} s "
        f"{cells[path]:4d} cells {count_claims(ROOT / path):4d} claims   "
        f"{_verdict(failed[path])}"
        for path in sorted(cells)
    ]


def page_rows(reports) -> list[str]:
    """Return a line per page of the web book: how many browser checks it passed."""
    passed, failed = Counter(), Counter()
    for report in reports:
        match = PAGE.search(report.nodeid)
        if match and report.when == "call":
            (failed if report.failed else passed)[match["page"]] += not report.skipped
    return [
        f"{page:<70} {passed[page]:4d} checks   {_verdict(failed[page])}"
        for page in sorted(passed | failed)
    ]


def count_claims(notebook: Path) -> int:
    """Return how many claims the stored outputs of ``notebook`` hold."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = ["".join(output.get("text", "")) for c in cells for output in c.get("outputs", [])]
    return sum(line.startswith("claim: ") for text in texts for line in text.splitlines())


def _verdict(failures: int) -> str:
    return f"{failures} FAILED" if failures else "ok"
