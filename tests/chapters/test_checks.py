"""Each check of a chapter fails on a chapter that breaks its rule."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.chapters import checks

PNG = new_output("display_data", data={"image/png": "", "text/plain": "<Figure>"})


def notebook(*cells):
    return new_notebook(cells=list(cells))


def printed(text, **kwargs):
    return new_code_cell(
        "f()", outputs=[new_output("stream", name="stdout", text=text)], **kwargs
    )


def test_a_cell_that_never_ran_is_found():
    assert checks.not_executed(notebook(new_code_cell("x = 1"))) == ["x = 1"]
    assert checks.not_executed(notebook(new_code_cell("x = 1", execution_count=1))) == []


@pytest.mark.parametrize(
    "text",
    [
        "UserWarning: odd",
        "saved to /home/me/x",
        "<object at 0x7f00aa12>",
        "took 3.2 s/it",
        "12 ms",
        "100%|###|",
        "2026-11-21",
    ],
)
def test_an_unstable_output_is_found(text):
    assert checks.unstable_outputs(notebook(printed(text)))


def test_a_stable_output_passes():
    text = "claim: loss ≤ 0.5 ✓\nshape (3, 4), 12 entries, dlbook/scratch/tensor.py"
    assert checks.unstable_outputs(notebook(printed(text))) == []


def test_the_time_that_an_exercise_takes_is_no_measured_time():
    shown = printed("*recall · difficulty 1 of 5 · 3 minutes*")
    assert checks.unstable_outputs(notebook(shown))
    shown.metadata.tags = ["exercise"]
    assert checks.unstable_outputs(notebook(shown)) == []


def test_stderr_is_found():
    cell = new_code_cell("f()", outputs=[new_output("stream", name="stderr", text="hm")])
    assert checks.unstable_outputs(notebook(cell))


def test_an_ignored_output_needs_a_claim_beside_it():
    loose = new_code_cell("train()", metadata={"tags": ["nbval-ignore-output"]})
    claimed = new_code_cell("claim('accuracy', a, at_least=0.9)")
    assert checks.unclaimed(notebook(loose)) == ["train()"]
    assert checks.unclaimed(notebook(loose, claimed)) == []


def test_a_figure_needs_alt_text_and_caption():
    shown = {"mystnb": {"image": {"alt": "a curve"}, "figure": {"caption": "A curve."}}}
    bare = new_code_cell("plot()", outputs=[PNG])
    good = new_code_cell("plot()", outputs=[PNG], metadata=shown)
    assert checks.figures_without_alt(notebook(bare)) == ["plot()"]
    assert checks.figures_without_alt(notebook(good)) == []


def test_a_copy_of_package_code_is_found_unless_derived():
    source = "def relu(x):\n    return x"
    assert checks.redefinitions(notebook(new_code_cell(source)), {"relu"}) == ["relu"]
    derived = new_code_cell(source, metadata={"tags": ["derive"]})
    assert checks.redefinitions(notebook(derived), {"relu"}) == []


def test_a_long_cell_is_found():
    assert checks.long_cells(notebook(new_code_cell("x = 1\n" * 26)))
    assert checks.long_cells(notebook(new_code_cell("x = 1\n" * 25))) == []


def test_words_that_sell_are_found_in_prose_and_not_in_code():
    assert checks.FORBIDDEN_WORDS.search("This is Obviously so")
    text = "A `simply` named variable and $trivial$"
    book = notebook(new_markdown_cell(text))
    assert checks.FORBIDDEN_WORDS.search(checks.prose(book)) is None


GOOD = (
    *("topological-order", "forward-or-reverse-mode", "path-count", "linear-backward"),
    *("maximum-operation", "repeated-backward", "gradient-accumulation", "sigmoid-depth"),
)
BANK = [f"backpropagation/{slug}" for slug in GOOD]


def chapter_with(slugs, *more):
    book = notebook(
        *(
            new_code_cell(
                f'show_exercise("backpropagation/{s}")', metadata={"tags": ["exercise"]}
            )
            for s in slugs
        ),
        *more,
    )
    book.metadata["dlbook"] = {"slug": "backpropagation"}
    return book


def test_eight_exercises_with_two_to_mend_and_two_to_predict_are_enough():
    assert checks.exercise_problems(chapter_with(GOOD), BANK) == []


@pytest.mark.parametrize(
    ("slugs", "problem"),
    [
        (GOOD[:-1], "7 exercises; at least 8"),
        ((*GOOD[:5], *GOOD[6:], "softmax-backward"), "1 of the kind debug; at least 2"),
        ((*GOOD[:2], *GOOD[3:], "softmax-backward"), "1 of the kind predict; at least 2"),
        ((*GOOD, "topological-order"), "set twice: backpropagation/topological-order"),
    ],
)
def test_too_few_exercises_are_counted(slugs, problem):
    bank = [f"backpropagation/{slug}" for slug in slugs]
    assert checks.exercise_problems(chapter_with(slugs), bank) == [problem]


def test_an_exercise_of_the_bank_that_its_chapter_leaves_out_is_found():
    bank = [*BANK, "backpropagation/forgotten", "neurons/of-another-chapter"]
    found = checks.exercise_problems(chapter_with(GOOD), bank)
    assert found == ["in the bank, not set: backpropagation/forgotten"]


@pytest.mark.parametrize(
    "text",
    ["```{exercise} A title\n:label: ex-a\n\nDo it.\n```", "````{solution} A title\n````"],
)
def test_an_exercise_written_in_a_chapter_is_found(text):
    book = chapter_with(GOOD, new_markdown_cell(text))
    assert checks.exercise_problems(book, BANK) == ["written in the chapter: 'A title'"]
