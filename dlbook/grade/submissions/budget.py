"""What a submission may cost to read, and what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Caps:
    """The most that is read of one submission.

    Attributes
    ----------
    bytes : int
        Of all files together, unpacked.
    file_bytes : int
        Of one file.
    files : int
        Files that may hold an answer.
    entries : int
        Names looked at, of any kind.
    depth : int
        Archives inside archives; also folders inside folders, eight times as many.
    """

    bytes: int = 64 * MEGABYTE
    file_bytes: int = 8 * MEGABYTE
    files: int = 200
    entries: int = 5_000
    depth: int = 2


class SpentError(Exception):
    """A cap has been reached: nothing more is read of this submission."""


@dataclass
class Budget:
    """What is left of the caps while one submission is read, and notes for its author."""

    caps: Caps = field(default_factory=Caps)
    notes: list[str] = field(default_factory=list)
    bytes: int = 0
    files: int = 0
    entries: int = 0

    def note(self, text: str) -> None:
        """Keep a sentence for the report; the same one is kept once, and 20 in all."""
        if text not in self.notes and len(self.notes) < 20:
            self.notes.append(text)

    def spend_entry(self) -> None:
        """Count a name.

        Raises
        ------
        SpentError
            Where there are too many.
        """
        self.entries += 1
        if self.entries > self.caps.entries:
            self._end(f"it holds more than {self.caps.entries:,} files and folders")

    def spend_file(self, name: str, size: int) -> bool:
        """Count a file that has been read, and say whether it is small enough to be used.

        Raises
        ------
        SpentError
            Where there are too many, or too much in all.
        """
        self.files += 1
        self.bytes += size
        if self.files > self.caps.files:
            self._end(f"it holds more than {self.caps.files} notebooks and Python files")
        if self.bytes > self.caps.bytes:
            self._end(f"it holds more than {self.caps.bytes // MEGABYTE} MB")
        if size > self.caps.file_bytes:
            most = self.caps.file_bytes // MEGABYTE
            self.note(f"{shown(name)} was left out: it is larger than {most} MB.")
        return size <= self.caps.file_bytes

    def _end(self, why: str) -> None:
        self.note(f"The rest of the submission was not read: {why}.")
        raise SpentError


def shown(name: str) -> str:
    """Return a file's name for a sentence: short, and of printable characters."""
    clean = "".join(char if char.isprintable() else "�" for char in name)
    clean = clean.encode("utf-8", "replace").decode()
    return clean if len(clean) <= 80 else f"...{clean[-77:]}"
