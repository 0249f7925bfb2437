"""``python -m dlbook.train RECIPE --scale laptop|full|NUMBER``: train a recipe."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path

from dlbook.notebook.runs import reached, read_record
from dlbook.train.recipes import RECIPES
from dlbook.train.results import check_writable, write_record

RESULTS = Path("book/_results")


def main(argv: list[str] | None = None) -> int:
    """Train the recipe that the command line names, and return the exit status."""
    argv = sys.argv[1:] if argv is None else argv
    parser = make_parser()
    if not argv:
        parser.print_help()
        return 0
    options = parse(parser, argv)
    recipe = RECIPES[options.recipe]
    scale = recipe.full_scale if options.scale == "full" else options.scale
    try:
        check_writable(options.results)
    except OSError as error:
        parser.error(f"cannot write results: {error}; choose a folder with --results")
    result = recipe.train(scale, options.seed)
    print(f"{options.recipe}: {result.reached} in {result.record['seconds']:.1f} s")
    try:
        path = write_record(options.recipe, options.results, result.record)
    except OSError as error:
        print(json.dumps(result.record))
        print(f"The results could not be written: {error}", file=sys.stderr)
        return 1
    print(f"written to {path}")
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser, whose help lists the recipes and what each reaches."""
    parser = argparse.ArgumentParser(
        prog="python -m dlbook.train",
        description="Train a model, and record what it reaches.",
        epilog="recipes:\n" + "\n".join(describe(name) for name in RECIPES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("recipe", metavar="RECIPE", type=known_recipe, help="one of these")
    parser.add_argument(
        "--scale",
        type=parse_scale,
        default=1.0,
        help="laptop (1, the default), full (on a GPU), or how many times the computation",
    )
    parser.add_argument("--seed", type=int, default=0, help="of all random numbers")
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help=f"folder of the record ({RESULTS})"
    )
    return parser


def parse(parser: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    """Parse the command line; an unknown option is an error that names the nearest one."""
    options, unknown = parser.parse_known_args(argv)
    if unknown:
        known = [s for action in parser._actions for s in action.option_strings]
        parser.error(f"unrecognized argument {unknown[0]}{_hint(unknown[0], known)}")
    return options


def known_recipe(name: str) -> str:
    """Return ``name`` if it is a recipe."""
    if name not in RECIPES:
        hint = _hint(name, list(RECIPES))
        raise argparse.ArgumentTypeError(f"no recipe {name!r}{hint}; see --help for all")
    return name


def parse_scale(text: str) -> float | str:
    """Return a positive number, or ``"full"``."""
    if text in ("laptop", "full"):
        return 1.0 if text == "laptop" else text
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"expected laptop, full or a number, got {text}")
    return value


def describe(name: str) -> str:
    """Return two lines about a recipe, the second with what a recorded run reached."""
    try:
        record = read_record(name)
    except ValueError:  # never recorded
        found = ""
    else:
        found = f"\n{'':20}scale {record['scale']:g}: {reached(record)}"
        found += f" in {record['cpu_seconds']:.0f} s of processor time"
    return f"  {name:<18}{RECIPES[name].about}{found}"


def _hint(word: str, known: list[str]) -> str:
    nearest = difflib.get_close_matches(word.partition("=")[0], known, n=1)
    return f"; did you mean {nearest[0]}?" if nearest else ""


if __name__ == "__main__":
    sys.exit(main())
