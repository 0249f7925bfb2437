"""What a page asks of Python, and the answers; both are JSON."""

from __future__ import annotations

import builtins
import contextlib
import json
import warnings
from collections.abc import Callable

import numpy as np

from dlbook_page import cells, checks, figures, pictures, runs
from dlbook_page.errors import describe
from dlbook_page.output import Output

KINDS = {"run": runs.run, "cell": cells.run, "check": checks.check, "frame": figures.frame}


def answer(request: str, send: Callable[[str], None]) -> str:
    """Do what a page asks for.

    Parameters
    ----------
    request : str
        A JSON object. ``kind`` says what to do; the rest are arguments of
        :func:`dlbook_page.runs.run`, :func:`dlbook_page.cells.run`,
        :func:`dlbook_page.checks.check` or :func:`dlbook_page.figures.frame`.
    send : callable
        Takes what the code prints, piece by piece.

    Returns
    -------
    str
        A JSON object: the result, or ``error``, a text; and ``pictures``, what was drawn.
    """
    arguments = json.loads(request)
    work = KINDS[arguments.pop("kind")]
    output = Output(send)
    with _surroundings(output), pictures.collected() as drawn:
        try:
            result = work(**arguments)
        except BaseException as error:  # SystemExit and KeyboardInterrupt included
            result = {"error": describe(error)}
    output.flush()
    return json.dumps(result | ({"pictures": drawn} if drawn else {}))


@contextlib.contextmanager
def _surroundings(output: Output):
    """Lead what is printed to ``output``, and put back what the code may have changed."""
    ask = builtins.input
    builtins.input = _refuse_input
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        warnings.catch_warnings(),
        np.errstate(),
        np.printoptions(),
    ):
        yield
    builtins.input = ask


def _refuse_input(prompt: str = "") -> str:
    raise RuntimeError("input() has nobody to ask here: write the value into the code")
