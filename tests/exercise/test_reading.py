"""An exercise is read from its one source."""

from __future__ import annotations

import pytest

from dlbook.exercise.cells import FormatError
from dlbook.exercise.reading import read, read_file
from tests.exercise import samples


def test_an_exercise_is_read(tmp_path):
    path = samples.write(
        tmp_path, "neurons/means", samples.text(header='forbidden = ["torch"]')
    )
    exercise = read_file(path)
    assert (exercise.id, exercise.chapter) == ("neurons/means", "neurons")
    assert exercise.is_code
    assert exercise.statement == "The mean of each row.\n\nOf `X`, shape `(B, D)`."
    assert exercise.hints == ("Which axis?", "Axis one.")
    assert exercise.forbidden == ("torch",)
    assert "..." in exercise.starter
    assert "X.mean(axis=1)" not in exercise.starter
    assert "X.mean(axis=1)" in exercise.solution
    assert "wrong_axis" not in exercise.solution
    assert len(exercise.source.splitlines()) == len(path.read_text().splitlines())
    assert exercise.path == str(path)


def test_other_kinds_are_read():
    choice = read(samples.CHOICE, "a/b")
    assert not choice.is_code
    assert choice.options[choice.answer] == "columns"
    assert read(samples.NUMBER, "a/b").value == 12
    assert read(samples.OPEN, "a/b").rubric == "Several seeds."


def test_a_debugging_exercise_needs_both_codes():
    with pytest.raises(FormatError, match="no block BROKEN"):
        samples.sample(kind="debug")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (samples.text().replace('["starter"]', '["start"]'), "tags are starter, .*start"),
        (samples.text().replace('tags=["wrong"]', ""), "needs cells tagged wrong"),
        (samples.text(starter="def means(X): ..."), "no block SOLUTION"),
        (samples.OPEN.replace('tags=["rubric"]', ""), "needs cells tagged rubric"),
        (samples.CHOICE.partition("# %%")[0], "expected a statement"),
    ],
)
def test_each_fault_is_named(text, message):
    with pytest.raises(FormatError, match=f"a/b: .*{message}"):
        read(text, "a/b")
