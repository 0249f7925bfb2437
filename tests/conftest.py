"""What every test run shares: notebooks run on the wheel, and a table at the end."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SITE_OF_WHEEL = ROOT / "build" / "stage" / "site"
# The browser tests name their page in brackets: test_x[foundations/neurons.html].
PAGE = re.compile(r"tests/browser/.*\[(?P<page>[\w/.-]+\.html)")
NOTEBOOK = re.compile(r"(?P<path>\S+\.ipynb)::")


def pytest_configure(config) -> None:
    """Let the notebooks' kernels see the built wheel in place of the working tree."""
    if config.getoption("nbval", default=False) and SITE_OF_WHEEL.exists():
        os.environ["PYTHONPATH"] = str(SITE_OF_WHEEL)


def pytest_terminal_summary(terminalreporter) -> None:
    """Print a line for each notebook and each page of the web book."""
    reports = [r for key in ("passed", "failed") for r in terminalreporter.stats.get(key, [])]
    for title, rows in (
        ("notebooks", notebook_rows(reports)),
        ("pages in the browser", page_rows(reports)),
    ):
        if rows:
            terminalreporter.section(title)
            for row in rows:
                terminalreporter.write_line(row)


def notebook_rows(reports) -> list[str]:
    """Return a line per notebook: seconds, cells compared, claims checked."""
    seconds, cells, failed = defaultdict(float), Counter(), Counter()
    for report in reports:
        if match := NOTEBOOK.match(report.nodeid):
            path = match["path"]
            seconds[path] += report.duration
            cells[path] += 1
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
        if match := PAGE.search(report.nodeid):
            (failed if report.failed else passed)[match["page"]] += 1
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
