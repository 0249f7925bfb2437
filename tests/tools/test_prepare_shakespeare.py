"""Speeches are told from headings and directions, in each edition's own form."""

from __future__ import annotations

import io
import re
import tarfile

import pytest

from dlbook.data import load
from tools.prepare_shakespeare import PLAYS, WITHIN, compose, read_plays, speeches

PLAY = """A PLAY

PERSONS REPRESENTED.
A FOOL

ACT I.

SCENE I. A heath, with a
Ruin.

[Enter a FOOL [dancing]
and KENT.]

FOOL.
Shall we  begin?  [Sings.]
  Hey ho.

[He trips]

_Ho_ hey.

KENT. Begin.
1 KEEPER.
Who calls/ and why?

Lady Capulet.
No.
"""


def test_a_play_becomes_its_speeches():
    assert list(speeches(PLAY)) == [
        ("FOOL", "Shall we begin?\nHey ho.\nHo hey."),
        ("KENT", "Begin."),
        ("FIRST KEEPER", "Who calls, and why?"),
        ("LADY CAPULET", "No."),
    ]


def test_a_short_answer_is_no_name():
    assert list(speeches("ACT I\n\nKENT.\nHe said:\nNo.\n")) == [("KENT", "He said:\nNo.")]


def test_a_direction_that_is_not_closed_ends_with_its_paragraph():
    text = "ACT 1\n\nKENT.\nGo.\n[Enter a FOOL\n\nFOOL.\nWhere?\n"
    assert list(speeches(text)) == [("KENT", "Go."), ("FOOL", "Where?")]


def test_what_is_no_play_is_refused():
    with pytest.raises(ValueError, match="is this a play"):
        list(speeches("From fairest creatures we desire increase,\n"))


def test_plays_are_joined_in_their_order(tmp_path):
    archive = tmp_path / "plays.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for number, play in enumerate(reversed(PLAYS)):
            content = f"ACT I.\r\n\r\nFOOL.\r\n{number}.\r\n".encode()
            entry = tarfile.TarInfo(WITHIN.format(play))
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    text = compose(read_plays(archive))
    assert re.findall(r"\d", text) == [str(n) for n in range(len(PLAYS))][::-1]
    assert text.startswith("FOOL:\n8.\n\nFOOL:\n7.\n")


def test_the_bundled_text_has_the_form():
    blocks = load("shakespeare").removesuffix("\n").split("\n\n")
    assert len(blocks) == 7574
    assert all(re.match(r"[A-Z][A-Z ,']+:\n.", block) for block in blocks)
