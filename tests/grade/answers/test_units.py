from __future__ import annotations

from dlbook.grade.answers.units import units_of
from dlbook.grade.submissions.document import Document


def units(*cells: str):
    return units_of(Document("a.ipynb", cells))


def test_statements_in_order_with_their_decorators():
    found, broken = units("import a\n\n@d\ndef f():\n    pass\n", "x = 1  # one")
    assert [unit.text for unit in found] == [
        "import a",
        "@d\ndef f():\n    pass",
        "x = 1  # one",
    ]
    assert broken == []


def test_statements_that_share_a_line_stay_together():
    found, _ = units("a = '''\n'''; b = 2\nc = 3; d = 4")
    assert [unit.binds for unit in found] == [{"a", "b"}, {"c", "d"}]


def test_a_broken_cell_costs_only_itself():
    found, broken = units("x = 1", "def f(:", "y = 2")
    assert [unit.binds for unit in found] == [{"x"}, {"y"}]
    assert broken == ["def f(:"]


def test_what_is_changed_in_place():
    found, _ = units("a.b[0] = 1\nc.append(2)\ndel d[3]\ne.f += 1\ng(h)\ni = 1")
    assert [unit.changes for unit in found] == [{"a"}, {"c"}, {"d"}, {"e"}, set(), set()]


def test_imports_are_known():
    found, _ = units("import a\nfrom b import *\nfrom __future__ import annotations\nc = 1")
    assert [unit.is_import for unit in found] == [True, True, True, False]
    assert [unit.is_always_kept for unit in found] == [False, True, True, False]
