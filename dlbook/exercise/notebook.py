"""Read notebooks and Python files as cells of plain Python."""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass
from functools import cache

# Cell magics that run the rest of their cell as Python; others hold HTML, shell or a file.
PYTHON_CELLS = re.compile(r"\s*%%(time|timeit|capture|prun|python3?|debug)\b[^\n]*")
BROWSER_ENDINGS = (".txt", ".json")  # which browsers and mail programs append: hw.ipynb.txt
PYLAB = (
    "import numpy, numpy as np; "
    + "".join(f"from numpy{part} import *; " for part in ("", ".fft", ".random", ".linalg"))
    + "from builtins import abs, bool, bytes, max, min, pow, round"
)


@dataclass(frozen=True)
class Document:
    """A notebook or Python file.

    Attributes
    ----------
    name : str
        Its name, as a sentence shows it.
    path : str
        Its path without ending, and without what tells several attempts at it apart.
    is_notebook : bool
        Whether it is one by its name.
    cells : tuple of str
        The code of each cell as Python; a Python file is one cell.
    """

    name: str
    path: str
    is_notebook: bool
    cells: tuple[str, ...]


def has_notebook_name(name: str) -> bool:
    """Tell whether a name is that of a notebook, also after what a browser did to it."""
    return name.lower().endswith(tuple(f".ipynb{end}" for end in ("", *BROWSER_ENDINGS)))


def cells_in(name: str, text: str) -> list[str]:
    """Return the code cells of a notebook as they are; a Python file is one cell.

    Raises
    ------
    Exception
        If it is a damaged notebook: whatever json and nbformat make of it.
    """
    # A notebook may have been saved under another name, and the other way round.
    if has_notebook_name(name) or (text.startswith("{") and '"cells"' in text):
        return notebook_cells(text)
    return [text]


def notebook_cells(text: str) -> list[str]:
    """Return the code cells of a notebook of any version; a damaged cell is passed over."""
    notebook = json.loads(text)
    if "cells" not in notebook:  # versions before 4
        import nbformat

        notebook = nbformat.convert(nbformat.from_dict(notebook), 4)
    if not isinstance(notebook["cells"], list):
        raise TypeError("cells are a list")
    code = [
        c for c in notebook["cells"] if isinstance(c, dict) and c.get("cell_type") == "code"
    ]
    return [_joined(cell.get("source", "")) for cell in code]


def _joined(source) -> str:
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


# --- magics -----------------------------------------------------------------------------


def to_python(cell: str) -> str:
    """Return a cell as Python, as IPython reads it; magics and shell commands do nothing.

    A cell that Python can read as it is stays as it is, except for calls of ``get_ipython()``.
    """
    if parse(cell) is None:
        if match := PYTHON_CELLS.match(cell):
            return to_python(cell[match.end() :])
        if cell.lstrip().startswith("%%"):
            return "\n".join(f"# {line}" for line in cell.split("\n"))
        try:
            transformed = _transformer().transform_cell(cell)
        except Exception:  # IPython cannot read it either
            return cell
        cell = transformed if parse(transformed) else cell
    return _without_ipython(cell)


@cache
def _transformer():
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager()


def _without_ipython(text: str) -> str:
    """Replace calls such as ``get_ipython().system("ls")`` by what they do to names."""
    if "get_ipython" not in text or (tree := parse(text)) is None:
        return text
    lines = [line.encode() for line in text.split("\n")]
    calls = [node for node in ast.walk(tree) if _is_ipython(node)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        first, last = call.lineno - 1, call.end_lineno - 1
        before, after = lines[first][: call.col_offset], lines[last][call.end_col_offset :]
        lines[first : last + 1] = [before + _meaning(call, not before.strip()).encode() + after]
    return b"\n".join(lines).decode()


def _is_ipython(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")))):
            return True
    return False


def _meaning(call: ast.Call, is_statement: bool) -> str:
    match [call.func.attr, *call.args]:
        case ["run_line_magic", ast.Constant(value="pylab"), *_] if is_statement:
            return PYLAB
        case [
            "run_line_magic",
            ast.Constant(value="time" | "prun"),
            ast.Constant(value=str(code)),
        ]:
            tree = parse(code)
            if (
                tree
                and len(tree.body) == 1
                and (is_statement or isinstance(tree.body[0], ast.Expr))
            ):
                return code
    return "None"


def parse(text: str) -> ast.Module | None:
    """Return the syntax tree of a text, or None if Python cannot compile it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of "\d" and the like: the student's affair
            tree = ast.parse(text)
            # Some errors show only here: `def f(a, a)`, a late `global`, `nonlocal` outside.
            compile(text, "cell", "exec", dont_inherit=True)
            return tree
    # ValueError: null bytes; the last two: nested too deep for the parser.
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
