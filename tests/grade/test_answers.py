from __future__ import annotations

import ast
import dataclasses
import sys
import types

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlbook.exercise.answers import constant_text, find_answers
from dlbook.exercise.notebook import Document, has_notebook_name
from dlbook.exercise.slices import slices, statements_of
from dlbook.grade.filenames import attempt_of
from tests.grade.generated import course, right_cells, wrong_answers
from tests.grade.small_class import EXERCISES as COURSE
from tests.grade.small_class import GUESS, MEANS, PICK

RIGHT = "def means(X):\n    return X.mean(axis=1)"
STARTER = COURSE[MEANS].starter


def found(*cells: str, name: str = "hw.ipynb", exercises=COURSE, beside=()):
    return find_answers([document(name, *cells), *beside], exercises)


def answers(*cells: str, **more) -> dict:
    return found(*cells, **more).answers


# --- which answer -------------------------------------------------------------------------


def test_a_function_is_found_by_its_name():
    (answer,) = answers("while True: pass", RIGHT).values()
    assert (answer.exercise, answer.document.name, answer.source) == (
        MEANS,
        "hw.ipynb",
        RIGHT + "\n",
    )
    assert (answer.is_claimed, answer.fallback, answer.files) == (False, "", {})


@pytest.mark.parametrize(
    "cell",
    [
        "class means: pass",
        "means = lambda X: X",
        "from x import means",
        "if 1:\n " + RIGHT.replace("\n", "\n "),
    ],
)
def test_other_definitions_are_found(cell):
    assert MEANS in answers(cell)


@pytest.mark.parametrize("cell", ["def mean(X): pass", "def f():\n    means = 1", "means", ""])
def test_nothing_is_found_where_there_is_nothing(cell):
    assert answers(cell) == {}


def test_another_name_counts_if_it_is_checked():
    source = answers("def mine(X): return 1", f"check('{MEANS}', mine)")[MEANS].source
    assert source == "def mine(X): return 1\n\nmeans = mine\n"


def test_the_starter_is_untouched():
    assert list(found(STARTER).untouched) == [MEANS]
    assert list(found(STARTER, f"# a remark\ncheck('{MEANS}', means)").untouched) == [MEANS]
    assert found(COURSE[MEANS].solution).untouched == {}


def test_a_starter_of_which_another_function_was_mended_is_an_answer():
    starter = "def mean(x):\n    return x.sum()\n\n\ndef means(X):\n    return mean(X)\n"
    exercises = {MEANS: dataclasses.replace(COURSE[MEANS], starter=starter)}
    assert list(found(starter, exercises=exercises).untouched) == [MEANS]
    assert MEANS in answers(starter.replace("sum", "mean"), exercises=exercises)


def test_a_broken_cell_is_the_answer_that_it_begins():
    assert answers("x = (", "def means(X):\n    return (X")[MEANS].source == (
        "def means(X):\n    return (X"
    )


# Each is an error that only the compiler finds, or only the parser.
ODD = ["def f(a, a): pass", "nonlocal y", "x = 1\ndef g():\n    x\n    global x",
       "def f():\n    from m import *", "[y := 1 for y in [1]]", "return 3", "x = (", "\0",
       "await f()", "def f(:"]  # fmt: skip


@pytest.mark.parametrize("cell", ODD)
def test_an_odd_cell_costs_only_itself(cell):
    assert answers(cell, RIGHT, cell)[MEANS].source == RIGHT + "\n"


def test_what_stands_below_the_check_is_not_part_of_the_answer():
    cells = ["k = 1", "def means(X): return k", f"check('{MEANS}', means)", "k = 2"]
    assert "k = 2" not in answers(*cells)[MEANS].source
    assert "k = 2" in answers(*cells[:2], "k = 2")[MEANS].source
    mended = answers("means = 1", f"check('{MEANS}', means)", RIGHT)
    assert RIGHT in mended[MEANS].source


@pytest.fixture
def twins() -> dict:
    """Return two exercises that ask for the same name."""
    other = dataclasses.replace(COURSE[MEANS], id="other/means")
    return {e.id: e for e in (COURSE[MEANS], other)}


def test_each_of_two_with_one_name_has_what_precedes_its_check(twins):
    cells = [
        "means = 1",
        f"check('{MEANS}', means)",
        "means = 2",
        "check('other/means', means)",
    ]
    two = answers(*cells, exercises=twins)
    assert "2" not in two[MEANS].source
    assert two["other/means"].source.endswith("means = 2\n")


@pytest.mark.parametrize(
    ("cell", "name", "expected"),
    [
        (RIGHT, "hw.ipynb", {MEANS, "other/means"}),
        (f"# exercise: other/means\n{RIGHT}", "hw.ipynb", {"other/means"}),
        (RIGHT, "chapter/means.py", {MEANS}),
        (RIGHT, "doe_1_2_means.py", {MEANS, "other/means"}),  # two exercises have that name
    ],
)
def test_a_name_that_two_ask_for_answers_the_one_that_is_named(twins, cell, name, expected):
    assert set(answers(cell, name=name, exercises=twins)) == expected


@pytest.mark.parametrize(
    ("cells", "source"),
    [
        (["answer = 'B'", f"check('{PICK}', answer)"], "b"),
        ([f"r = ex.check('{PICK}', '(b)', seed=1)"], "b"),
        ([f"check('{GUESS}', 3 * 4)"], "12"),
        (["answer = 1", "answer = 'b'", f"check('{PICK}', answer)", "answer = 2"], "b"),
        ([f"# exercise: {PICK}\nanswer = 'b'", "answer = 'c'"], "b"),
    ],
)
def test_choices_and_numbers(cells, source):
    (answer,) = answers(*cells).values()
    assert answer.source == source


def test_a_choice_that_is_not_made_or_not_written_out():
    assert list(found("answer = ...", f"check('{PICK}', answer)").untouched) == [PICK]
    result = found("answer = f()", f"check('{PICK}', answer)")
    assert list(result.untouched) == [PICK]
    assert "written out" in result.notes[0]
    assert answers(f"check('{PICK}', nowhere)") == {}


@pytest.mark.parametrize(
    ("code", "text"),
    [("'b'", "b"), ("-1.5", "-1.5"), ("784 * 256 + 256", "200960"), ("2 ** 11 - 2", "2046"),
     ("7 / 2 - 7 // 2 + 7 % 4", "3.5"), ("'" + "x" * 10_000 + "'", "x" * 200),
     *((code, None) for code in ("...", "None", "True", "x", "f(3)", "1j", "1/0", "9**9**9")),
     *((code, None) for code in ("10.0**300", "[1]", "(-8)**0.5", "'a'*9", "--'x'"))],
)  # fmt: skip
def test_letters_and_numbers_are_read_without_running_them(code, text):
    assert constant_text(ast.parse(code, mode="eval").body) == text


# --- which attempt ------------------------------------------------------------------------


def document(name: str, *cells: str) -> Document:
    return Document(name, attempt_of(name), has_notebook_name(name), cells)


CHECKED = ("means = 1", f"check('{MEANS}', means)")


@pytest.mark.parametrize(
    ("documents", "graded"),
    [
        # More than the starter, before it; named, before not named; then the latest.
        ([document("a.py", RIGHT), document("b.py", STARTER)], "a.py"),
        ([document("a.ipynb", *CHECKED), document("b.py", "means = 2")], "a.ipynb"),
        ([document("b.py", "means = 1"), document("c.py", "means = 2")], "c.py"),
        ([document("a (9).py", "means = 1"), document("a (10).py", "means = 2")], "a (10).py"),
        ([document("d_1_9999_hw.py", "means = 1"), document("d_1_10000_hw-1.py", "means = 2")],
         "d_1_10000_hw-1.py"),
        ([document("a.ipynb", *CHECKED), document("a (1).ipynb", "means = 2")], "a (1).ipynb"),
    ],
)  # fmt: skip
def test_which_of_several_is_graded(documents, graded):
    result = find_answers(documents, COURSE)
    assert result.answers[MEANS].document.name == graded
    if documents[1].cells != (STARTER,):
        assert f"that in {graded} was graded" in result.notes[0]


def test_an_answer_that_is_too_long_is_left_out():
    result = found(RIGHT + "\n    '''" + "x" * 600_000 + "'''")
    assert result.answers == {}
    assert "too long" in result.notes[0]


# --- modules handed in --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "module", "code", "files"),
    [
        ("hw.ipynb", "helpers.py", "import helpers", ["helpers.py"]),
        ("x/hw.ipynb", "x/helpers.py", "from helpers import f", ["helpers.py"]),
        ("x/hw.ipynb", "helpers.py", "from helpers import f", ["helpers.py"]),
        ("hw.ipynb", "src/tools.py", "from src.tools import f", ["src/tools.py"]),
        ("hw.ipynb", "src/tools.py", "from src import tools", ["src/tools.py"]),
        ("d_1_2_hw.ipynb", "d_1_3_helpers-1.py", "import helpers", ["helpers.py"]),
        ("hw.ipynb", "other.py", "import helpers", []),
        ("y/hw.ipynb", "x/helpers.py", "import helpers", []),
    ],
)
def test_modules_go_along_with_what_imports_them(name, module, code, files):
    cell = f"{code}\ndef means(X):\n    return {code.split()[-1]}"
    answer = answers(cell, name=name, beside=[document(module, "k = 1")])[MEANS]
    assert list(answer.files) == files


def test_a_module_brings_those_that_it_imports():
    beside = [document("a.py", "import b"), document("b.py", "k = 1"), document("c.py", "")]
    answer = answers("import a\ndef means(X): return a", beside=beside)[MEANS]
    assert set(answer.files) == {"a.py", "b.py"}


# --- slices -------------------------------------------------------------------------------


def both(*cells: str) -> tuple[list[str], list[str]]:
    statements, _ = statements_of(document("a.ipynb", *cells))
    return tuple([line for line in s.split("\n") if line] for s in slices(statements, "f", {}))


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("import a\nimport b\nk = a.x\ndef g(): return k\ndef h(): pass\ndef f(): return g()",
         ["import b", "def h(): pass"]),
        ("import torch\nwhile True: pass\nf(1)\nprint(f)\nassert f\ndef f(): return 1",
         ["import torch", "while True: pass", "f(1)", "print(f)", "assert f"]),
        ("import m\nx = []\nx.append(1)\nx[0] = 2\ny.append(3)\nm.show()\ndef f(): return x, m",
         ["y.append(3)", "m.show()"]),
        ("i = 1\nfor i in range(9): pass\ndef f(i): return i",
         ["i = 1", "for i in range(9): pass"]),
        ("class f: pass\ndef g(self): return 1\nf.go = g", []),
        ("def f(): return 1\nloss = [f(i) for i in range(9**9)]\nplt.plot(f)",
         ["loss = [f(i) for i in range(9**9)]", "plt.plot(f)"]),
    ],
)  # fmt: skip
def test_what_an_answer_needs_comes_along_in_order_and_nothing_else(text, left_out):
    full, strict = both(text)
    assert strict == []
    frame = ("try:", "except Exception:", "    pass")  # around a change that may fail
    kept = [line.strip() for line in full if line not in frame]
    assert kept == [line for line in text.split("\n") if line not in left_out]


def test_an_import_stands_once_and_the_future_first():
    future = "from __future__ import annotations"
    cells = ["import a\nimport a", future, "import a\ndef f(): return a"]
    assert both(*cells)[0] == [future, "import a", "def f(): return a"]


# What a notebook computes at its top level: each sets f so that f() is 3.
SIDE_EFFECTS = {
    "a loop": "t = {}\nfor i in range(4):\n    t[i] = i\ndef f(): return t[3]",
    "a while loop": "t = []\nwhile len(t) < 4: t.append(len(t))\ndef f(): return t[3]",
    "setup()": "k = 0\ndef setup():\n    global k\n    k = 3\nsetup()\ndef f(): return k",
    "setup of setup": "t = []\ndef g(): t.append(3)\ndef setup(): g()\nsetup()\n"
                      "def f(): return t[0]",
    "setattr": "class A: pass\nsetattr(A, 'k', 3)\ndef f(): return A.k",
    "an argument": "t = []\ndef fill(x): x.append(3)\nfill(t)\ndef f(): return t[0]",
    "a keyword": "t = []\ndef fill(x): x.append(3)\nfill(x=t)\ndef f(): return t[0]",
    "a decorator": "t = []\ndef put(g):\n    t.append(g)\n    return g\n"
                   "@put\ndef g(): return 3\n"
                   "def f(): return t[0]()",
    "a class": "t = []\nclass A:\n    def __init__(self): t.append(3)\nA()\n"
               "def f(): return t[0]",
    "two at once": "t = [0]\nu = [0]\nu[0], t[0] = 1, 3\ndef f(): return t[0]",
    "another name": "t = {}\nu = t\nu['k'] = 3\ndef f(): return t['k']",
    "a part": "class A: pass\na = A()\na.b = [[0]]\nw = a.b[0]\nw[0] = 3\n"
              "def f(): return a.b[0][0]",
    "parts in a loop": "t = [[0], [0]]\nfor u in t:\n    u[0] = 3\ndef f(): return t[1][0]",
    "in a list": "t = []\ndef fill(xs): xs[0].append(3)\nfill([t])\ndef f(): return t[0]",
    "with": "import contextlib\nt = []\nwith contextlib.suppress(KeyError):\n    t.append(3)\n"
            "def f(): return t[0]",
    "exec": "exec('k = 3')\ndef f(): return k",
    "globals": "globals()['k'] = 3\ndef f(): return k",
    "the module": "import sys\nsys.modules[__name__].k = 3\ndef f(): return k",
    "a name in a loop": "class A: pass\nfor n in ['k']: setattr(A, n, 3)\ndef f(): return A.k",
    "one that fails": "k = 3\nt = []\nfor i in range(2): t.append(1 / 0)\n"
                      "def f(): return k + len(t)",
    "text of lines": "t = []\nif True:\n    t.append('''a\nb''')\ndef f(): return len(t[0])",
}  # fmt: skip


@pytest.mark.parametrize("name", SIDE_EFFECTS)
def test_what_the_notebook_computes_counts(name, monkeypatch):
    statements, _ = statements_of(document("a.py", "x = 1 / 0\n" + SIDE_EFFECTS[name]))
    full, _ = slices(statements, "f", {})
    monkeypatch.setitem(sys.modules, "answer", module := types.ModuleType("answer"))
    exec(full, names := module.__dict__)
    assert names["f"]() == 3


def test_a_loop_that_may_matter_is_not_in_the_fallback():
    full, strict = both("t = []\nwhile True:\n    t.append(1)\ndef f(): return t")
    assert "    while True:" in full
    assert strict == ["t = []", "def f(): return t"]


def test_chained_names_are_followed_in_time():
    text = "".join(f"x{i} = x{i - 1}\n" for i in range(1, 5000)) + "def f(): return x4999"
    full, _ = both(text)
    assert len(full) == 5000


def test_every_exercise_of_the_book_is_found_in_its_solution_and_its_wrong_answers():
    exercises = course()
    cells = tuple(cell for e in exercises.values() for cell in right_cells(e))
    assert set(answers(*cells, exercises=exercises)) == set(exercises)
    for exercise in exercises.values():
        for name, wrong in wrong_answers(exercise).items():
            assert exercise.id in answers(*wrong, exercises=exercises), name


PIECES = st.sampled_from(
    ["def means(X):\n", " return X\n", "means", " = ", "'''", "(", ")", "\n", "check(",
     "'chapter/means'", "'chapter/pick'", ", ", "answer", "'b'", "class ", ":", "# exercise: ",
     "chapter/guess", "12", "@", "*", "import means\n", "from x import *\n", "\0", "lambda: ",
     "async ", "\udc80", "%%", "!", "global means\n", "del means\n", "while True: pass\n"]
)  # fmt: skip


@given(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_text_is_searched(cells):
    result = found(*cells)
    assert set(result.answers) | set(result.untouched) <= set(COURSE)


@pytest.mark.parametrize("depth", [90, 900, 3000, 100_000])
def test_code_nested_deep_breaks_nothing(depth):
    found("x = " + "-" * depth + "1\ndef means(X): return " + "(" * depth + ")" * depth)
    found("x = " + "a." * depth + "b\ndef means(X): return x", "means[0] = x" + "[0]" * depth)
