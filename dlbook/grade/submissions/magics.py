"""What notebooks understand and Python does not: magics, shell commands, question marks."""

from __future__ import annotations

import re

from dlbook.grade.syntax import parsed

LINE = re.compile(r"^\s*(%{1,2}\w|!|\?)|^\s*[\w.]+\?{1,2}\s*$")
RESULT = re.compile(r"^\s*[\w, ]+=\s*(%|!)")
# These run the rest of their cell as Python; others hold HTML, shell or a file.
PYTHON_CELLS = ("%%time", "%%timeit", "%%capture", "%%prun", "%%python3", "%%python")


def without_magics(cell: str) -> str:
    """Return a cell as Python; each line that is none becomes a comment in its place.

    A cell that Python can read as it is stays as it is.
    """
    if parsed(cell) is not None:
        return cell
    lines = cell.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and not first.startswith(PYTHON_CELLS):
        return "\n".join(f"# {line}" for line in lines)
    return "\n".join(_python(line) for line in lines)


def _python(line: str) -> str:
    if not (LINE.match(line) or RESULT.match(line)):
        return line
    # `pass` in place of a comment: the line may be all that a block holds.
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass  # {line.strip()}"
