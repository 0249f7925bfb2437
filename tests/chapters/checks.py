"""What a chapter's notebook must satisfy: each check returns what is wrong."""

from __future__ import annotations

import ast
import re
from collections import Counter

from dlbook.exercise import find

FORBIDDEN_OUTPUT = {
    "a warning": re.compile(r"\b\w*Warning\b"),
    "a path of a machine": re.compile(
        r"(?<![\w.:/])/(?:home|root|tmp|usr|opt|work|Users|var)/"
    ),
    "a memory address": re.compile(r"\b0x[0-9a-f]{6,}\b"),
    "a time": re.compile(
        r"\b\d+(?:\.\d+)? ?(?:ms|µs|us|ns|seconds?|minutes?|s/it|it/s)\b|\b\d\d:\d\d\b"
    ),
    "the rest of a progress bar": re.compile(r"\d+%\|"),
    "a date": re.compile(r"\b20[2-9]\d-\d\d-\d\d\b"),
}
# Words that tell a reader that they should have understood already, or that sell.
FORBIDDEN_WORDS = re.compile(
    r"\b(simply|obviously|obvious|trivial(?:ly)?|clearly|easy to see|of course"
    r"|state[- ]of[- ]the[- ]art|revolution(?:ary|ize|ized)|powerful|cutting[- ]edge)\b",
    re.IGNORECASE,
)
SHOWN = re.compile(r"""show_exercise\(["']([\w/-]+)["']\)""")
WRITTEN = re.compile(r"```+\{(?:exercise|solution)\} *([^\n]*)")
LEAST_EXERCISES = 8
LEAST_OF_KIND = {"debug": 2, "predict": 2}
METADATA = {"slug", "title", "promise", "needs", "explains", "run_seconds"}


def code_cells(notebook) -> list:
    """Return the code cells."""
    return [c for c in notebook.cells if c.cell_type == "code"]


def tags(cell) -> set[str]:
    """Return the tags of a cell."""
    return set(cell.metadata.get("tags", []))


def markdown(notebook) -> str:
    """Return the text of the Markdown cells."""
    return "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def prose(notebook) -> str:
    """Return the text of the Markdown cells, without code and formulas."""
    text = re.sub(r"```python.*?```", " ", markdown(notebook), flags=re.DOTALL)
    return re.sub(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", " ", text, flags=re.DOTALL)


def output_text(cell) -> str:
    """Return all that a cell printed or displayed as text."""
    texts = []
    for output in cell.get("outputs", []):
        texts.append(output.get("text", ""))
        texts += [v for k, v in output.get("data", {}).items() if k.startswith("text/")]
    return "\n".join(texts)


def not_executed(notebook) -> list[str]:
    """Return the code cells that have never run: nbval would pass them unseen."""
    return [
        c.source.splitlines()[0]
        for c in code_cells(notebook)
        if c.source.strip() and c.execution_count is None
    ]


def unstable_outputs(notebook) -> list[str]:
    """Return outputs that hold what differs from machine to machine.

    An exercise, whose statement its cell shows, may speak of minutes.
    """
    wrong = []
    for cell in code_cells(notebook):
        text = "" if "exercise" in tags(cell) else output_text(cell)
        wrong += [
            f"{what}: {m[0]!r}" for what, p in FORBIDDEN_OUTPUT.items() if (m := p.search(text))
        ]
        wrong += [f"stderr: {o.text[:60]!r}" for o in cell.outputs if o.get("name") == "stderr"]
    return wrong


def unclaimed(notebook) -> list[str]:
    """Return cells whose output is not compared, with no claim in the same or the next cell."""
    cells = code_cells(notebook)
    return [
        cell.source.splitlines()[0]
        for cell, after in zip(cells, [*cells[1:], None], strict=True)
        if "nbval-ignore-output" in tags(cell)
        and "claim(" not in cell.source + (after.source if after else "")
    ]


def figures_without_alt(notebook) -> list[str]:
    """Return figure cells with no alternative text or no caption."""
    wrong = []
    for cell in code_cells(notebook):
        if not any("image/png" in o.get("data", {}) for o in cell.outputs):
            continue
        shown = cell.metadata.get("mystnb", {})
        if not shown.get("image", {}).get("alt") or not shown.get("figure", {}).get("caption"):
            wrong.append(cell.source.splitlines()[0])
    return wrong


def redefinitions(notebook, package_names: set[str]) -> list[str]:
    """Return functions and classes of the package defined again outside ``derive`` cells."""
    return [
        node.name
        for cell in code_cells(notebook)
        if "derive" not in tags(cell)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in package_names
    ]


def long_cells(notebook, most: int = 25) -> list[str]:
    """Return code cells of more than ``most`` lines."""
    return [
        f"{len(c.source.splitlines())} lines: {c.source.splitlines()[0]}"
        for c in code_cells(notebook)
        if len(c.source.splitlines()) > most
    ]


def exercises(notebook) -> list[str]:
    """Return the ids of the exercises that the chapter sets from the bank, in their order."""
    cells = [cell for cell in code_cells(notebook) if "exercise" in tags(cell)]
    return [match[1] for cell in cells if (match := SHOWN.search(cell.source))]


def exercise_problems(notebook, bank: list[str]) -> list[str]:
    """Return what is wrong with the chapter's exercises, given the ids of the bank."""
    found = exercises(notebook)
    kinds = Counter(find(id).kind for id in found)
    wrong = [
        f"written in the chapter: {title!r}" for title in WRITTEN.findall(markdown(notebook))
    ]
    wrong += [f"set twice: {id}" for id, times in Counter(found).items() if times > 1]
    if len(found) < LEAST_EXERCISES:
        wrong.append(f"{len(found)} exercises; at least {LEAST_EXERCISES}")
    wrong += [
        f"{kinds[kind]} of the kind {kind}; at least {least}"
        for kind, least in LEAST_OF_KIND.items()
        if kinds[kind] < least
    ]
    own = f"{notebook.metadata['dlbook']['slug']}/"
    wrong += [
        f"in the bank, not set: {i}" for i in bank if i.startswith(own) and i not in found
    ]
    return wrong


def metadata_problems(notebook, slugs: list[str]) -> list[str]:
    """Return what is wrong with the chapter's own metadata, given the slugs before it."""
    metadata = notebook.metadata.get("dlbook", {})
    wrong = [f"missing: {k}" for k in sorted(METADATA - set(metadata))]
    wrong += [f"unknown: {k}" for k in sorted(set(metadata) - METADATA)]
    wrong += [
        f"needs {s!r}, no earlier chapter" for s in metadata.get("needs", []) if s not in slugs
    ]
    if len(metadata.get("promise", "")) > 140:
        wrong.append("promise: over 140 characters")
    if metadata.get("run_seconds", 0) > 60:
        wrong.append("run_seconds: a chapter runs in at most 60 s")
    return wrong
