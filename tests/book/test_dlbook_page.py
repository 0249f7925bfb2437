"""What Python does for a page, tested without a page: running code, checking, printing."""

from __future__ import annotations

import inspect
import json
import sys
import warnings

import numpy as np
import pytest
from dlbook_book.live_site import SAMPLES, sample
from dlbook_page import answer, cells, data, output
from dlbook_page.checks import check, for_page
from dlbook_page.code import FILE, execute, new_namespace
from dlbook_page.errors import advice, describe
from dlbook_page.output import Output
from dlbook_page.runs import LONGEST, run, shown

from dlbook.data import catalog, loading
from dlbook.exercise import Report, find
from dlbook.exercise.execution import MOST_PRINTED, TooMuchOutput

pytestmark = pytest.mark.usefixtures("page_python")

# --- running code --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1 + 2", 3),
        ("x = 4\nx * x", 16),
        ("x = 4", None),
        ("1 + 2;", None),
        ("", None),
        ("# nothing", None),
        ("def f():\n    return 5\nf()", 5),
    ],
)
def test_the_value_of_the_last_line_is_returned(code, value):
    assert execute(code, new_namespace()) == value


def test_a_last_line_with_a_semicolon_is_run():
    names = new_namespace()
    execute("seen = []\nseen.append(1);", names)
    assert names["seen"] == [1]


def test_errors_pass_through_with_a_file_of_their_own():
    with pytest.raises(ZeroDivisionError) as caught:
        execute("def f():\n    1 / 0\nf()", new_namespace())
    last = inspect.getinnerframes(caught.tb)[-1]
    assert FILE.fullmatch(last.filename)
    assert last.code_context == ["    1 / 0\n"]


def test_the_source_of_a_function_stays_when_other_code_has_run():
    names = new_namespace()
    execute("def f():\n    return 1\n", names)
    execute("def g():\n    return 2\n", names)
    assert inspect.getsource(names["f"]) == "def f():\n    return 1\n"


def test_dataclasses_and_future_statements_work():
    code = (
        "from __future__ import annotations\nimport dataclasses\n"
        "@dataclasses.dataclass\nclass A:\n    x: int\nA(3).x"
    )
    assert execute(code, new_namespace()) == 3


def test_names_of_one_run_are_not_seen_by_another():
    execute("x = 1", new_namespace())
    with pytest.raises(NameError):
        execute("x", new_namespace())


@pytest.mark.parametrize(("value", "text"), [(None, None), (1.5, "1.5"), ("a", "'a'")])
def test_values_are_shown_as_in_a_notebook(value, text):
    assert shown(value) == text


def test_a_long_value_is_cut():
    assert shown("x" * 2 * LONGEST) == "'" + "x" * (LONGEST - 1) + " …"
    assert not shown("x" * (LONGEST - 2)).endswith("…")


def test_each_run_has_its_own_names():
    assert run(code="a = 3\na") == {"value": "3"}
    with pytest.raises(NameError):
        run(code="a")


# --- cells of a chapter --------------------------------------------------------------


ABOVE = [["setup", "n = 1"], ["a", "n += 1\nprint('above')"], ["b", "n += 10"]]


def test_what_stands_above_runs_first_and_once(capsys):
    assert cells.run("c", "n", ABOVE) == {"value": "12", "defined": [], "also": 3}
    assert capsys.readouterr().out == ""
    assert cells.run("c", "n", ABOVE) == {"value": "12", "defined": [], "also": 0}


def test_a_cell_that_was_run_by_itself_is_not_run_again():
    cells.run("a", "n += 5", ABOVE[:1])
    assert cells.run("c", "n", ABOVE) == {"value": "16", "defined": [], "also": 1}


DEFINES = """import math
import numpy as np
W, rate, _hidden = np.ones((3, 2)), 0.5, 1
def forward(x, W=None): return x
class Net: pass
units = [1, 2]"""


def test_a_cell_says_what_it_defines_and_what_it_changes():
    assert cells.run("c", DEFINES, ABOVE)["defined"] == [
        "W: float64 (3, 2)",
        "rate = 0.5",
        "forward(x, W=None)",
        "class Net",
        "units: list of 2",
    ]
    assert cells.run("d", "rate = 2; W = W[0]", ABOVE)["defined"] == [
        "W: float64 (2,)",
        "rate = 2",
    ]


def test_a_cell_that_failed_above_is_tried_again():
    with pytest.raises(ZeroDivisionError):
        cells.run("c", "n", [*ABOVE, ["bad", "1 / 0"]])
    assert cells.run("c", "n", [*ABOVE, ["bad", "n = 7"]]) == {
        "value": "7",
        "defined": [],
        "also": 1,
    }


# --- checks --------------------------------------------------------------------------


EXERCISE = "backpropagation/linear-backward"


def test_the_solution_passes():
    report = check(EXERCISE, find(EXERCISE).solution)["report"]
    assert report["passed"] is True


def test_a_known_mistake_is_named_in_a_paragraph_that_is_said():
    code = find(EXERCISE).solution.replace("sum(axis=0)", "sum(axis=1)")
    report = check(EXERCISE, code)["report"]
    assert report["passed"] is False
    said = {p["label"]: p["text"] for p in report["paragraphs"] if p["said"]}
    assert "over the features" in said["what it looks like"]
    literal = {p["label"] for p in report["paragraphs"] if p["literal"]}
    assert "input" in literal


def test_the_starter_fails():
    assert check(EXERCISE, find(EXERCISE).starter)["report"]["passed"] is False


def test_prose_becomes_html_and_literals_stay_text():
    report = Report(
        "a/b",
        "Title",
        False,
        "`x` < 1",
        facts=(("input", "a < b"), ("note", "a < b")),
        diagnosis="You took $x$.",
    )
    page = for_page(report)
    assert page["headline"] == "<code>x</code> &lt; 1"
    texts = {p["label"]: p["text"] for p in page["paragraphs"]}
    assert texts["input"] == "a < b"
    assert texts["note"] == "a &lt; b"
    assert texts["what it looks like"] == "You took \\(x\\)."


# --- errors --------------------------------------------------------------------------


def told(code):
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any
        execute(code, new_namespace())
    return describe(caught.value)


def test_only_the_readers_lines_are_told():
    text = told("import copy\n\ndef f(x):\n    return copy.deepcopy(x) / 0\n\nf(1)")
    assert text == (
        "Traceback (most recent call last):\n"
        "  line 6, in <module>\n    f(1)\n"
        "  line 4, in f\n    return copy.deepcopy(x) / 0\n"
        "           ~~~~~~~~~~~~~~~~~^~~\n"
        "ZeroDivisionError: division by zero"
    )


def test_a_syntax_error_shows_its_place():
    text = told("x = (1,\ny = 2")
    assert "line 1\n    x = (1,\n        ^\nSyntaxError: '(' was never closed" in text
    assert "your code" not in text


def test_a_long_recursion_is_told_in_short():
    assert len(told("def f(n):\n    return f(n + 1)\nf(0)").splitlines()) < 20


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import torch.nn", "torch"),
        ("import matplotlib_x", ""),
        ("import dlbook.nowhere", "dlbook.nowhere"),
        ("1 / 0", ""),
        ("raise ImportError('x')", ""),
    ],
)
def test_a_module_that_pages_lack_gets_advice(code, name, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - any
        execute(code, new_namespace())
    said = advice(caught.value)
    assert bool(said) == bool(name)
    assert name in said


def test_too_much_output_is_explained():
    assert describe(TooMuchOutput()).startswith("Stopped: the code printed more than 100,000")


# --- output --------------------------------------------------------------------------


@pytest.fixture
def sent():
    return []


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is set."""
    now = [0.0]
    monkeypatch.setattr(output.time, "monotonic", lambda: now[0])
    return now


def test_what_is_written_is_sent_at_the_end(sent, clock):
    stream = Output(sent.append)
    print("a", "b", file=stream)
    assert sent == []
    stream.flush()
    assert sent == ["a b\n"]
    stream.flush()
    assert sent == ["a b\n"]


def test_from_time_to_time_what_waits_is_sent(sent, clock):
    stream = Output(sent.append)
    stream.write("a")
    clock[0] = 1.0
    stream.write("b")
    stream.write("c")
    assert sent == ["ab"]


def test_too_much_is_refused_and_what_fits_is_sent(sent, clock):
    stream = Output(sent.append)
    stream.write("12" * (MOST_PRINTED // 2 - 1))
    with pytest.raises(TooMuchOutput):
        stream.write("345")
    stream.flush()
    assert sum(map(len, sent)) == MOST_PRINTED
    assert sent[-1].endswith("1234")
    with pytest.raises(TooMuchOutput):  # code that goes on all the same
        stream.write("x")
    assert Output(sent.append).write("x" * MOST_PRINTED) == MOST_PRINTED


# --- data ----------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch, tmp_path):
    """The data sets as a page has them."""
    sets = dict(catalog.CATALOG)
    monkeypatch.setattr(data, "CATALOG", sets)
    monkeypatch.setattr(loading, "CATALOG", sets)
    weights = dict(loading.WEIGHTS)
    monkeypatch.setattr(data, "WEIGHTS", weights)
    monkeypatch.setattr(loading, "WEIGHTS", weights)
    for name, (train, test) in SAMPLES.items():
        (tmp_path / f"{name}.npz").write_bytes(sample(name, train, test))
    whole = loading.BUNDLED / "nyc_jfk_weather_2013_hourly.csv.gz"
    (tmp_path / whole.name).write_bytes(whole.read_bytes())
    full = loading.load("mnist")
    monkeypatch.setattr(loading, "BUNDLED", tmp_path)
    data.use_samples()
    return full


def test_the_page_says_what_the_archive_holds():
    assert data.SAMPLES == SAMPLES


def test_digits_are_the_first_ones_and_say_so(page, capsys):
    mnist = loading.load("mnist")
    assert mnist.X_train.shape == (1000, 28, 28)
    assert mnist.X_test.shape == (200, 28, 28)
    np.testing.assert_array_equal(mnist.X_train, page.X_train[:1000])
    np.testing.assert_array_equal(mnist.y_test, page.y_test[:200])
    assert mnist.y_train.dtype == np.int64
    assert "a sample of 1,000 training and 200 test images" in capsys.readouterr().out
    loading.describe("mnist")
    assert "a sample of 1,000 training" in " ".join(capsys.readouterr().out.split())


def test_a_small_table_is_there_whole(page):
    assert len(loading.load("nyc_weather")["temp"]) == 8706


@pytest.mark.parametrize("name", ["fashion_mnist", "tinyshakespeare"])
def test_what_is_not_there_is_refused_with_advice(page, name):
    advice = r"open the notebook, or use .*mnist, nyc_weather"
    with pytest.raises(FileNotFoundError, match=advice):
        loading.load(name)


def test_pretrained_weights_are_not_there_either(page):
    with pytest.raises(FileNotFoundError, match=r"MTCNN.* is too large for this page"):
        loading.load_weights("faces")


# --- requests ------------------------------------------------------------------------


def ask(**request):
    """Return the answer to a request, and what was printed meanwhile."""
    printed = []
    result = answer(json.dumps(request), printed.append)
    return json.loads(result), "".join(printed)


def test_a_run_prints_and_has_a_value():
    assert ask(kind="run", code="print('hello')\n1 + 1") == ({"value": "2"}, "hello\n")


def test_errors_and_what_is_written_to_stderr_go_to_the_reader():
    result, printed = ask(kind="run", code="import sys\nsys.stderr.write('careful')\n1 / 0")
    assert "careful" in printed
    assert result["error"].endswith("ZeroDivisionError: division by zero")


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "raise KeyboardInterrupt"])
def test_code_cannot_end_python(code):
    assert code.split()[1].partition("(")[0] in ask(kind="run", code=code)[0]["error"]


def test_endless_printing_ends():
    result, printed = ask(kind="run", code="while True: print('x' * 99)")
    assert result["error"].startswith("Stopped: the code printed more than")
    assert len(printed) == 100_000


def test_input_is_refused():
    result, _ = ask(kind="run", code="input('name?')")
    assert "write the value into the code" in result["error"]
    assert input.__module__ == "builtins"


def test_a_check_answers_with_a_report():
    result, _ = ask(kind="check", exercise="backpropagation/linear-backward", code="x = 1")
    assert result["report"]["passed"] is False


def test_an_unknown_exercise_is_an_error():
    assert "no exercise" in ask(kind="check", exercise="a/b", code="")[0]["error"]


def test_settings_are_put_back():
    before = np.geterr(), np.get_printoptions(), sys.stdout, list(warnings.filters)
    code = (
        "import numpy as np, warnings\nnp.seterr(all='raise')\n"
        "np.set_printoptions(precision=1)\nwarnings.simplefilter('error')"
    )
    ask(kind="run", code=code)
    assert (np.geterr(), np.get_printoptions(), sys.stdout, warnings.filters) == before


# --- pictures ------------------------------------------------------------------------

DRAW = "from dlbook.notebook import draw\n"


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("draw.curve([0, 1], [0, 1])", [[""]]),
        ("[draw.curve([0], [1]), draw.points([0], [1])]", [[""]]),
        ("{'a': draw.bars('ab', [1, 2]), 'b': draw.image([[1, 2]]), 'n': 3}", [["a", "b"]]),
        ("draw.show({'a': draw.texts(0, 0, 'w')})\ndraw.curve([0], [1])", [["a"], [""]]),
        ("{'a': draw.curve([0], [1]), 'b': [3]}", []),
        ("{'a': 3}", []),
        ("draw.curve([0], [1]);", []),
    ],
)
@pytest.mark.parametrize("kind", ["run", "cell"])
def test_marks_are_drawn(code, titles, kind):
    more = {"cell": "c", "above": []} if kind == "cell" else {}
    result, printed = ask(kind=kind, code=DRAW + code, **more)
    drawn = result.get("pictures", [])
    assert [[plot["title"] for plot in one["plots"]] for one in drawn] == titles
    assert all([*one["frame"]["plots"]] == t for one, t in zip(drawn, titles, strict=True))
    assert (result["value"] is None) == (bool(titles) or code.endswith(";"))
    assert printed == ""


def test_what_cells_above_draw_is_not_shown_again():
    above = [["one", DRAW + "draw.show(draw.curve([0], [1]))\nn = 3"]]
    result, _ = ask(kind="cell", cell="two", code="n", above=above)
    assert (result["value"], result["also"], "pictures" in result) == ("3", 1, False)
