"""The environment in which Triton's interpreter runs the kernels."""

from __future__ import annotations

import os

from dlbook.efficient import has_triton

# A folder with Triton alone: where it is installed with the book, its cells print otherwise.
FOLDER = os.environ.get("DLBOOK_TRITON", "")
INTERPRETER = {**os.environ, "TRITON_INTERPRET": "1"} if FOLDER or has_triton() else {}
"""Variables of a process that may import Triton; empty where there is none."""
if FOLDER:
    INTERPRETER["PYTHONPATH"] = os.pathsep.join(
        filter(None, [FOLDER, os.environ.get("PYTHONPATH")])
    )
