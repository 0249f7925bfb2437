from __future__ import annotations

import os
import socket
import time

import numpy as np
import pytest

from dlbook.exercise.limits import OutOfTime
from dlbook.grade import session as module
from dlbook.grade.clock import Clock
from dlbook.grade.encoding import Encoder
from dlbook.grade.session import LostError, Session, error_of
from dlbook.grade.wire import Channel, pack


class Var:
    def __init__(self, data):
        self.data, self.grad = data, None


def test_a_function_is_called(talk):
    session = talk("def answer(x, k=1):\n    return {'y': x * k}")
    assert session.call(0, (np.arange(3),), {"k": 2})["y"].tolist() == [0, 2, 4]
    assert session.answers == 1


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        *(("ValueError('secret')", ValueError), ("KeyError(1)", KeyError)),
        *(("SystemExit", Exception), ("KeyboardInterrupt", Exception), ("Own", LookupError)),
        *(("np.linalg.LinAlgError", np.linalg.LinAlgError), ("MemoryError", MemoryError)),
        *(
            ("UnicodeDecodeError('a', b'b', 1, 2, 'c')", Exception),
            ("StopIteration", Exception),
        ),
    ],
)
def test_an_error_is_raised_here_and_says_nothing(talk, raised, kind):
    source = "import numpy as np\nclass Own(IndexError): pass\n"
    session = talk(f"{source}def answer(x):\n    raise {raised}")
    with pytest.raises(kind) as caught:
        session.call(0, (1,), {})
    assert str(caught.value).strip("'") == "raised by the answer"
    assert caught.value.line == 4
    assert session.lost == ""


def test_an_error_of_a_call_that_does_not_fit_has_no_line(talk):
    with pytest.raises(TypeError) as caught:
        talk("def answer(x):\n    return x").call(0, (1, 2), {})
    assert caught.value.line == 0


def test_changed_arguments_are_changed_here(talk):
    session = talk(
        "def answer(x, nodes, y):\n    x += 1\n    nodes[0]['g'] = 5.0\n    return y"
    )
    x, nodes = np.zeros(2), [{"g": 0.0}, {}]
    inner = nodes[0]
    session.call(0, (x, nodes, 1), {})
    assert x.tolist() == [1, 1]
    assert inner == {"g": 5.0}


def test_our_functions_are_called_and_may_call_theirs(talk):
    session = talk("def answer(f, x):\n    return f(lambda y: y + 1, x)")
    assert session.call(0, (lambda g, x: 10 * g(x), 2), {}) == 30


def test_an_error_of_our_function_is_theirs_to_catch_and_says_nothing(talk):
    source = "def answer(f):\n    try:\n        f()\n    except ValueError as error:\n"
    source += "        return str(error)"

    def fails():
        raise KeyError("secret")

    assert "secret" not in talk(source).call(0, (fails,), {})


def test_our_objects_come_back_as_themselves_and_changed(talk):
    starter = "class Var:\n    def double(self):\n        return 2 * self.data"
    source = "def answer(a, b):\n    a.grad = a.double()\n    return [b, a, a.data]"
    a, b = Var(np.arange(2.0)), Var(3)
    result = talk(source, starter=starter).call(0, (a, b), {})
    assert result[0] is b
    assert result[1] is a
    assert a.grad.tolist() == [0, 2]


def test_our_objects_may_hold_each_other(talk):
    a = Var(1)
    a.grad = [a, {"b": a}]
    source = "def answer(a):\n    return a.grad[0] is a and a.grad[1]['b'] is a"
    assert talk(source).call(0, (a,), {}) is True


def test_a_book_tensor_goes_there_and_its_gradient_comes_back(talk):
    from dlbook.scratch import Tensor

    x = Tensor(np.arange(3.0), requires_grad=True)
    y = talk("def answer(x):\n    return (x * x).sum()").call(0, (x,), {})
    y.backward()
    assert x.grad.data.tolist() == [0, 2, 4]


def test_what_is_fixed_cannot_be_changed(talk):
    session, table = talk("def answer(x):\n    x[0] = 9.0\n    return 1"), np.ones(2)
    session.fixed = {id(table): table}
    with pytest.raises(LostError, match="protocol"):
        session.call(0, (table,), {})
    assert table.tolist() == [1, 1]


def test_forgotten_things_are_unknown(talk):
    session = talk("kept = []\ndef answer(a):\n    kept.append(a)\n    return kept[0]")
    first = Var(1)
    assert session.call(0, (first,), {}) is first
    session.forget()
    assert session.call(0, (Var(2),), {}) is not first


def test_time_over_is_told_and_ends_the_talk(talk):
    session = talk("import time\ndef answer():\n    time.sleep(1)")
    session.clock = Clock(0.05)
    with pytest.raises(OutOfTime):
        session.call(0, (), {})
    with pytest.raises(LostError, match="timeout"):
        session.call(0, (), {})


# --- what a student's process may send ------------------------------------------------


def frame(message) -> bytes:
    encoder = Encoder(lambda value: None)
    coded = message if isinstance(message, list) else encoder.encode(message)
    return pack(coded, encoder.blobs)


def heard(*frames: bytes):
    """Return what a call makes of frames that are sent whatever is asked."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"".join(frames))
        session = Session(Channel(ours, 10_000), Clock(0.5))
        return session.call(0, (np.zeros(2), lambda: 1), {})


VALUE = {"is": "value", "value": 1}


@pytest.mark.parametrize(
    "message",
    [
        *(5, {}, {"is": "ready"}, {"is": ["value"]}, {"is": "call"}, {"is": "forget"}),
        *({"is": "call", "target": 9, "args": (), "kwargs": {}}, {"is": "call", "target": [1]}),
        *({"is": "call", "target": 0, "args": [], "kwargs": {}}, ["yours", 0], ["list", ["x"]]),
        *({**VALUE, "changed": 5}, {**VALUE, "changed": {}}, {**VALUE, "changed": {"args": 1}}),
        *({**VALUE, "changed": {"args": [[9, 1]], "objects": []}},),
        *({**VALUE, "changed": {"args": [[True, 1]], "objects": []}},),
        *({**VALUE, "changed": {"args": [[0, np.zeros(3)]], "objects": []}},),
        *({**VALUE, "changed": {"args": [], "objects": [[5, {}]]}},),
        *({**VALUE, "changed": {"args": [], "objects": [[0, {"__code__": 1}]]}},),
        *({**VALUE, "changed": {"args": [], "objects": [[[], {}]]}},),
        *(["dict", ["is", "value"], ["value", ["yours", 77]]],),
        *(["dict", ["is", "value"], ["value", ["yours", []]]],),
        *(["dict", ["is", "value"], ["value", ["object", 1, "a-b", []]]],),
    ],
    ids=repr,
)
def test_what_makes_no_sense_ends_the_talk(message):
    with pytest.raises(LostError, match="protocol"):
        heard(frame(message))


@pytest.mark.parametrize("name", ["__array_interface__", "__class__", 5])
def test_an_object_of_ours_gets_no_special_field(name):
    a = Var(1)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        changed = {"args": [], "objects": [[0, {name: 1}]]}
        theirs.sendall(frame({**VALUE, "changed": changed}))
        with pytest.raises(LostError, match="protocol"):
            Session(Channel(ours, 10_000), Clock(5)).call(0, (a,), {})
    assert vars(a) == {"data": 1, "grad": None}


def test_the_same_frames_are_well_formed_otherwise():
    assert heard(frame(VALUE)) == 1
    call = {"is": "call", "target": 0, "args": (), "kwargs": {}}
    assert heard(frame(call), frame({**VALUE, "value": 7})) == 7
    changed = {"args": [[0, np.ones(2)]], "objects": []}
    assert heard(frame({**VALUE, "changed": changed})) == 1


def test_calls_within_calls_are_bounded(talk):
    def ours(f):
        return f(ours)

    with pytest.raises(LostError, match="protocol"):
        talk("def answer(f):\n    return f(answer)").call(0, (ours,), {})


def test_the_number_of_calls_back_is_bounded(monkeypatch, talk):
    monkeypatch.setattr(module, "MOST_CALLS_BACK", 10)
    with pytest.raises(LostError, match="protocol"):
        talk("def answer(f):\n    while True:\n        f()").call(0, (lambda: 1,), {})


@pytest.mark.parametrize("kinds", [None, 5, [5, None], [["x"]], ["__import__"], ["print"], []])
def test_an_error_of_no_kind_is_some_error(kinds):
    error = error_of({"kinds": kinds, "line": "x", "fingerprint": "y"})
    assert type(error) is Exception
    assert (error.line, error.fingerprint) == (0, 0)


def test_an_error_that_ends_the_program_is_not_raised_here():
    for name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit", "BaseException"):
        assert type(error_of({"kinds": [name, "BaseException"], "line": 1})) is Exception


def test_random_bytes_end_the_talk():
    draw = np.random.default_rng(0)
    start = time.monotonic()
    for _ in range(200):
        with pytest.raises(LostError):
            heard(draw.bytes(int(draw.integers(8, 60))), b"\xff" * 8)
    assert time.monotonic() - start < 10


def test_nothing_is_left_open(talk):
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for _ in range(20):
        with pytest.raises(LostError):
            heard(frame(5))
    if before:
        assert len(os.listdir("/proc/self/fd")) == before
