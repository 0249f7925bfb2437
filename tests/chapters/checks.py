"""What a chapter's notebook must satisfy: each check returns what is wrong."""

from __future__ import annotations

import ast
import re
from collections import Counter

from dlbook.exercise import find
from tools.chapters import shown_exercise

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
WRITTEN = re.compile(r"```+\{(?:exercise|solution)\} *([^\n]*)")
LEAST_EXERCISES = 8
LEAST_OF_KIND = {"debug": 2, "predict": 2}


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


def exercise_problems(notebook, bank: list[str]) -> list[str]:
    """Return what is wrong with the chapter's exercises, given the ids of the bank."""
    found = [i for cell in notebook.cells if (i := shown_exercise(cell))]
    kinds = Counter(find(i).kind for i in found)
    wrong = [
        f"written in the chapter: {title!r}" for title in WRITTEN.findall(markdown(notebook))
    ]
    wrong += [f"set twice: {i}" for i, times in Counter(found).items() if times > 1]
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
