from __future__ import annotations

import copy

import numpy as np
import pytest

from dlbook.grade import proxies
from dlbook.grade.proxies import Remote, RemoteCallable, RemoteFunction, freeze, stand_for
from dlbook.grade.session import LostError
from dlbook.grade.wire import MalformedError

LAYER = """
class Layer:
    def __init__(self, W):
        self.W, self.inner = W, Inner()

    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __rsub__ = __abs__ = __float__ = __array__ = __sub__

class Inner:
    def __init__(self):
        self.steps, self.rule = [1, (2,)], lambda: None

def answer(W):
    return Layer(W)
"""


@pytest.fixture
def layer(talk):
    return talk(LAYER).call(0, (np.arange(3.0),), {})


def test_attributes_are_read_and_set_where_the_object_lives(layer):
    assert layer.W.tolist() == [0, 1, 2]
    layer.W = np.ones(2)
    assert layer.W.tolist() == [1, 1]
    assert layer.inner.steps == [1, (2,)]
    assert not hasattr(layer, "missing")
    assert type(layer).__name__ == "Layer"


def test_no_special_method_is_reached(layer):
    assert layer != 1
    for use in (lambda: layer - 1, lambda: 1 - layer, lambda: abs(layer), lambda: float(layer)):
        with pytest.raises(TypeError):
            use()
    assert np.asarray(layer).dtype == object
    with pytest.raises(TypeError):
        np.ones(2) - np.asarray(layer)
    with pytest.raises(AttributeError):
        layer.__array_interface__  # noqa: B018


def test_it_is_not_callable_unless_the_students_is(layer):
    assert not callable(layer)


def test_a_copy_is_itself(layer):
    assert copy.deepcopy([layer])[0] is layer


def test_frozen_it_is_plain_data(layer):
    frozen = freeze([layer, {"a": (1, layer)}])
    assert type(frozen[0]).__name__ == "Layer"
    assert vars(frozen[0])["W"].tolist() == [0, 1, 2]
    assert frozen[0].inner.steps == [1, (2,)]
    assert frozen[0].inner.rule() is None
    assert not isinstance(frozen[1]["a"][1], Remote)


def test_a_result_that_holds_itself_is_refused(talk):
    source = "class C: pass\ndef answer():\n    c = C()\n    c.me = [c]\n    return c"
    with pytest.raises(MalformedError, match="itself"):
        freeze(talk(source).call(0, (), {}))


def test_a_result_that_never_ends_is_refused(talk, monkeypatch):
    monkeypatch.setattr(proxies, "MOST_OBJECTS", 20)
    source = "class C: pass\nC.__dict__\nclass D:\n    @property\n    def __dict__(self):\n"
    source += "        return {'next': D()}\ndef answer():\n    return D()"
    with pytest.raises(MalformedError, match="too much"):
        freeze(talk(source).call(0, (), {}))


def test_special_methods_among_the_fields_are_refused(talk):
    source = "class C: pass\ndef answer():\n    c = C()\n"
    source += (
        "    c.__array_interface__ = {'data': (1, True), 'shape': (9,), 'typestr': '<f8'}\n"
    )
    with pytest.raises(MalformedError, match="special"):
        freeze(talk(source + "    return c").call(0, (), {}))


@pytest.mark.parametrize("data", ["'x'", "[1.0]", "C()", "answer", "1.0"])
def test_what_looks_like_a_tensor_has_an_array(talk, data):
    source = "class C: pass\ndef answer():\n    c = C()\n    c.requires_grad = True\n"
    with pytest.raises(MalformedError, match="array"):
        freeze(talk(f"{source}    c.data = {data}\n    return c").call(0, (), {}))


def test_what_looks_like_a_tensor_and_has_an_array_is_frozen(talk):
    source = "import numpy as np\nclass C: pass\ndef answer():\n    c = C()\n"
    source += "    c.requires_grad, c.data, c.more = 1, np.ones(2), c\n    return c"
    frozen = freeze(talk(source).call(0, (), {}))
    assert vars(frozen).keys() == {"data", "requires_grad"}
    assert frozen.requires_grad is True


@pytest.mark.parametrize(
    "coded",
    [
        *(
            ["function", "x"],
            ["function", 1, 2],
            ["module", 1],
            ["object", 1],
            ["object", True, "a", []],
            ["object", 1, "a", ["__sub__"]],
            ["object", 1, "a", [["__len__"]]],
            ["object", 1, "a", True],
        ),
        *(["object", 1, "a b", []], ["object", 1, "x" * 61, []], ["object", 1, 5, []]),
    ],
)
def test_a_name_that_is_none_is_refused(coded):
    with pytest.raises(MalformedError):
        stand_for(None, coded)


def test_names_are_looked_up():
    assert isinstance(stand_for(None, ["function", 3]), RemoteFunction)
    assert isinstance(stand_for(None, ["object", 3, "A", ["__call__"]]), RemoteCallable)
    assert not isinstance(stand_for(None, ["object", 3, "A", []]), RemoteCallable)


DATA = """
class Data:
    def __init__(self, n):
        self.items = list(range(n))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return 10 * self.items[i]

    def __setitem__(self, i, x):
        self.items[i] = x

def answer(n):
    return Data(n)
"""


def test_a_collection_is_counted_and_gone_through(talk):
    data = talk(DATA).call(0, (3,), {})
    assert len(data) == 3
    assert data[1] == 10
    data[1] = 7
    assert list(data) == [0, 70, 20]
    with pytest.raises(IndexError):
        data[5]
    assert not callable(data)


def test_a_generator_is_gone_through(talk):
    source = "def answer(X):\n    for x in X:\n        yield x + 1"
    found = talk(source).call(0, (np.arange(3),), {})
    assert next(found) == 1
    assert [int(x) for x in found] == [2, 3]


def test_what_cannot_be_counted_is_not(layer):
    for use in (lambda: len(layer), lambda: list(layer), lambda: layer[0]):
        with pytest.raises(TypeError):
            use()


def test_nobody_is_asked_when_the_session_is_lost(layer):
    layer._session.lost = "closed"
    with pytest.raises(LostError):
        layer.W  # noqa: B018
