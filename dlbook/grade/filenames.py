"""Parse the file names that Canvas, Moodle and browsers give to submissions."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass

from dlbook.exercise.notebook import BROWSER_ENDINGS

# Canvas (lib/content_zipper.rb) writes NAME[_LATE]_USER_UPLOAD_FILE; for an entry without a
# file NAME[_LATE]_USER_text.html; and [LATE_]anon_CODE in place of name and user if students
# are anonymous. It takes "_digits_" out of names, so that the first match is the right one.
CANVAS = re.compile(
    r"(?:(?P<late>LATE_)?(?P<anonymous>anon_[0-9A-Za-z]+)"
    r"|(?P<name>.+?)(?P<late2>_LATE)?_(?P<user>\d+))"
    r"_(?:(?P<upload>\d+)_(?P<file>.+)|(?:text|link)\.html)",
    re.DOTALL,
)
# Moodle (mod/assign) writes NAME_PARTICIPANT_assignsubmission_file_, as a folder or before the
# file's own name, and turns underscores in names into spaces. Some unpackers drop the last one.
MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<user>\d+)_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.S
)
ARCHIVES = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip")
CODE = (".ipynb", ".py")
IGNORED_FOLDERS = ("venv", "env", "node_modules", "site-packages")
IGNORED_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Owner:
    """Who handed something in."""

    student: str  # the name under which the results stand; no two students share one
    name: str  # the name as the learning platform writes it, or student
    platform: str = ""  # "canvas", "moodle", or ""
    user: str = ""  # the platform's number of the student, or ""
    late: bool = False  # whether Canvas marked it as late


def parse_filename(filename: str) -> Owner:
    """Return the owner of a file or folder at the top of a bulk download."""
    name = printable(filename)
    if match := MOODLE.fullmatch(name):
        return Owner(f"{match['name']}_{match['user']}", match["name"], "moodle", match["user"])
    if match := CANVAS.fullmatch(name):
        late = bool(match["late"] or match["late2"])
        if code := match["anonymous"]:
            return Owner(code, code, "canvas", "", late)
        return Owner(
            f"{match['name']}_{match['user']}", match["name"], "canvas", match["user"], late
        )
    return Owner(stem(name), stem(name))


def is_lms_name(filename: str) -> bool:
    """Tell whether Canvas or Moodle gave a file or folder its name."""
    return bool(parse_filename(filename).platform)


def attempt_key(path: str) -> tuple:
    """Return a key that sorts attempts from the oldest to the latest.

    Canvas numbers uploads; browsers count in parentheses. Numbers compare as numbers, so that
    ``hw (9).ipynb`` comes before ``hw (10).ipynb``.
    """
    top, _, rest = path.partition("/")
    upload, name = _upload(top)
    if not rest:
        rest, name = name, ""
    return upload, _natural(name), [_natural(stem(part)) for part in rest.split("/")]


def attempt_of(path: str) -> str:
    """Return what all attempts at one file have in common.

    This is the path without what Canvas puts before the name, counters and endings.
    """
    top, slash, rest = path.partition("/")
    upload, name = _upload(top)
    counter = r"( ?\(\d+\)|-\d+)$" if upload else r" ?\(\d+\)$"
    return re.sub(counter, "", stem(f"{name}{slash}{rest}"))


def _upload(top: str) -> tuple[int, str]:
    match = CANVAS.fullmatch(top)
    return (int(match["upload"]), match["file"]) if match and match["upload"] else (0, top)


def _natural(text: str) -> list[tuple[str, int]]:
    parts = re.split(r"(\d+)", text)
    numbers = [int(part) if len(part) < 100 else 0 for part in parts[1::2]]
    return list(zip(parts[::2], [*numbers, -1], strict=True))


def printable(name: str) -> str:
    """Return a name in NFC; what cannot be printed is escaped, so that names stay distinct."""
    name = (
        os.fsencode(name).decode("utf-8", "backslashreplace")
        if not name.isprintable()
        else name
    )
    name = unicodedata.normalize("NFC", name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def stem(filename: str) -> str:
    """Return a name without the endings of archives, notebooks, Python files and browsers."""
    suffix = suffix_of(filename)
    return filename[: -len(suffix)] if suffix and len(filename) > len(suffix) else filename


def suffix_of(filename: str) -> str:
    """Return ``".tar.gz"``, ``".ipynb.txt"`` and the like as it is written, or ``""``."""
    lower = filename.lower()
    endings = (*ARCHIVES, *(code + more for code in CODE for more in ("", *BROWSER_ENDINGS)))
    found = next((end for end in endings if lower.endswith(end)), "")
    return filename[len(filename) - len(found) :]


def is_archive(filename: str) -> bool:
    """Tell whether a name is that of an archive that can be read."""
    return suffix_of(filename).lower() in ARCHIVES


def is_code(filename: str) -> bool:
    """Tell whether a name is that of a notebook or a Python file."""
    return suffix_of(filename).lower().startswith(CODE)


def is_ignored(part: str) -> bool:
    """Tell whether a file or folder holds no answers: hidden ones, caches, environments."""
    return part.startswith((".", "__")) or part.lower() in (*IGNORED_FOLDERS, *IGNORED_FILES)
