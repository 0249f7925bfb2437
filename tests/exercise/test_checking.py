"""An answer is checked: every way to be wrong is caught, named, and told in words."""

from __future__ import annotations

import time

import numpy as np
import pytest

from dlbook.exercise import check
from dlbook.exercise.checking import MOST_PRINTED
from tests.exercise import samples
from tests.exercise.samples import CHECK, STARTER, WRONG

ID = "chapter/means"
pytestmark = pytest.mark.usefixtures("shelf")


def means(X):
    return X.mean(axis=1)


def test_a_right_answer_passes():
    report = check(ID, lambda X: (X / X.shape[1]).sum(axis=1))
    assert (report.passed, report.score, report.failure) == (True, 1.0, "")
    assert report.headline == "As expected on all 14 inputs."
    assert (report.right, report.tried) == (14, 14)


def test_inputs_are_fresh_and_repeat_with_a_seed():
    seen = []

    def spying(X):
        seen.append(X.tobytes())
        return means(X)

    for seed in (None, None, 3, 3):
        check(ID, spying, seed=seed)
    a, b, c, d = (seen[i * 17] for i in range(4))  # 14 inputs, and 3 again
    assert a != b
    assert c == d


class Counter:
    def __init__(self):
        self.calls = 0

    def __call__(self, X):
        self.calls += 1
        return means(X) + self.calls


def caching(X, cache={}):  # noqa: B006
    return cache.setdefault("result", X.mean(axis=1))


def spoiling(X):
    X -= X.mean()
    return X.mean(axis=1)


def in_place(X):
    total = X.mean(axis=1)
    X[:] = 0
    return total


def remembering():
    calls = []

    def answer(X):
        calls.append(1)
        return means(X) if len(calls) <= 14 else means(X) + 1

    return answer


def buffered():
    buffers = {}

    def answer(X):
        buffer = buffers.setdefault(len(X), np.zeros(len(X)))
        buffer[:] = means(X)
        return buffer

    return answer


def drawing(X):
    return np.random.default_rng().normal(size=len(X))


def looping(X):
    while True:
        pass


def printing(X):
    while True:
        print("again and again")


def deep(X):
    return deep(X)


@pytest.mark.parametrize(
    ("answer", "failure", "mistake"),
    [
        (lambda X: None, "nothing", ""),
        (lambda X: ..., "nothing", ""),
        (lambda X: means(X).tolist(), "type", ""),
        (lambda X: means(X).astype(np.float32), "dtype", ""),
        (lambda X: X.mean(axis=0), "shape", "wrong_axis"),
        (lambda X: X.sum(axis=1), "value", "wrong_sum"),
        (lambda X: -means(X), "value", "sign"),
        (lambda X: means(X) * np.nan, "nan", ""),
        (lambda X: means(X) if X.max() < 100 else means(X) * np.nan, "nan", ""),
        (lambda X: X.mean(axis=2), "exception", ""),
        (lambda X: means(X) if X.size < 30 else means(X[:4]), "shape", "lengths"),
        (lambda: 0, "signature", ""),
        (in_place, "in-place", ""),
        (Counter(), "state", ""),
        (caching, "shape", "constant"),
        (remembering(), "state", ""),
        (buffered(), "aliasing", ""),
        (drawing, "state", ""),
        (printing, "output", ""),
        (deep, "recursion", ""),
        (3, "not a function", ""),
        ("means", "not a function", ""),
        (None, "not a function", ""),
        (spoiling, "value", ""),
    ],
)
def test_each_way_to_be_wrong_is_named(answer, failure, mistake):
    report = check(ID, answer, seed=0)
    assert (report.passed, report.score) == (False, 0.0)
    assert (report.failure, report.mistake) == (failure, mistake)
    assert report.headline
    str(report), report.html()


def test_a_loop_is_stopped(shelf):
    samples.write(shelf, ID, samples.text(header="seconds = 0.3"))
    report = check(ID, looping)
    assert (report.failure, report.tried) == ("timeout", 1)
    assert report.headline == "means had not returned after 0.3 seconds, and was stopped."
    assert dict(report.facts)["where"].startswith("line ")


def test_the_smallest_failing_input_is_shown():
    facts = dict(check(ID, lambda X: X.sum(axis=1)).facts)
    assert facts["input"].count(",") <= 4
    assert "array of shape (1, 2), float64" in facts["input"]
    assert float(facts["expected"].strip("[]")) * 2 == pytest.approx(
        float(facts["got"].strip("[]"))
    )


def test_what_was_printed_and_warned_of_is_told():
    def noisy(X):
        print("shape", X.shape)
        return np.log(X * 0) * 0

    facts = dict(check(ID, noisy).facts)
    assert facts["printed"].startswith("shape (1, ")
    assert "divide by zero encountered in log" in facts["Python warned"]


def test_long_prints_are_cut():
    def noisy(X):
        print("x" * 5000)

    assert len(dict(check(ID, noisy).facts)["printed"]) == MOST_PRINTED + 4


def test_a_result_that_is_the_input_itself_is_compared_with_what_it_was(shelf):
    starter = STARTER.replace("X.mean(axis=1)", "X + 1")
    samples.write(shelf, ID, samples.text(starter=starter))
    report = check(ID, lambda X: X)
    assert (report.failure, report.mistake) == ("value", "")

    def adding(X):
        X += 1
        return X

    # The result is right, though the input was changed; the reference saw its own copy.
    assert check(ID, adding).failure == "in-place"


CLASS_STARTER = '''\
class Mean:
    """A running mean."""

    def __init__(self):
        ### BEGIN SOLUTION
        self.total, self.count = 0.0, 0
        ### END SOLUTION

    def add(self, x):
        """Take a number, and return the mean of all."""
        ### BEGIN SOLUTION
        self.total, self.count = self.total + x, self.count + 1
        return self.total / self.count
        ### END SOLUTION
'''
CLASS_CHECK = """
def inputs(rng):
    return (rng.normal(size=rng.integers(2, 9)),)

def use(Mean, xs):
    mean = Mean()
    return [mean.add(x) for x in xs]
"""
CLASS_WRONG = '''
class WrongSum:
    """You never divide."""

    def __init__(self):
        self.total = 0

    def add(self, x):
        self.total += x
        return self.total

class WrongShared:
    """The total belongs to the class, not to the object."""
    xs = []

    def add(self, x):
        self.xs.append(x)
        return sum(self.xs) / len(self.xs)
'''


class Summing:
    def __init__(self):
        self.sum = 0

    def add(self, x):
        self.sum = self.sum + x
        return self.sum


class Mean:
    def __init__(self):
        self.xs = []

    def add(self, x):
        self.xs.append(x)
        return np.mean(self.xs)


class Sharing(Mean):
    def __init__(self, xs=[]):  # noqa: B006
        self.xs = xs


def test_a_class_is_an_answer(shelf):
    text = samples.text(
        starter=CLASS_STARTER, check=CLASS_CHECK, wrong=CLASS_WRONG, answer="Mean"
    )
    samples.write(shelf, ID, text)
    assert check(ID, Mean).passed
    assert check(ID, Summing).mistake == "WrongSum"
    assert check(ID, Sharing).failure == "state"
    assert check(ID, type("Empty", (), {})).failure == "exception"


def test_forbidden_names_come_before_everything(shelf):
    samples.write(shelf, ID, samples.text(header='forbidden = [".mean"]'))
    report = check(ID, means)
    assert report.failure == "forbidden"
    assert report.facts == (("where", "return X.mean(axis=1)"),)
    assert report.headline == "This exercise is to be done without X.mean."


def test_torch_tensors_are_compared(shelf):
    torch = pytest.importorskip("torch")
    starter = "import torch\n" + STARTER.replace("X.mean(axis=1)", "X.mean(dim=1)")
    check_code = CHECK.partition("def edge_cases")[0].replace(
        "(rng.normal(size=(B, D)),)", "(torch.tensor(rng.normal(size=(B, D))),)"
    )
    samples.write(shelf, ID, samples.text(starter=starter, check=check_code, wrong=WRONG))
    assert check(ID, lambda X: torch.sum(X, 1) / X.shape[1]).passed
    assert check(ID, lambda X: X.sum(dim=1)).mistake == "wrong_sum"
    assert check(ID, lambda X: X.mean(dim=1).numpy()).failure == "type"


def test_a_choice_is_checked():
    assert check("chapter/pick", "b").passed
    assert not check("chapter/guess", 3).passed


def test_an_open_question_has_no_check():
    with pytest.raises(ValueError, match="other/explore is an open question"):
        check("other/explore", means)


def test_a_check_is_quick():
    """Beyond the answer's own time: a sanity check, generous for a busy machine."""
    check(ID, means)
    started = time.perf_counter()
    for _ in range(5):
        check(ID, means)
    assert (time.perf_counter() - started) / 5 < 0.5
