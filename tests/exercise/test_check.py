"""An answer is checked: every way to be wrong is caught, named, and told in words."""

from __future__ import annotations

import numpy as np
import pytest

from dlbook.exercise import FormatError, check
from dlbook.exercise.check import MOST_PRINTED
from dlbook.exercise.execution import run_source
from tests.exercise import samples
from tests.exercise.samples import CHECK, STARTER, WRONG, checker

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


PRELUDE = """\
import numpy as np
calls, buffers = [], {}
def means(X): return X.mean(axis=1)
"""


def answer(body: str):
    """Return a function of ``X`` with this body, in a module with a state of its own."""
    lines = "".join(f"    {line}\n" for line in body.split("; "))
    return run_source(f"{PRELUDE}def answer(X, cache={{}}):\n{lines}", "answer", "answer")[
        "answer"
    ]


@pytest.mark.parametrize(
    ("body", "failure", "mistake"),
    [
        ("return None", "nothing", ""),
        ("return ...", "nothing", ""),
        ("return means(X).tolist()", "type", ""),
        ("return object()", "type", ""),
        ("return (x for x in means(X))", "type", ""),
        ("return means(X).astype(np.float32)", "dtype", ""),
        ("return X.mean(axis=0)", "shape", "wrong_axis"),
        ("return means(X) if X.size < 30 else means(X[:4])", "shape", "lengths"),
        ("return cache.setdefault('result', means(X))", "shape", "constant"),
        ("return X.sum(axis=1)", "value", "wrong_sum"),
        ("return -means(X)", "value", "sign"),
        ("X -= X.mean(); return means(X)", "value", ""),
        ("return means(X) * np.nan", "nan", ""),
        ("return means(X) if X.max() < 100 else means(X) * np.nan", "nan", ""),
        ("return X.mean(axis=2)", "exception", ""),
        ("result = means(X); X[:] = 0; return result", "in-place", ""),
        ("calls.append(1); return means(X) + len(calls)", "state", ""),
        ("calls.append(1); return means(X) + (len(calls) > 14)", "state", ""),
        ("calls.append(1); return means(X) / (len(calls) < 15 or [][0])", "state", ""),
        ("return np.random.default_rng().normal(size=len(X))", "state", ""),
        (
            "b = buffers.setdefault(len(X), np.zeros(len(X))); b[:] = means(X); return b",
            *("aliasing", ""),
        ),
        ("while True: print('again and again')", "output", ""),
        ("return answer(X)", "recursion", ""),
    ],
)
def test_each_way_to_be_wrong_is_named(body, failure, mistake):
    report = check(ID, answer(body), seed=0)
    assert (report.passed, report.score) == (False, 0.0)
    assert (report.failure, report.mistake) == (failure, mistake)
    assert report.headline
    str(report), report.html()


@pytest.mark.parametrize(
    ("value", "failure"),
    [(lambda: 0, "signature"), *[(value, "not a function") for value in (3, "means", None)]],
)
def test_what_cannot_be_called_with_the_input_is_named(value, failure):
    assert check(ID, value).failure == failure


def test_a_loop_is_stopped(shelf):
    samples.write(shelf, ID, samples.text(header="seconds = 0.3"))
    report = check(ID, answer("while True: pass"))
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

def drive(Mean, xs):
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
    assert "without X.mean" in report.headline


def test_torch_tensors_are_compared(shelf):
    torch = pytest.importorskip("torch")
    starter = "import torch\n" + STARTER.replace("X.mean(axis=1)", "X.mean(dim=1)")
    drive = "\ndef drive(answer, X):\n    return answer(torch.from_numpy(X))\n"
    wrong = WRONG.replace("axis=", "dim=")
    samples.write(shelf, ID, samples.text(starter=starter, check=CHECK + drive, wrong=wrong))
    assert check(ID, lambda X: torch.sum(X, 1) / X.shape[1]).passed
    assert check(ID, lambda X: X.sum(dim=1)).mistake == "wrong_sum"
    assert check(ID, lambda X: X.mean(dim=1).numpy()).failure == "type"


def test_an_open_question_has_no_check():
    with pytest.raises(ValueError, match="other/explore is an open question"):
        check("other/explore", means)


# --- one input --------------------------------------------------------------------------

X = np.array([[1.0, 3.0, 8.0], [0.0, 2.0, -2.0]])


def failure(answer, args=(X,), is_edge=False, **parts):
    found = checker(answer, **parts).attempt(args, is_edge).failure
    return found and found.name


def test_inputs_repeat_with_the_seed_and_edge_cases_come_last():
    small = checker(means, header="cases = 3")
    first, again, other = (list(small.inputs(seed)) for seed in (1, 1, 2))
    assert [is_edge for _, is_edge in first] == [False, False, False, True, True]
    np.testing.assert_array_equal(first[0][0][0], again[0][0][0])
    assert not np.array_equal(first[0][0][0], other[0][0][0])
    assert not np.array_equal(first[0][0][0], first[1][0][0])


def test_no_answer_can_change_an_edge_case():
    small = checker(lambda X: X.fill(0), header="cases = 1")
    small.try_inputs(0)
    assert small.checks.edge_cases[-1][0].sum() == 10_000


def test_what_is_to_change_in_place_is_compared():
    starter = STARTER.replace("return X.mean(axis=1)", "X -= X.mean()")
    parts = {"starter": starter, "header": 'changes = ["X"]'}
    assert failure(lambda X: np.subtract(X, 1, out=X) * 0, **parts) == "type"

    def subtract(X):
        X -= X.mean()

    def add(X):
        X += 1

    assert failure(subtract, **parts) is None
    found = checker(add, **parts).attempt((X,)).failure
    assert found.headline == "After the call, the argument X has other values than expected."


def test_drive_calls_the_answer_and_names_its_arguments():
    drive = CHECK + "\ndef drive(answer, X):\n    return answer(X).sum()\n"
    assert failure(lambda X: means(X)[::-1], check=drive) is None
    assert failure(lambda X: means(X) + 1, check=drive) == "value"
    two = CHECK + "\ndef drive(answer, A, B): pass\n"
    assert (checker(means).names, checker(means, check=two).names) == (["X"], ["A", "B"])


def test_drive_sees_the_starter_and_no_check():
    drive = CHECK + "\nSECRET = 3\ndef drive(answer, X):\n    return answer(X) + SECRET\n"
    with pytest.raises(FormatError, match="NameError: name 'SECRET'"):
        failure(means, check=drive)


def test_measure_says_what_is_compared():
    measure = """
def measure(result, X):
    if len(result) != len(X):
        raise ValueError("one for each row")
    return {"sum": sum(result)}
"""
    parts = {"check": CHECK + measure}
    assert failure(lambda X: means(X)[::-1], **parts) is None
    assert failure(lambda X: means(X) + 1, **parts) == "value"
    for answer in (lambda X: [1], lambda X: 1, lambda X: "ab", lambda X: object()):
        assert failure(answer, **parts) == "exception"


PROPERTY = """
def property_linear(answer, args, result):
    assert np.allclose(answer(2 * args[0]), 2 * result), "not linear"
"""


def test_properties_must_hold_and_may_call_the_answer():
    parts = {"check": CHECK + "\nCOMPARE = False\n" + PROPERTY}
    assert failure(lambda X: X[0], **parts) is None
    found = checker(lambda X: X[0] ** 2, **parts).attempt((X,)).failure
    part = "property_linear"
    assert (found.name, found.headline, found.part) == ("property", "not linear", part)
    assert failure(lambda X: X[0] if X.max() < 9 else 1 / 0, **parts) == "exception"
    assert failure(lambda X: "word", **parts) == "property"  # cannot be judged


def test_floating_point_errors_on_the_way_count_where_it_is_said():
    def dividing(X):
        return means(X) + 0 / (X[:, 0] * 0 + 1) + np.where(True, 0, np.log(0 * X[:, 0]))

    assert failure(dividing) is None
    assert failure(dividing, check=CHECK + "\nFLOAT_ERRORS = False\n") == "floating-point"
    assert failure(means, check=CHECK + "\nFLOAT_ERRORS = False\n") is None


REFUSE = STARTER.replace(
    "    return X", "    if X.size == 0:\n        raise ValueError('empty')\n    return X"
)


class EmptyError(ValueError):
    pass


@pytest.mark.parametrize(
    ("error", "name"), [(ValueError, None), (EmptyError, None), (KeyError, "refusal")]
)
def test_an_edge_case_may_have_to_be_refused(error, name):
    def refuse(X):
        raise error("of my own")

    assert failure(refuse, (np.zeros((0, 3)),), True, starter=REFUSE) == name
    assert failure(lambda X: [], (np.zeros((0, 3)),), True, starter=REFUSE) == "refusal"


ENDLESS = STARTER.replace("    return X", "    while True:\n        pass\n    return X")


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"starter": REFUSE, "header": "cases = 1"}, r"the solution raises ValueError: empty"),
        ({"starter": ENDLESS, "header": "seconds = 0.1"}, "OutOfTime"),
        ({"starter": STARTER.replace("X.mean(axis=1)", "iter(X)")}, "not data"),
        ({"check": CHECK.replace("rng.normal(size=(B, D)),", "np.exp,")}, "ufunc is not data"),
        ({"header": 'changes = ["X", "Y"]'}, r"changes names no arguments: \['Y'\]"),
        ({"check": CHECK.replace("(rng.normal(size=(B, D)),)", "rng.normal()")}, "as .X,. for"),
        ({"check": CHECK.replace("(np.ones((1, 3)),)", "[np.ones((1, 3))]")}, "got list"),
    ],
)
def test_a_check_that_cannot_work_is_no_failure_of_the_answer(parts, words):
    if parts.get("starter") == REFUSE:
        parts = {**parts, "check": CHECK.replace("(B, D)", "(0, D)")}
    with pytest.raises(FormatError, match=words):
        checker(means, **parts).try_inputs(0)


def test_answers_that_do_the_same_agree():
    def in_place(X):
        X -= 1
        return X.mean(axis=1) + 1

    answers = {
        "means": means,
        "again": lambda X: X.sum(axis=1) / X.shape[1],
        "sums": lambda X: X.sum(axis=1),
        "spoils": in_place,
        "falls": lambda X: 1 / 0,
        "falls, too": lambda X: 2 / 0,
        "falls otherwise": lambda X: [][0],
    }
    small = checker(means)
    runs = {name: small.run(small.executor_of(f), (X,)) for name, f in answers.items()}
    same = {(a, b) for a in runs for b in runs if a < b and small.agree((X,), runs[a], runs[b])}
    assert same == {("again", "means"), ("falls", "falls, too")}


def test_random_numbers_within_tolerance_are_no_state():
    rng = np.random.default_rng(0)
    assert check(ID, lambda X: means(X) + 1e-10 * rng.normal()).passed


def test_if_several_results_are_right_they_may_differ(shelf):
    rng = np.random.default_rng(0)
    samples.write(shelf, ID, samples.text(check=CHECK + "\nCOMPARE = False\n"))
    assert check(ID, lambda X: rng.normal()).passed
