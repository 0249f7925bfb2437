"""An exercise is read from its one file, and each fault in it is named."""

from __future__ import annotations

import pytest

from dlbook.exercise.format import (
    Cell,
    FormatError,
    module,
    read,
    read_file,
    read_header,
    regions,
    rules,
    solution,
    split,
    starter,
)
from tests.exercise import samples

# --- the whole ---


def test_an_exercise_is_read(tmp_path):
    path = samples.write(
        tmp_path, "neurons/means", samples.text(header='forbidden = ["torch"]')
    )
    exercise = read_file(path)
    assert (exercise.id, exercise.chapter) == ("neurons/means", "neurons")
    assert exercise.is_code
    assert exercise.statement == (
        "The mean of each row.\n\nOf `X`, shape `(B, D)`.\n\n*Solve this without PyTorch.*"
    )
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
def test_each_fault_of_a_file_is_named(text, message):
    with pytest.raises(FormatError, match=f"a/b: .*{message}"):
        read(text, "a/b")


# --- header ---


GOOD = {
    "title": '"T"',
    "kind": '"implement"',
    "difficulty": "2",
    "minutes": "10",
    "practices": '["p"]',
    "answer": '"f"',
}
CHOICE = GOOD | {
    "kind": '"recall"',
    "answer": "0",
    "options": '["a", "b"]',
    "why": '["x", "y"]',
}


def header(entries: dict[str, str]) -> str:
    lines = [f"# {key} = {value}" for key, value in entries.items()]
    return "\n".join(["# /// exercise", *lines, "# ///"])


def test_the_entries_are_read():
    found = read_header(header(GOOD | {"hints": "['''$\\mathbf{x}$''']", "seconds": "2"}), "f")
    assert found["title"] == "T"
    assert found["hints"] == [r"$\mathbf{x}$"]
    assert found["seconds"] == 2


def test_a_table_of_survivors_is_read():
    text = header(GOOD).replace("# ///\n", "", 0).rsplit("# ///", 1)[0]
    text += '# [survivors]\n# "x > 0 -> x >= 0" = "Equal at 0."\n# ///'
    assert read_header(text, "f")["survivors"] == {"x > 0 -> x >= 0": "Equal at 0."}


def test_kinds_without_code_are_read():
    assert read_header(header(CHOICE), "f")["answer"] == 0
    value = {key: GOOD[key] for key in GOOD if key != "answer"}
    value |= {"kind": '"predict"', "value": "1.5", "within": "0.1"}
    assert read_header(header(value), "f")["value"] == 1.5
    open_question = {key: GOOD[key] for key in GOOD if key != "answer"}
    assert read_header(header(open_question | {"kind": '"investigate"'}), "f")["minutes"] == 10


@pytest.mark.parametrize(
    ("base", "change", "message"),
    [
        (GOOD, {"titel": '"T"'}, "no entry 'titel'; did you mean 'title'"),
        (GOOD, {"zzzzz": '"T"'}, "no entry 'zzzzz'$"),
        (GOOD, {"title": "3"}, "title has the wrong type, got 3"),
        (GOOD, {"minutes": "true"}, "minutes has the wrong type"),
        (GOOD, {"title": None}, "lacks 'title'"),
        (GOOD, {"kind": '"essay"'}, "kind is one of implement, .*got 'essay'"),
        (GOOD, {"difficulty": "6"}, "difficulty is 1 to 5, got 6"),
        (GOOD, {"answer": None}, "answer must name the function"),
        (GOOD, {"title": "T"}, "not valid TOML"),
        (CHOICE, {"answer": "2"}, "position, counted from 0"),
        (CHOICE, {"answer": '"b"'}, "position, counted from 0"),
        (CHOICE, {"options": '["a"]'}, "two or more, all different"),
        (CHOICE, {"options": '["a", "a"]'}, "two or more, all different"),
        (CHOICE, {"options": None}, "or value and within"),
        (CHOICE, {"why": '["x"]'}, "one explanation for each"),
        (CHOICE, {"value": "1"}, "within says how far"),
        (CHOICE, {"value": "1", "within": "-1"}, "within says how far"),
        (CHOICE, {"slips": "[[3, 'x']]"}, "slips explain wrong numbers"),
        (CHOICE, {"value": "1", "within": "1", "slips": "[[3, 'x']]"}, "slip 3 is too close"),
        (
            CHOICE,
            {"value": "1", "within": "1", "slips": "[[3.1]]"},
            r"explanation\], got \[3.1",
        ),
        (CHOICE, {"value": "1", "within": "1", "slips": "['x']"}, r"explanation\], got 'x'"),
    ],
)
def test_each_fault_of_a_header_is_named(base, change, message):
    entries = {key: value for key, value in (base | change).items() if value is not None}
    with pytest.raises(FormatError, match=f"relu.py: .*{message}"):
        read_header(header(entries), "relu.py")


def test_a_file_without_a_header_is_refused():
    with pytest.raises(FormatError, match="expected a header"):
        read_header("x = 1", "f")


# --- cells ---


TEXT = """\
# header
# %% [markdown] tags=["rubric"]
# A line.
#
#   indented
#$x$

# %%  tags=["starter", "check"]   a remark

x = 1

# %% a title
y = 2
"""


def test_a_file_is_cut_into_cells():
    preamble, cells = split(TEXT)
    assert preamble == "# header"
    assert cells == [
        Cell("markdown", ("rubric",), "A line.\n\n  indented\n$x$", 3),
        Cell("code", ("starter", "check"), "x = 1", 9),
        Cell("code", (), "y = 2", 13),
    ]


def test_a_file_without_cells_is_all_preamble():
    assert split("# a\nx = 1") == ("# a\nx = 1", [])


def test_code_in_a_markdown_cell_is_refused_with_its_line():
    with pytest.raises(FormatError, match=r"relu\.py, line 3: .*got 'x = 1'"):
        split("# %% [markdown]\n# text\nx = 1", "relu.py")


@pytest.mark.parametrize("tags", ["tags=[starter]", "tags=['check']"])
def test_tags_that_are_no_list_of_texts_are_refused(tags):
    with pytest.raises(FormatError, match="line 2: expected tags="):
        split(f"# a\n# %% {tags}\n")


# --- markers ---


PLAIN = """\
def f(x):
    ### BEGIN SOLUTION
    y = x
    return y
    ### END SOLUTION


z = 1"""
BROKEN = """\
def f(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
    ### BEGIN BROKEN
    return x - 1
    ### END BROKEN"""


def test_a_solution_becomes_dots_at_its_indent():
    assert starter(PLAIN) == "def f(x):\n    ...\n\n\nz = 1"
    assert solution(PLAIN) == "def f(x):\n    y = x\n    return y\n\n\nz = 1"


def test_the_reader_gets_the_broken_code_and_the_reference_the_solution():
    assert starter(BROKEN) == "def f(x):\n    return x - 1"
    assert solution(BROKEN) == "def f(x):\n    return x + 1"


@pytest.mark.parametrize("code", [PLAIN, BROKEN])
def test_in_the_module_each_line_of_the_solution_keeps_its_number(code):
    lines, kept = code.splitlines(), module(code).splitlines()
    assert len(kept) == len(lines)
    assert all(new in (old, "") for old, new in zip(lines, kept, strict=True))
    assert [line for line in kept if line] == [
        line for line in solution(code).splitlines() if line
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("### BEGIN SOLUTION", "no '### END SOLUTION'"),
        ("x\n### END SOLUTION", "line 2: '### END SOLUTION' without its BEGIN"),
        (
            "### BEGIN SOLUTION\n### BEGIN BROKEN",
            "'### BEGIN BROKEN' inside the block SOLUTION",
        ),
        ("### BEGIN BROKEN\n### END SOLUTION", "'### END SOLUTION' inside the block BROKEN"),
    ],
)
def test_blocks_that_do_not_match_are_refused(code, message):
    with pytest.raises(FormatError, match=message):
        list(regions(code))


@pytest.mark.parametrize(
    ("forbidden", "named"),
    [
        ((), []),
        (("torch", "dlbook"), ["PyTorch", "`dlbook`"]),
        (("for", "while"), ["loops"]),
        (("numpy.linalg.svd", ".sum", "sorted"), ["`np.linalg.svd`", "`.sum`", "`sorted`"]),
    ],
)
def test_what_is_forbidden_is_said(forbidden, named):
    assert bool(rules(forbidden)) == bool(forbidden)
    assert all(name in rules(forbidden) for name in named)
