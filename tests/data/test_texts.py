"""Texts are read to the character, whatever the machine's own encoding."""

from __future__ import annotations

import pytest

from dlbook.data.texts import TaggedText, read_lines, read_tagged, read_text


@pytest.fixture
def write(tmp_path):
    def write(text, name="text.txt"):
        (tmp_path / name).write_bytes(text.encode("utf-8"))
        return tmp_path / name

    return write


def test_a_text_comes_back(write):
    assert read_text(write("To bé,\nor not 🙂\n")) == "To bé,\nor not 🙂\n"


def test_lines_come_without_the_empty_ones(write):
    assert read_lines(write("emma\nava\n\nzoë")) == ["emma", "ava", "zoë"]


def test_sentences_end_at_blank_lines(write):
    text = "Ada\tB-person\nLovelace\tI-person\nwrote\tO\n\t\n\nHi\tO\n"
    assert read_tagged(*[write(text)] * 3).train == [
        (["Ada", "Lovelace", "wrote"], ["B-person", "I-person", "O"]),
        (["Hi"], ["O"]),
    ]


def test_the_three_parts_are_not_mixed_up(write):
    paths = [write(f"{n}\tO\n", name=n) for n in ("one", "two", "three")]
    tagged = read_tagged(*paths)
    assert [part[0][0][0] for part in tagged] == ["one", "two", "three"]
    assert (tagged.validation, tagged.test) != (tagged.test, tagged.validation)


def test_a_word_that_python_takes_for_a_line_break_stays_whole(write):
    odd = "a\u2028b\x0cc"
    assert len(odd.splitlines()) == 3
    tagged = read_tagged(*[write(f"{odd}\tO\nend\tO\n")] * 3)
    assert tagged.train == [([odd, "end"], ["O", "O"])]


def test_its_text_counts_and_shows_no_words():
    sentence = (["Hi"], ["O"])
    tagged = TaggedText([sentence] * 3, [sentence] * 2, [sentence])
    assert repr(tagged) == "TaggedText(sentences in train: 3, validation: 2, test: 1)"
