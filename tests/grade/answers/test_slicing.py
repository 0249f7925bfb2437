from __future__ import annotations

from dlbook.grade.answers.slicing import sliced
from dlbook.grade.answers.units import units_of
from dlbook.grade.submissions.document import Document


def source(text: str, name: str = "f") -> str:
    return sliced(units_of(Document("a.py", (text,)))[0], name)


def kept(text: str, name: str = "f") -> list[str]:
    return [line for line in source(text, name).split("\n") if line]


def test_what_is_needed_comes_along_in_order():
    text = (
        "import a\nimport b\nk = a.x\ndef g(): return k\ndef h(): pass\ndef f(): return g()\n"
    )
    assert kept(text) == ["import a", "k = a.x", "def g(): return k", "def f(): return g()"]


def test_what_another_exercise_does_is_left_out():
    text = "import torch\nwhile True: pass\nf(1)\nprint(f)\nassert f\ndef f(): return 1"
    assert kept(text) == ["def f(): return 1"]


def test_what_changes_a_needed_object_comes_along():
    text = (
        "import m\nx = []\nx.append(1)\nx[0] = 2\ny.append(3)\nm.show()\ndef f(): return x, m"
    )
    assert kept(text) == [
        "import m", "x = []", "x.append(1)", "x[0] = 2", "def f(): return x, m"
    ]  # fmt: skip


def test_the_last_definition_counts_and_is_last():
    assert kept("def f(): return 1\ndef f(): return 2")[-1] == "def f(): return 2"


def test_local_names_need_nothing():
    assert kept("i = 1\nfor i in range(9): pass\ndef f(i): return i") == ["def f(i): return i"]


def test_an_import_stands_once_and_the_future_first():
    text = "import a\nimport a\nfrom __future__ import annotations\ndef f(): return a"
    assert kept(text) == [
        "from __future__ import annotations", "import a", "def f(): return a"
    ]  # fmt: skip


def test_a_method_that_is_put_on_a_class_comes_along():
    text = "class f: pass\ndef g(self): return 1\nf.go = g"
    assert kept(text) == text.split("\n")
