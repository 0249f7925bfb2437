"""Each proof fails on an exercise that breaks it, and on a good one does not."""

from __future__ import annotations

import pytest

from dlbook.exercise.format import read, read_file
from tests.exercise import samples
from tests.exercise.samples import CHECK, STARTER, WRONG
from tests.exercises import proofs, record


@pytest.fixture
def exercise(tmp_path):
    """Return a function that makes an exercise, some of it replaced."""

    def make(**parts: str):
        text = samples.text(**parts).replace(
            "The mean of each row.", "`means(X)`: the float64 array of the mean of each row."
        )
        return read_file(samples.write(tmp_path, "chapter/means", text))

    return make


def with_answer(result: str) -> str:
    return STARTER.replace("X.mean(axis=1)", result)


def with_wrong(name: str, result: str) -> str:
    return f'{WRONG}\n\ndef wrong_{name}(X):\n    """Wrong."""\n    return {result}\n'


NOISE = "np.random.default_rng().normal(size=len(X))"
SAME_SHAPES = CHECK.replace(
    "B, D = rng.choice(np.arange(2, 9), size=2, replace=False)", "B, D = 2, 3"
)
ONES = CHECK.replace("rng.normal(size=(B, D))", "np.ones((B, D))")
USELESS = "\ndef property_useless(answer, args, result):\n    assert len(result)\n"
FALSE = "\ndef property_false(answer, args, result):\n    assert args[0].max() < 1, 'no'\n"
SEEDS = len(proofs.SEEDS)


def test_a_good_exercise_passes(exercise):
    assert proofs.prove(exercise()) == []


@pytest.mark.parametrize(
    ("proof", "parts", "count", "found"),
    [
        (
            proofs.starter_earns,
            {"starter": STARTER.replace("    ###", "    return X.mean(axis=1)\n    ###", 1)},
            len(proofs.FEW_SEEDS),
            "the starter passes",
        ),
        (proofs.solution_fails, {"check": CHECK + FALSE}, SEEDS, "no"),
        (proofs.solution_fails, {"starter": with_answer(NOISE)}, SEEDS, "Means"),
        (
            proofs.few_wrong_answers,
            {"wrong": WRONG.partition("def wrong_first")[0]},
            1,
            "2 wrong answers; at least 3 are needed",
        ),
        (
            proofs.unrecognized,
            {"wrong": with_wrong("none", "X.mean(axis=1)")},
            SEEDS,
            "wrong_none passes",
        ),
        (
            proofs.unrecognized,
            {"wrong": with_wrong("twin", "X.mean(axis=0)")},
            SEEDS,
            "wrong_twin is taken for 'wrong_axis'",
        ),
        (
            proofs.unrecognized,
            {"wrong": with_wrong("noise", NOISE)},
            SEEDS,
            "wrong_noise is taken for 'none'",
        ),
        (
            proofs.useless_properties,
            {"check": CHECK + USELESS},
            1,
            "property_useless: no wrong answer that it alone catches",
        ),
        (proofs.blind_to_zeros, {"check": CHECK + "ATOL = 1e9\n"}, 2, "zeros would pass"),
        (proofs.blind_to_zeros, {"check": CHECK + "RTOL = 0.01\n"}, 1, "1.001 times"),
        (proofs.same_shapes, {"check": SAME_SHAPES}, 1, "have the shapes {'[[2, 3]]'}"),
        (
            proofs.survivors,
            {"starter": with_answer("X.mean(axis=1) * 1")},
            1,
            "survives: X.mean(axis=1) * 1 -> X.mean(axis=1) / 1",
        ),
        (
            proofs.survivors,
            {"header": '[survivors]\n"X -> 2 * X" = "The same."'},
            1,
            "listed as a survivor, but does not survive: X -> 2 * X",
        ),
        (
            proofs.survivors,
            {"starter": with_answer("X.mean(axis=1) + X.min() - X.max()"), "check": ONES},
            None,
            "survives: X.min -> X.max",
        ),
    ],
)
def test_each_fault_is_found(proof, parts, count, found, exercise):
    problems = proof(exercise(**parts))
    assert count in (None, len(problems))
    assert any(found in problem for problem in problems)


@pytest.mark.parametrize(
    ("said", "found"),
    [("float64 array", []), ("array", ["float32"]), ("float64 thing", ["list"])],
)
def test_what_is_refused_must_be_said(said, found):
    text = samples.text().replace("The mean of each row.", f"`means`: the {said} of means.")
    text = text.replace("Of `X`, shape `(B, D)`.", "Of `X`.")
    problems = proofs.refused_without_a_word(read(text, "chapter/means"))
    assert len(problems) == len(found)
    assert all(word in problem for word, problem in zip(found, problems, strict=True))


@pytest.mark.parametrize("result", ["'a' * len(X)", "len(X)", "{'n': [len(X)]}", "None"])
def test_results_without_numbers_need_no_tolerance(result, exercise):
    assert proofs.blind_to_zeros(exercise(starter=with_answer(result))) == []


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


@pytest.mark.parametrize(
    ("passed", "choice", "number"),
    [(True, 2, 1), (False, 1, 1)],
)
def test_verdicts_that_are_wrong_are_found(passed, choice, number, monkeypatch):
    verdict = type("Verdict", (), {"passed": passed})
    monkeypatch.setattr(proofs, "check_choice", lambda exercise, answer: verdict)
    assert len(proofs.wrong_verdicts(read(samples.CHOICE, "chapter/pick"))) == choice
    assert len(proofs.wrong_verdicts(read(samples.NUMBER, "chapter/guess"))) == number


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


# --- the record ---------------------------------------------------------------------


def test_a_key_changes_with_the_exercise(exercise):
    key = record.key_of(exercise())
    assert record.key_of(exercise()) == key
    assert record.key_of(exercise(starter=with_answer("X.sum(axis=1)"))) != key


def test_a_key_depends_on_what_checks_and_on_what_is_imported(exercise):
    paths = {
        path.relative_to(record.ROOT).as_posix() for path in record.closure([record.PROOFS])
    }
    assert {"tests/exercises/mutants.py", "tools/mutants.py"} <= paths
    assert {"dlbook/exercise/compare.py", "dlbook/exercise/loading.py"} <= paths
    assert not any(path.startswith("dlbook/scratch") for path in paths)
    more = record.closure(["dlbook.scratch"])
    assert record.ROOT / "dlbook/scratch/tensor.py" in more


def test_comments_and_docstrings_of_modules_do_not_count(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "ROOT", tmp_path)
    texts = [
        '"""A."""\ndef f():\n    """B."""\n    return 1\n',
        "def f():\n    return 1  # c\n",
    ]
    codes = []
    for number, text in enumerate([*texts, "def f():\n    return 2\n"]):
        path = tmp_path / f"{number}.py"
        path.write_text(text)
        codes.append(record._code_of(path).partition("\n")[2])
    assert codes[0] == codes[1] != codes[2]
