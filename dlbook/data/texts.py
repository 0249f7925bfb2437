"""Texts: one long string, a list of lines, or sentences with a tag for each word."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

Sentence = tuple[list[str], list[str]]


class TaggedText(NamedTuple):
    """Sentences whose words carry tags, split in three.

    Attributes
    ----------
    train, validation, test : list of (words, tags)
        One pair of equally long lists of str for each sentence.
    """

    train: list[Sentence]
    validation: list[Sentence]
    test: list[Sentence]

    def __repr__(self) -> str:
        """Count the sentences: the words themselves would fill the screen."""
        counts = ", ".join(f"{n}: {len(getattr(self, n))}" for n in self._fields)
        return f"TaggedText(sentences in {counts})"


def read_text(path: Path) -> str:
    """Read a UTF-8 file whole."""
    return path.read_text(encoding="utf-8")


def read_lines(path: Path) -> list[str]:
    """Read a UTF-8 file as its lines, without the empty ones."""
    return [line for line in read_text(path).split("\n") if line]


def read_tagged(train: Path, validation: Path, test: Path) -> TaggedText:
    """Read three files of one ``word TAB tag`` a line, a blank line after each sentence."""
    return TaggedText(*(_sentences(path) for path in (train, validation, test)))


def _sentences(path: Path) -> list[Sentence]:
    sentences: list[Sentence] = [([], [])]
    # Not splitlines(): a word may be a character that Python counts as a line break.
    for line in read_text(path).split("\n"):
        word, _, tag = line.partition("\t")
        if word:
            sentences[-1][0].append(word)
            sentences[-1][1].append(tag)
        elif sentences[-1][0]:
            sentences.append(([], []))
    return [s for s in sentences if s[0]]
