"""Tools of the repository: run as `python -m tools.x` or by the Makefile."""
