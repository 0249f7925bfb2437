"""Whose a file is: the names that Canvas and Moodle give to files in a bulk download."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

# doejane_LATE_12345_678901_homework-1.ipynb; anonymous ones start with "anon".
CANVAS = re.compile(
    r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<user>\d+)_(?P<upload>\d+)_(?P<file>.+)"
)
# Jane Doe_123456_assignsubmission_file_homework.ipynb, or a folder of that name.
MOODLE = re.compile(
    r"(?P<name>.+)_(?P<user>\d+)_assignsubmission_(?P<kind>file|onlinetext)(_(?P<file>.*))?"
)
ARCHIVES = (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip")
CODE = (".ipynb", ".py")
CLUTTER = ("venv", "env", "node_modules", "site-packages")


@dataclass(frozen=True)
class Owner:
    """Who handed something in.

    Attributes
    ----------
    student : str
        The name under which the results stand; no two students have the same.
    name : str
        The student's name as the learning platform writes it, or ``student``.
    platform : str
        ``"canvas"``, ``"moodle"``, or ``""``.
    user : str
        The platform's number of the student, or ``""``.
    late : bool
        Whether Canvas marked it as late.
    """

    student: str
    name: str
    platform: str = ""
    user: str = ""
    late: bool = False


def owner_of(filename: str) -> Owner:
    """Return whose a file or folder is, by its name in the folder of submissions."""
    # Bytes of a name that are no UTF-8 become \x..: such a name can be printed and written.
    filename = os.fsencode(filename).decode("utf-8", "backslashreplace")
    if match := MOODLE.fullmatch(filename):
        name, user = match["name"], match["user"]
        return Owner(f"{name}_{user}", name, "moodle", user)
    if match := CANVAS.fullmatch(filename):
        name, user = match["name"], match["user"]
        return Owner(f"{name}_{user}", name, "canvas", user, match["late"] is not None)
    return Owner(stem(filename), stem(filename))


def stem(filename: str) -> str:
    """Return a name without what says that it is an archive, a notebook or Python."""
    suffix = suffix_of(filename)
    return filename[: -len(suffix)] if suffix and len(filename) > len(suffix) else filename


def suffix_of(filename: str) -> str:
    """Return ``".tar.gz"``, ``".ipynb"`` and the like as it is written, or ``""``."""
    lower = filename.lower()
    found = next((end for end in (*ARCHIVES, *CODE) if lower.endswith(end)), "")
    return filename[len(filename) - len(found) :]


def is_archive(filename: str) -> bool:
    """Say whether a name is that of an archive that can be read."""
    return suffix_of(filename).lower() in ARCHIVES


def is_code(filename: str) -> bool:
    """Say whether a name is that of a notebook or of a Python file."""
    return suffix_of(filename).lower() in CODE


def is_clutter(part: str) -> bool:
    """Say whether a folder or file holds no answers: hidden ones, caches, environments."""
    return part.startswith((".", "__")) or part in (
        "venv",
        "env",
        "node_modules",
        "site-packages",
    )
