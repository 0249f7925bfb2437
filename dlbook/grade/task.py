"""What is to be graded and what came of it: plain data, for pipes, clusters and journals."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import asdict, dataclass, field, fields

STATES = ("graded", "error")
KINDS = {"str": str, "int": int, "float": float, "bool": bool, "dict[str, str]": dict}


class PlainData:
    """A dataclass of texts and numbers that can be turned into a dict and back."""

    def as_dict(self) -> dict:
        """Return the fields as JSON can hold them; :meth:`from_dict` undoes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, entries: dict):
        """Return the object that :meth:`as_dict` took apart.

        Raises ValueError if a field is missing, unknown, or of another type.
        """
        wanted = {f.name: KINDS[f.type] for f in fields(cls)}
        if not isinstance(entries, dict) or entries.keys() != wanted.keys():
            raise ValueError(f"{cls.__name__} with missing or unknown fields: {entries!r:.200}")
        for name, kind in wanted.items():
            if type(entries[name]) is not kind:
                raise ValueError(
                    f"{cls.__name__}.{name} is to be {kind.__name__}, got {entries[name]!r:.60}"
                )
        return cls(**entries)


@dataclass(frozen=True)
class Task(PlainData):
    """One answer of one student, to be graded."""

    student: str  # the submission's name
    exercise: str  # "<chapter>/<slug>"
    source: str  # the student's code, as one Python source; for a choice or a number the answer
    digest: str  # tells this answer from others; see digest_of
    seed: int  # draws the inputs; see seed_of
    # modules that the source may import, by their path: "helpers.py"
    files: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GradeResult(PlainData):
    """What came of a task.

    Raises ValueError if the state is unknown, or the score is no number from 0 to 1.
    """

    # as in the task
    student: str
    exercise: str
    digest: str
    # "graded"; or "error" if the grader failed and not the student: to be tried again, never a
    # zero
    state: str
    score: float  # 0 to 1; 0 in the state "error", where it says nothing
    # the short name of what failed: value, timeout, exception, forbidden, missing ...; or ""
    failure: str
    # for the student: what is wrong and which mistake it looks like. It holds no input, no
    # expected value, and nothing that the student's code printed or raised. In the state
    # "error" it is for the instructor.
    message: str
    wrong: str  # the name of the wrong answer or of the pattern that was recognized, or ""
    seconds: float  # how long the grading took
    trusted: bool  # False if the code ran without a sandbox: the result may be forged

    def __post_init__(self):
        if self.state not in STATES:
            raise ValueError(f"the state is graded or error, got {self.state!r}")
        if not (math.isfinite(self.score) and 0 <= self.score <= 1):
            raise ValueError(f"the score is a number from 0 to 1, got {self.score!r}")


def digest_of(source: str, *more: str) -> str:
    """Return the sha256 of a source and what goes with it, in hexadecimal digits.

    Lone surrogates, as a file that is no UTF-8 may yield, count like any other character.
    """
    text = _joined(source, *more) if more else source
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seed_of(secret: bytes, student: str, exercise: str, digest: str) -> int:
    """Return the seed of a task, below 2**63: nobody who lacks the secret can tell it."""
    text = _joined(student, exercise, digest)
    code = hmac.new(secret, text.encode("utf-8", "surrogatepass"), "sha256").digest()
    return int.from_bytes(code[:8], "big") >> 1


def key_of(student: str, exercise: str, digest: str, check: str) -> bytes:
    """Return what tells one graded answer from all others, in 16 bytes."""
    text = _joined(student, exercise, digest, check)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def _joined(*parts: str) -> str:
    return "\0".join(f"{len(part)}:{part}" for part in parts)
