from __future__ import annotations

import sys

import numpy as np
import pytest

import dlbook
from dlbook.grade.encoding import Decoder, Encoder
from dlbook.grade.stand_ins import StandIns, silence_exercises
from dlbook.grade.wire import MalformedError


@pytest.fixture
def table():
    return StandIns(lambda number, args, kwargs: (number, args, kwargs))


def look_up(table, coded):
    return Decoder(b"", table.look_up).decode(coded)


def test_ours_keep_their_number_and_come_back(table):
    def answer():
        pass

    class Thing:
        pass

    thing = Thing()
    assert table.keep(answer) == 0
    assert table.hand_out(thing) == ["object", 1, "Thing", []]
    assert table.hand_out(answer) == ["function", 0]
    assert table.hand_out(Thing) == ["object", 2, "type", ["__call__"]]
    assert look_up(table, ["yours", 1]) is thing


def test_a_function_of_theirs_calls_back(table):
    function = look_up(table, ["function", 4])
    assert function(1, k=2) == (4, (1,), {"k": 2})
    assert look_up(table, ["function", 4]) is function
    assert table.hand_out(function) == ["yours", 4]


def test_an_object_of_theirs_is_of_the_starters_class_or_a_bare_one(table):
    table.starter = "class Dual:\n    def double(self):\n        return 2 * self.value"
    dual = look_up(table, ["object", 0, "Dual", "exercises.x", ["dict", ["value", 3]]])
    bare = look_up(table, ["object", 1, "Case", "exercises.x", ["dict", ["of", ["known", 0]]]])
    assert dual.double() == 6
    assert bare.of is dual
    assert type(bare).__name__ == "Case"


def test_changes_are_found(table):
    dual = look_up(table, ["object", 0, "Dual", "x", ["dict", ["value", 3]]])
    x, y = np.zeros(2), [1]
    before = table.watch((x, y, 5))
    assert table.changes(before) == {"args": [], "objects": []}
    y.append(2)
    dual.value = 4
    assert table.changes(before) == {"args": [[1, [1, 2]]], "objects": [[0, {"value": 4}]]}
    assert table.changes(table.watch(())) == {"args": [], "objects": []}


def test_only_the_answer_is_kept(table):
    def answer():
        pass

    table.keep(answer)
    table.keep(len)
    look_up(table, ["function", 0])
    table.forget()
    assert table.own == {0: answer}
    assert table.theirs == {}


def test_an_unknown_kind_is_refused(table):
    with pytest.raises(MalformedError):
        look_up(table, ["module", 1])


def test_whatever_it_is_has_a_name(table):
    for value in (np, iter([]), object(), np.array([object()])):
        assert Encoder(table.hand_out).encode([value])[1][0] == "object"


def test_checks_in_a_notebook_do_nothing(monkeypatch):
    monkeypatch.setitem(sys.modules, "dlbook.exercise", sys.modules["dlbook.exercise"])
    monkeypatch.setattr(dlbook, "exercise", sys.modules["dlbook.exercise"], raising=False)
    silence_exercises()
    from dlbook.exercise import check, hint, show_exercise

    assert check("no/such", 1, seed=2) is hint("x") is show_exercise("x") is None
