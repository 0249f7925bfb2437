"""Chapters and exercises as plain notebooks: ``python -m tools.colab``.

The book's notebooks speak MyST, which JupyterLab shows with an extension and Colab and
GitHub do not show at all. ``colab/<chapter>.ipynb`` and ``colab/exercises/<chapter>.ipynb``
say the same in plain Markdown: roles, directives, citations and numbers are resolved. The
code is that of the chapters. Anything that the tool does not know is an error and names its
place.
"""
