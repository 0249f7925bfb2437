"""Each proof fails on an exercise that breaks it, and on a good one does not."""

from __future__ import annotations

import pytest

from dlbook.exercise.format import read, read_file
from tests.exercise import samples
from tests.exercise.samples import CHECK, STARTER, WRONG
from tests.exercises import proofs


@pytest.fixture
def exercise(tmp_path):
    """Return a function that makes an exercise, some of it replaced."""

    def make(**parts: str):
        return read_file(samples.write(tmp_path, "chapter/means", samples.text(**parts)))

    return make


SAME_SHAPES = CHECK.replace(
    "B, D = rng.choice(np.arange(2, 9), size=2, replace=False)", "B, D = 2, 3"
)
ONES = CHECK.replace("rng.normal(size=(B, D))", "np.ones((B, D))")


@pytest.mark.parametrize(
    "proof",
    [
        proofs.starter_earns,
        proofs.solution_fails,
        proofs.few_wrong_answers,
        proofs.unrecognized,
        proofs.blind_to_zeros,
        proofs.same_shapes,
        proofs.survivors,
    ],
)
def test_a_good_exercise_passes(proof, exercise):
    assert proof(exercise()) == []


def test_a_starter_that_is_an_answer_is_found(exercise):
    starter = STARTER.replace(
        "    ### BEGIN", "    x = X.mean(axis=1)\n    return x\n    ### BEGIN"
    )
    assert len(proofs.starter_earns(exercise(starter=starter))) == 20


def test_a_solution_that_fails_is_found(exercise):
    check = CHECK + "\ndef property_p(answer, args, result):\n    assert args[0].max() < 1\n"
    assert len(proofs.solution_fails(exercise(check=check))) == 20
    starter = STARTER.replace("X.mean(axis=1)", "np.random.default_rng().normal(size=len(X))")
    assert len(proofs.solution_fails(exercise(starter=starter))) == 20


def test_too_few_wrong_answers_are_found(exercise):
    wrong = WRONG.partition("def wrong_first")[0]
    assert proofs.few_wrong_answers(exercise(wrong=wrong)) == [
        "2 wrong answers; at least 3 are needed"
    ]


def test_a_wrong_answer_that_is_right_is_found(exercise):
    wrong = WRONG + '\n\ndef wrong_none(X):\n    """Right."""\n    return X.mean(axis=1)\n'
    found = proofs.unrecognized(exercise(wrong=wrong))
    assert found == [f"seed {seed}: wrong_none passes" for seed in range(20)]


def test_a_wrong_answer_that_is_another_is_found(exercise):
    wrong = WRONG + '\n\ndef wrong_twin(X):\n    """The same."""\n    return X.mean(axis=0)\n'
    found = proofs.unrecognized(exercise(wrong=wrong))
    assert found == [f"seed {s}: wrong_twin is taken for 'wrong_axis'" for s in range(20)]


def test_a_wrong_answer_that_differs_each_time_is_found(exercise):
    noise = "np.random.default_rng().normal(size=len(X))"
    wrong = WRONG + f'\n\ndef wrong_noise(X):\n    """Noise."""\n    return {noise}\n'
    assert "wrong_noise is taken for 'none'" in proofs.unrecognized(exercise(wrong=wrong))[0]


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("ATOL = 1e9\n", ["zeros would pass", "1.001 times the result would pass"]),
        ("RTOL = 0.01\n", ["1.001 times the result would pass"]),
        ("COMPARE = False\n", []),
    ],
)
def test_tolerances_that_are_too_wide_are_found(check, found, exercise):
    assert proofs.blind_to_zeros(exercise(check=CHECK + check)) == found


def test_results_without_numbers_need_no_tolerance(exercise):
    for result in ("'a' * len(X)", "len(X)", "{'n': [len(X)]}", "None"):
        starter = STARTER.replace("X.mean(axis=1)", result)
        assert proofs.blind_to_zeros(exercise(starter=starter)) == []
    starter = STARTER.replace("X.mean(axis=1)", "{'m': (X.mean(), len(X))}")
    assert proofs.blind_to_zeros(exercise(starter=starter)) == []
    assert (
        len(proofs.blind_to_zeros(exercise(starter=starter, check=CHECK + "ATOL = 1e9"))) == 2
    )


def test_shapes_that_never_change_are_found(exercise):
    assert proofs.same_shapes(exercise(check=SAME_SHAPES)) == [
        "all random inputs have the shapes {'[[2, 3]]'}"
    ]


def test_an_input_without_shapes_needs_none(exercise):
    check = "def inputs(rng):\n    return ([rng.normal()] * rng.integers(1, 9), {'a': 1})\n"
    assert proofs.same_shapes(exercise(check=check)) == []


def test_survivors_must_be_justified_and_be_survivors(exercise):
    starter = STARTER.replace("X.mean(axis=1)", "X.mean(axis=1) * 1")
    assert proofs.survivors(exercise(starter=starter)) == [
        "survives: X.mean(axis=1) * 1 -> X.mean(axis=1) / 1"
    ]
    listed = '[survivors]\n"X.mean(axis=1) * 1 -> X.mean(axis=1) / 1" = "The same."'
    assert proofs.survivors(exercise(starter=starter, header=listed)) == []
    assert proofs.survivors(exercise(header=listed)) == [
        "listed as a survivor, but does not survive: X.mean(axis=1) * 1 -> X.mean(axis=1) / 1"
    ]


def test_a_check_with_blind_inputs_has_survivors(exercise):
    found = proofs.survivors(exercise(check=ONES.replace("2, 9", "2, 4"), header="cases = 1"))
    assert found == []  # shapes alone tell the axes apart
    sums = STARTER.replace("X.mean(axis=1)", "X.mean(axis=1) + X.min() - X.max()")
    assert "survives: X.min -> X.max" in proofs.survivors(exercise(starter=sums, check=ONES))


def test_good_choices_pass():
    assert proofs.wrong_verdicts(read(samples.CHOICE, "chapter/pick")) == []
    assert proofs.wrong_verdicts(read(samples.NUMBER, "chapter/guess")) == []


TRUTH = '\n# %% tags=["check"]\ndef truth():\n    return {}\n'


@pytest.mark.parametrize(
    ("text", "truth", "found"),
    [
        (samples.CHOICE, "1", []),
        (samples.CHOICE, "0", ["truth() gives 0"]),
        (samples.CHOICE, "None", ["truth() gives None"]),
        (samples.NUMBER, "12.2", []),
        (samples.NUMBER, "13", ["truth() gives 13"]),
    ],
)
def test_an_answer_that_is_not_true_is_found(text, truth, found):
    assert proofs.wrong_verdicts(read(text + TRUTH.format(truth), "chapter/x")) == found


def test_verdicts_that_are_wrong_are_found(monkeypatch):
    class Passing:
        passed = True

    monkeypatch.setattr(proofs, "check_choice", lambda exercise, answer: Passing)
    assert len(proofs.wrong_verdicts(read(samples.CHOICE, "chapter/pick"))) == 2
    assert len(proofs.wrong_verdicts(read(samples.NUMBER, "chapter/guess"))) == 1
    Passing.passed = False
    assert len(proofs.wrong_verdicts(read(samples.CHOICE, "chapter/pick"))) == 1
    assert len(proofs.wrong_verdicts(read(samples.NUMBER, "chapter/guess"))) == 1


BOOK = {
    "first": ["dlbook.data.load"],
    "chapter": ["dlbook.scratch.relu"],
    "later": ["dlbook.scratch.Tensor", "dlbook.scratch.relu"],
}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from dlbook.data import load", []),
        ("from dlbook.scratch import relu", []),
        ("import numpy", []),
        ("from . import x", []),
        ("from dlbook.scratch import Tensor", ["dlbook.scratch.Tensor is explained in later"]),
    ],
)
def test_what_a_later_chapter_explains_is_found(line, found, exercise):
    assert proofs.from_later_chapters(exercise(starter=f"{line}\n{STARTER}"), BOOK) == found


def test_a_chapter_that_does_not_exist_is_found(exercise):
    assert proofs.from_later_chapters(exercise(), {"other": []}) == [
        "there is no chapter chapter"
    ]
