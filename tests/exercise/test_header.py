"""The header of an exercise is read, and each fault in it is named."""

from __future__ import annotations

import pytest

from dlbook.exercise.cells import FormatError
from dlbook.exercise.header import read_header

GOOD = {
    "title": '"T"',
    "kind": '"implement"',
    "difficulty": "2",
    "minutes": "10",
    "practices": '["p"]',
    "answer": '"f"',
}
CHOICE = GOOD | {
    "kind": '"recall"',
    "answer": "0",
    "options": '["a", "b"]',
    "why": '["x", "y"]',
}


def header(entries: dict[str, str]) -> str:
    lines = [f"# {key} = {value}" for key, value in entries.items()]
    return "\n".join(["# /// exercise", *lines, "# ///"])


def test_the_entries_are_read():
    found = read_header(header(GOOD | {"hints": "['''$\\mathbf{x}$''']", "seconds": "2"}), "f")
    assert found["title"] == "T"
    assert found["hints"] == [r"$\mathbf{x}$"]
    assert found["seconds"] == 2


def test_a_table_of_survivors_is_read():
    text = header(GOOD).replace("# ///\n", "", 0).rsplit("# ///", 1)[0]
    text += '# [survivors]\n# "x > 0 -> x >= 0" = "Equal at 0."\n# ///'
    assert read_header(text, "f")["survivors"] == {"x > 0 -> x >= 0": "Equal at 0."}


def test_kinds_without_code_are_read():
    assert read_header(header(CHOICE), "f")["answer"] == 0
    value = {key: GOOD[key] for key in GOOD if key != "answer"}
    value |= {"kind": '"predict"', "value": "1.5", "within": "0.1"}
    assert read_header(header(value), "f")["value"] == 1.5
    open_question = {key: GOOD[key] for key in GOOD if key != "answer"}
    assert read_header(header(open_question | {"kind": '"investigate"'}), "f")["minutes"] == 10


@pytest.mark.parametrize(
    ("base", "change", "message"),
    [
        (GOOD, {"titel": '"T"'}, "no entry 'titel'; did you mean 'title'"),
        (GOOD, {"zzzzz": '"T"'}, "no entry 'zzzzz'$"),
        (GOOD, {"title": "3"}, "title has the wrong type, got 3"),
        (GOOD, {"minutes": "true"}, "minutes has the wrong type"),
        (GOOD, {"title": None}, "lacks 'title'"),
        (GOOD, {"kind": '"essay"'}, "kind is one of implement, .*got 'essay'"),
        (GOOD, {"difficulty": "6"}, "difficulty is 1 to 5, got 6"),
        (GOOD, {"answer": None}, "answer is to name the function"),
        (GOOD, {"title": "T"}, "no TOML"),
        (CHOICE, {"answer": "2"}, "position, counted from 0"),
        (CHOICE, {"answer": '"b"'}, "position, counted from 0"),
        (CHOICE, {"options": '["a"]'}, "two or more, all different"),
        (CHOICE, {"options": '["a", "a"]'}, "two or more, all different"),
        (CHOICE, {"options": None}, "or value and within"),
        (CHOICE, {"why": '["x"]'}, "one explanation for each"),
        (CHOICE, {"value": "1"}, "within says how far"),
        (CHOICE, {"value": "1", "within": "-1"}, "within says how far"),
        (CHOICE, {"slips": "[[3, 'x']]"}, "slips explain wrong numbers"),
        (CHOICE, {"value": "1", "within": "1", "slips": "[[3, 'x']]"}, "slip 3 is too near"),
        (
            CHOICE,
            {"value": "1", "within": "1", "slips": "[[3.1]]"},
            r"explanation\], got \[3.1",
        ),
        (CHOICE, {"value": "1", "within": "1", "slips": "['x']"}, r"explanation\], got 'x'"),
    ],
)
def test_each_fault_is_named(base, change, message):
    entries = {key: value for key, value in (base | change).items() if value is not None}
    with pytest.raises(FormatError, match=f"relu.py: .*{message}"):
        read_header(header(entries), "relu.py")


def test_a_file_without_a_header_is_refused():
    with pytest.raises(FormatError, match="expected a header"):
        read_header("x = 1", "f")
