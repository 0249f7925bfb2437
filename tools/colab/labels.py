"""What can be referred to, with the numbers that the web book gives.

Figures, equations and exercises are counted as they come, chapter by chapter: the third
figure of the second chapter is Fig. 2.3. ``tests/tools/colab/test_labels.py`` compares
these numbers with those of the built book.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import yaml
from live_cells import SHOWN
from live_exercise import label as exercise_label

from dlbook.exercise import find
from tools.colab.blocks import Directive, Formula, Target, blocks
from tools.colab.errors import ConversionError

WORDS = {"figure": "Fig. {}", "equation": "({})", "exercise": "Exercise {}"}
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Label:
    """Something that text refers to.

    Attributes
    ----------
    kind : str
        figure, equation, exercise or section.
    chapter : str
        Slug of the chapter that holds it.
    number : str
        As in ``2.3``; empty for a section.
    title : str
        Of an exercise or a section.
    """

    kind: str
    chapter: str
    number: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """How the book names it."""
        return WORDS[self.kind].format(self.number) if self.number else self.title


def chapter_files(root: Path) -> list[Path]:
    """Return the chapters' notebooks in the order of ``_toc.yml``."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [root / f"{name}.ipynb" for part in toc["parts"] for name in _names(part)]
    return [path for path in files if path.exists()]


def _names(part: dict) -> list[str]:
    """Return the files of a part, or of a page with sections."""
    entries = part.get("chapters", []) + part.get("sections", [])
    own = [part["file"]] if "file" in part else []
    return own + [name for entry in entries for name in _names(entry)]


def collect(chapters: dict[str, dict]) -> dict[str, Label]:
    """Return all labels of the book.

    Parameters
    ----------
    chapters : dict
        Slug and notebook (as JSON) of each chapter, in the book's order.

    Raises
    ------
    ConversionError
        Where a label is given twice.
    """
    found = {}
    for number, (slug, notebook) in enumerate(chapters.items(), start=1):
        counts = Counter()
        for name, kind, title in _labelled(notebook):
            counts[kind] += 1
            if name in found:
                raise ConversionError(f"{slug}: the label {name!r} is given twice")
            counted = f"{number}.{counts[kind]}" if kind in WORDS else ""
            found[name] = Label(kind, slug, counted, title)
    return found


def _labelled(notebook: dict):
    """Yield label, kind and title of all that a chapter labels, in order."""
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from _of_text(source)
            continue
        if figure := cell["metadata"].get("mystnb", {}).get("figure", {}).get("name"):
            yield figure, "figure", ""
        if id := shown_exercise(cell):
            yield exercise_label(id), "exercise", find(id).title


def shown_exercise(cell: dict) -> str:
    """Return the id of the exercise that a code cell sets; empty where it sets none."""
    if "exercise" not in cell["metadata"].get("tags", []):
        return ""
    match = SHOWN.search("".join(cell["source"]))
    if match is None:
        raise ConversionError('a cell tagged "exercise" calls show_exercise("chapter/slug")')
    return match[1]


def _of_text(source: str):
    parts = blocks(source)
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        match part:
            case Formula(label=name) if name:
                yield name, "equation", ""
            case Directive(name="math", options={"label": name}):
                yield name, "equation", ""
            case Directive(name="exercise", argument=title, options={"label": name}):
                yield name, "exercise", title
            case Target(label=name):
                heading = HEADING.match(getattr(after, "text", ""))
                if heading is None:
                    raise ConversionError(f"no heading follows the label {name!r}")
                yield name, "section", heading[1]
