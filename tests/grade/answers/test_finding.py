from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.grade.answers.finding import find_answers
from dlbook.grade.outcome import digest_of
from dlbook.grade.submissions.document import Document
from tests.grade.answers.test_candidates import COURSE, MEANS, RIGHT
from tests.grade.generated import course, right_cells, wrong_answers

PIECES = st.sampled_from(
    ["def means(X):\n", " return X\n", "means", " = ", "'''", "(", ")", "\n", "check(",
     "'chapter/means'", "'chapter/pick'", ", ", "answer", "'b'", "class ", ":", "# exercise: ",
     "chapter/guess", "12", "@", "*", "import means\n", "from x import *\n", "\0", "lambda: ",
     "async ", "\udc80", "%%", "!", "global means\n", "del means\n", "while True: pass\n"]
)  # fmt: skip


def test_answers_with_their_digests():
    found = find_answers([Document("a.py", (RIGHT,))], COURSE)
    assert found.digests() == {"chapter/means": digest_of(RIGHT + "\n")}
    assert found.untouched == found.notes == []


def test_what_is_more_than_the_starter_counts_before_it():
    documents = [Document("a.py", (RIGHT,)), Document("b.py", (MEANS.starter,))]
    for given_ones in (documents, documents[::-1]):
        found = find_answers(given_ones, COURSE)
        assert found.answers["chapter/means"].where == "a.py"
        assert found.notes == []


def test_what_is_claimed_counts_then_what_is_later_and_a_note_says_so():
    first = Document("a.py", ("means = 1", "check('chapter/means', means)"))
    later = [Document(f"{name}.py", (f"means = {name!r}",)) for name in "bc"]
    assert find_answers([first, *later], COURSE).answers["chapter/means"].where == "a.py"
    found = find_answers(later, COURSE)
    assert found.answers["chapter/means"].where == "c.py"
    assert "that in c.py was graded" in found.notes[0]


def test_a_starter_alone_is_untouched():
    found = find_answers([Document("a.py", (MEANS.starter,))], COURSE)
    assert (found.answers, found.untouched) == ({}, ["chapter/means"])


def test_every_exercise_of_the_book_is_found_in_its_solution_and_its_wrong_answers():
    exercises = course()
    cells = tuple(cell for e in exercises.values() for cell in right_cells(e))
    found = find_answers([Document("hw.ipynb", cells)], exercises)
    assert set(found.answers) == set(exercises)
    for exercise in exercises.values():
        for name, wrong in wrong_answers(exercise).items():
            found = find_answers([Document("hw.ipynb", tuple(wrong))], exercises)
            assert exercise.id in found.answers, name


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_text_is_searched(cells):
    found = find_answers([Document("hw.ipynb", tuple(cells))], COURSE)
    assert set(found.answers) | set(found.untouched) <= set(COURSE)
    assert all(isinstance(digest, str) for digest in found.digests().values())
