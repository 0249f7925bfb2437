"""Repeat the runs that a chapter tells of: ``python -m tools.longer CHAPTER [PART ...]``."""

from __future__ import annotations

import argparse
import importlib
import inspect
from functools import partial

from tools.longer.record import keep


def main() -> None:
    """Run the parts that are named, or all of the chapter."""
    parser = argparse.ArgumentParser(prog="python -m tools.longer", description=__doc__)
    parser.add_argument("chapter")
    parser.add_argument("part", nargs="*", help="all, if none is named")
    given = parser.parse_args()
    module = importlib.import_module(f"tools.longer.{given.chapter.replace('-', '_')}")
    for part in given.part or module.PARTS:
        name, *seeds = part.split(":")
        run = getattr(module, name)
        keep(given.chapter, part, inspect.getdoc(run), partial(run, *map(int, seeds)))


if __name__ == "__main__":
    main()
