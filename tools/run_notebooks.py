"""Run notebooks as Colab does: each alone in an empty folder, with dlbook installed.

``python -m tools.run_notebooks NOTEBOOK ...`` runs them with the Python that runs it, which
needs nbclient and ipykernel, and leaves the files as they are.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SECONDS = 300  # allowed to one cell
# The kernel's notices (its local connection is not encrypted) are no news to a reader.
QUIET = ("--IPKernelApp.log_level=ERROR",)


def run(
    path: Path,
    environment: Mapping[str, str] | None = None,
    last: str = "",
    kernel_options: Sequence[str] = (),
):
    """Return a notebook with the outputs of a run; the file is not changed.

    Parameters
    ----------
    path : Path
        The notebook's file.
    environment : mapping, optional
        Variables for the kernel, in place of those of this process.
    last : str
        Code to run after the notebook's own.
    kernel_options : sequence of str
        Arguments of the kernel's command line.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell raises.
    """
    notebook = nbformat.read(path, as_version=4)
    if last:
        notebook.cells.append(nbformat.v4.new_code_cell(last))
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            record_timing=False,
            extra_arguments=[*QUIET, *kernel_options],
            resources={"metadata": {"path": empty}},
        )
        return client.execute(env=dict(environment or os.environ))


def main(paths: Iterable[str]) -> int:
    """Run notebooks one after the other, with a line for each."""
    for path in paths:
        start = time.perf_counter()
        run(Path(path))
        print(f"ran {path} in {time.perf_counter() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
