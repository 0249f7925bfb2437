from __future__ import annotations

import nbformat
import pytest

from dlbook.exercise import check, find, ids
from dlbook.exercise.loading import run_source
from dlbook.grade.export.cells import (
    answer_code,
    answer_name,
    check_code,
    code,
    markdown,
    name_of,
    notebook,
    raw,
)

CHECKED = [e for e in map(find, ids()) if e.kind != "investigate" and not e.needs_torch]


@pytest.mark.parametrize("exercise", CHECKED, ids=lambda e: e.id)
def test_the_solution_passes_the_check_and_is_between_the_marks(exercise):
    text = answer_code(exercise, "# BEGIN", "# END")
    names = run_source(f"{text}\n", "answer", "answer")
    names["check"] = check
    exec(check_code(exercise), names)
    assert answer_name(exercise) in names
    begin, end = text.index("# BEGIN"), text.index("# END")
    shown = text[:begin] + text[end:]
    if exercise.kind == "implement":
        assert exercise.solution.strip() not in shown


def test_a_wrong_answer_does_not_pass():
    exercise = find("backpropagation/linear-backward")
    names = {"check": check, "linear_backward": lambda g, X, W: (g @ W, g.T @ X, g.mean(0))}
    with pytest.raises(AssertionError, match="averaged the bias"):
        exec(check_code(exercise), names)


def test_names_are_names():
    exercise = find("backpropagation/topological-order")
    assert name_of(exercise) == "backpropagation-topological-order"
    assert answer_name(exercise) == "answer_backpropagation_topological_order"


def test_a_notebook_is_valid():
    text = notebook([markdown("# é", "a"), code("x = 1", "b"), raw("r", "c")])
    nbformat.validate(nbformat.reads(text, as_version=4))
