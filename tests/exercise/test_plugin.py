"""``pytest --exercises`` checks answers, and does nothing where it is not asked."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

HEAD = "# exercise: backpropagation/linear-backward\ndef linear_backward(grad_Z, X, W):\n"


@pytest.fixture
def answers(pytester):
    """Write answers beside a test, and return their folder."""
    folder = pytester.mkdir("mine")
    right = "    return grad_Z @ W, grad_Z.T @ X, grad_Z.sum(axis=0)\n"
    (folder / "right.py").write_text(HEAD + right)
    (folder / "wrong.py").write_text(HEAD + right.replace("axis=0", "axis=1"))
    (folder / "notes.py").write_text("x = 1\n")
    (folder / "data.txt").write_text("no code\n")
    (pytester.path / "test_other.py").write_text("def test_other(): pass\n")
    return folder


def run(pytester, *arguments: str):
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", *arguments)


def test_answers_are_tests_and_nothing_else_is(answers, pytester):
    result = run(pytester, "--exercises", "mine")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*You summed the bias gradient over the features.*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_one_file_can_be_checked(answers, pytester):
    run(pytester, "--exercises", "mine/right.py").assert_outcomes(passed=1)


def test_a_check_that_cannot_be_made_shows_why(answers, pytester):
    (answers / "unknown.py").write_text("# exercise: none/such\n")
    result = run(pytester, "--exercises", "mine/unknown.py")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*There is no exercise 'none/such'*"])


def test_without_the_option_nothing_changes(answers, pytester):
    run(pytester).assert_outcomes(passed=1)
    assert run(pytester, "mine").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_folder_that_is_not_there_is_named(answers, pytester):
    result = run(pytester, "--exercises", "yours")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--exercises: there is no yours*"])
