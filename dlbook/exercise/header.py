"""The header of an exercise: TOML in comments, between ``# /// exercise`` and ``# ///``."""

from __future__ import annotations

import difflib
import re
import tomllib

from dlbook.exercise.cells import FormatError

BLOCK = re.compile(r"^# /// exercise\n(?P<body>(?:#.*\n)*?)# ///$", re.MULTILINE)
KINDS = ("implement", "debug", "predict", "recall", "investigate")
CODE_KINDS = ("implement", "debug")
NUMBER = (int, float)
KEYS = {
    "title": str,
    "kind": str,
    "difficulty": int,
    "minutes": int,
    "practices": list,
    "answer": (str, int),
    "options": list,
    "why": list,
    "value": NUMBER,
    "within": NUMBER,
    "slips": list,
    "forbidden": list,
    "hints": list,
    "changes": list,
    "needs_torch": bool,
    "seconds": NUMBER,
    "cases": int,
    "survivors": dict,
}
REQUIRED = ("title", "kind", "difficulty", "minutes", "practices")


def read_header(text: str, where: str) -> dict:
    """Return the header's entries.

    Parameters
    ----------
    text : str
        The file, or what precedes its first cell.
    where : str
        Its name, for messages.

    Raises
    ------
    FormatError
        Where there is no header, or an entry is missing, unknown, or of another type.
    """
    match = BLOCK.search(text)
    if match is None:
        raise FormatError(
            f"{where}: expected a header of comments, from '# /// exercise' to '# ///'"
        )
    body = "\n".join(line[1:].removeprefix(" ") for line in match["body"].splitlines())
    try:
        header = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{where}: the header is no TOML: {error}") from None
    _check_keys(header, where)
    _check_entries(header, where)
    return header


def _check_keys(header: dict, where: str) -> None:
    for key, entry in header.items():
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise FormatError(f"{where}: the header has no entry {key!r}{hint}")
        wanted = KEYS[key]
        if not isinstance(entry, wanted) or (isinstance(entry, bool) and wanted is not bool):
            raise FormatError(f"{where}: {key} has the wrong type, got {entry!r}")
    for key in REQUIRED:
        if key not in header:
            raise FormatError(f"{where}: the header lacks {key!r}")


def _check_entries(header: dict, where: str) -> None:
    if header["kind"] not in KINDS:
        raise FormatError(f"{where}: kind is one of {', '.join(KINDS)}; got {header['kind']!r}")
    if not 1 <= header["difficulty"] <= 5:
        raise FormatError(f"{where}: difficulty is 1 to 5, got {header['difficulty']}")
    if header["kind"] in CODE_KINDS:
        if not isinstance(header.get("answer"), str):
            raise FormatError(f"{where}: answer is to name the function or class checked")
    elif header["kind"] != "investigate":
        _check_choice(header, where)


def _check_choice(header: dict, where: str) -> None:
    if "value" in header:
        if "within" not in header or header["within"] < 0:
            raise FormatError(f"{where}: beside value, within says how far off may be right")
        _check_slips(header, where)
        return
    if "slips" in header:
        raise FormatError(f"{where}: slips explain wrong numbers; options have why")
    options, why, answer = (header.get(key) for key in ("options", "why", "answer"))
    if not options or len(options) < 2 or len(set(options)) < len(options):
        raise FormatError(
            f"{where}: expected options (two or more, all different), or value and within"
        )
    if not isinstance(answer, int) or not 0 <= answer < len(options):
        raise FormatError(f"{where}: answer is the right option's position, counted from 0")
    if not why or len(why) != len(options):
        raise FormatError(f"{where}: why holds one explanation for each of the options")


def _check_slips(header: dict, where: str) -> None:
    for slip in header.get("slips", ()):
        match slip:
            case [int() | float() as number, str()]:
                if abs(number - header["value"]) <= 2 * header["within"]:
                    raise FormatError(f"{where}: the slip {number} is too near to the value")
            case _:
                raise FormatError(f"{where}: a slip is [number, explanation], got {slip!r}")
