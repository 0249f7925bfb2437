"""Chapters and exercises as plain notebooks: ``python -m tools.colab``.

The book's notebooks speak MyST, which JupyterLab shows with an extension and Colab and
GitHub do not show at all. ``colab/<chapter>.ipynb`` and ``colab/exercises/<chapter>.ipynb``
say the same in plain Markdown: roles, directives, citations and numbers are resolved. Code
is that of the chapters. What the tool does not know is an error and names its place.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# As Sphinx does, which finds the book's extensions by their bare names.
sys.path.append(str(ROOT / "book" / "_ext"))
