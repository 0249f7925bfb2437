"""The attacks, by name: each is the source of an answer that must get nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dlbook.exercise.source import id_in

FOLDER = Path(__file__).parent / "attacks"
HEAD = re.compile(r"^# %% (?P<name>\w+): .+\n", re.MULTILINE)
EXERCISE = "chapter/means"


@dataclass(frozen=True)
class Attack:
    """An answer that must get nothing, and the exercise that it answers."""

    source: str
    exercise: str


def attacks() -> dict[str, Attack]:
    """Return all attacks."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        _, *parts = HEAD.split(path.read_text(encoding="utf-8"))
        for name, source in zip(parts[::2], parts[1::2], strict=True):
            assert name not in found, name
            found[name] = Attack(source, id_in(source) or EXERCISE)
    return found
