from __future__ import annotations

import pytest

from dlbook.grade.submissions.budget import Budget, Caps, SpentError, shown


def test_what_is_within_the_caps_is_used():
    budget = Budget(Caps(bytes=10, file_bytes=6, files=2, entries=3))
    assert budget.spend_file("a.py", 6)
    budget.spend_entry()
    assert budget.notes == []


def test_a_large_file_is_left_out_and_a_note_says_so():
    budget = Budget(Caps(bytes=10, file_bytes=6))
    assert not budget.spend_file("a.py", 7)
    assert "a.py was left out" in budget.notes[0]


@pytest.mark.parametrize(
    ("sizes", "said"), [([1, 1, 1], "more than 2 notebooks"), ([6, 6], "more than 0 MB")]
)
def test_a_cap_ends_the_reading(sizes, said):
    budget = Budget(Caps(bytes=10, file_bytes=6, files=2))
    for size in sizes[:-1]:
        budget.spend_file("a.py", size)
    with pytest.raises(SpentError):
        budget.spend_file("a.py", sizes[-1])
    assert said in budget.notes[0]


def test_names_are_counted_whatever_they_are():
    budget = Budget(Caps(entries=1_000))
    for _ in range(1_000):
        budget.spend_entry()
    with pytest.raises(SpentError):
        budget.spend_entry()
    assert "more than 1,000 files" in budget.notes[0]


def test_notes_are_few_and_no_two_alike():
    budget = Budget()
    for i in range(100):
        budget.note("the same")
        budget.note(str(i))
    assert len(budget.notes) == 20
    assert len(set(budget.notes)) == 20


def test_a_name_is_shown_short_and_in_printable_characters():
    assert shown("a\x1b[31m.py") == "a�[31m.py"
    assert shown("\udcff.py") == "�.py"
    assert len(shown("x" * 500)) == 80
