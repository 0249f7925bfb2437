from __future__ import annotations

import dataclasses

import pytest

from dlbook.exercise.format import read
from dlbook.grade.answers.candidates import candidates_in
from dlbook.grade.submissions.document import Document
from tests.exercise import samples

MEANS = samples.sample()
PICK = read(samples.CHOICE, "chapter/pick")
GUESS = read(samples.NUMBER, "chapter/guess")
COURSE = {e.id: e for e in (MEANS, PICK, GUESS)}
RIGHT = "def means(X):\n    return X.mean(axis=1)"


def offered(*cells: str, name: str = "hw.ipynb", course=COURSE) -> dict:
    return {c.exercise: c for c in candidates_in(Document(name, cells), course)}


def test_a_function_is_found_by_its_name():
    (found,) = offered("while True: pass", RIGHT).values()
    assert (found.exercise, found.where) == ("chapter/means", "hw.ipynb")
    assert found.source == RIGHT + "\n"
    assert not found.is_claimed


def test_a_class_and_an_assignment_are_found():
    assert "chapter/means" in offered("class means: pass")
    assert "chapter/means" in offered("means = lambda X: X")


@pytest.mark.parametrize("cell", ["def mean(X): pass", "def f():\n    means = 1", "means", ""])
def test_nothing_is_found_where_there_is_nothing(cell):
    assert offered(cell) == {}


def test_another_name_counts_where_it_is_checked():
    source = offered("def mine(X): return 1", "check('chapter/means', mine)")[
        "chapter/means"
    ].source
    assert source == "def mine(X): return 1\n\nmeans = mine\n"


def test_the_starter_is_untouched():
    assert offered(MEANS.starter)["chapter/means"].untouched
    assert not offered(MEANS.solution)["chapter/means"].untouched


def test_a_broken_cell_is_the_answer_that_it_begins():
    found = offered("x = (", "def means(X):\n    return (X")
    assert found["chapter/means"].source == "def means(X):\n    return (X"


def test_what_stands_below_the_check_is_not_part_of_the_answer():
    cells = ["k = 1", "def means(X): return k", "check('chapter/means', means)", "k = 2"]
    assert "k = 2" not in offered(*cells)["chapter/means"].source
    assert "k = 2" in offered(*cells[:2], "k = 2")["chapter/means"].source


def test_an_answer_that_is_mended_below_the_check_counts():
    found = offered("means = 1", "check('chapter/means', means)", RIGHT)
    assert RIGHT in found["chapter/means"].source


@pytest.fixture
def twins() -> dict:
    """Return two exercises that ask for the same name."""
    other = dataclasses.replace(MEANS, id="other/means")
    return {e.id: e for e in (MEANS, other)}


def test_each_of_two_with_one_name_has_what_precedes_its_check(twins):
    cells = ["means = 1", "check('chapter/means', means)"]
    cells += ["means = 2", "check('other/means', means)"]
    found = offered(*cells, course=twins)
    assert "2" not in found["chapter/means"].source
    assert found["other/means"].source.endswith("means = 2\n")


def test_a_name_that_two_ask_for_answers_the_one_that_is_named(twins):
    assert set(offered(RIGHT, course=twins)) == set(twins)
    assert set(offered(f"# exercise: other/means\n{RIGHT}", course=twins)) == {"other/means"}
    assert set(offered(RIGHT, name="chapter/means.py", course=twins)) == {"chapter/means"}


@pytest.mark.parametrize(
    ("cells", "source"),
    [
        (["answer = 'B'", "check('chapter/pick', answer)"], "b"),
        (["check('chapter/pick', '(b)')"], "b"),
        (["check('chapter/guess', 3 * 4)"], "12"),
        (["answer = 1", "answer = 'b'", "check('chapter/pick', answer)", "answer = 2"], "b"),
        (["# exercise: chapter/pick\nanswer = 'b'"], "b"),
        (["# exercise: chapter/pick\nanswer = 'b'", "answer = 'c'"], "b"),
    ],
)
def test_choices_and_numbers(cells, source):
    (found,) = offered(*cells).values()
    assert found.source == source
    assert not found.untouched


def test_a_choice_that_is_not_made_is_untouched():
    (found,) = offered("answer = ...", "check('chapter/pick', answer)").values()
    assert (found.untouched, found.note) == (True, "")


def test_a_choice_that_is_not_written_out_is_noted():
    (found,) = offered("answer = f()", "check('chapter/pick', answer)").values()
    assert found.untouched
    assert "written out" in found.note
    assert offered("check('chapter/pick', nowhere)") == {}
