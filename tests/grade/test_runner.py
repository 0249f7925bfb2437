from __future__ import annotations

import socket
import threading

import numpy as np
import pytest

from dlbook.exercise.saying import fingerprint
from dlbook.grade.clock import Clock
from dlbook.grade.runner import Runner, described, line_of
from dlbook.grade.session import Session
from dlbook.grade.wire import Channel, ClosedError


@pytest.fixture
def session():
    """Return a session in which nothing is loaded yet."""
    ours, theirs = socket.socketpair()

    def serve():
        with pytest.raises(ClosedError):
            Runner(Channel(theirs, 10_000)).serve()

    thread = threading.Thread(target=serve)
    thread.start()
    session = Session(Channel(ours, 10_000), Clock(20))
    assert session.hear() == {"is": "ready"}
    yield session
    ours.close()
    thread.join()
    theirs.close()


def inspected(session, source, *forbidden):
    return session.ask(do="inspect", source=source, forbidden=[*forbidden])


def test_a_text_is_read_and_not_run(session):
    assert inspected(session, "raise SystemExit") is None


def test_forbidden_names_are_found(session):
    source = "import numpy as np\nx = np.mean([1])"
    assert inspected(session, source, "numpy.mean") == "numpy.mean"
    assert inspected(session, source, "numpy.einsum") is None


@pytest.mark.parametrize(
    "use", ["eval('np.mean')", "getattr(np, 'me' + 'an')", "__import__('numpy')", "exec('1')"]
)
def test_ways_around_are_found_where_something_is_forbidden(session, use):
    source = f"import numpy as np\nx = lambda: {use}"
    assert inspected(session, source, "numpy.mean") is not None
    assert inspected(session, source) is None


def test_a_text_that_is_no_python_has_a_line(session):
    with pytest.raises(SyntaxError) as caught:
        inspected(session, "x = 1\ny = (\n")
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("source", "state"),
    [("f = 1", "other"), ("def f(): pass", "callable"), ("g = 1", "missing")],
)
def test_the_answer_is_looked_for(session, monkeypatch, source, state):
    monkeypatch.setattr("dlbook.grade.runner.silence_exercises", lambda: None)
    assert session.ask(do="load", source=source, name="f", starter="") == state


def test_what_is_asked_for_and_not_there_is_an_error(session):
    with pytest.raises(KeyError):
        session.call(5, (), {})
    with pytest.raises(IndexError):
        session.ask(do="peek", number=0)


def test_a_result_is_looked_at_again(talk):
    source = "import numpy as np\nkept = np.zeros(2)\n"
    session = talk(source + "def answer(x):\n    kept[:] = x\n    return kept")
    assert session.call(0, (1,), {}).tolist() == [1, 1]
    assert session.call(0, (2,), {}).tolist() == [2, 2]
    assert session.ask(do="peek", number=0).tolist() == [2, 2]


def test_a_result_that_cannot_be_sent_is_an_error(talk):
    session = talk("def answer():\n    x = []\n    x.append(x)\n    return x")
    with pytest.raises(TypeError):
        session.call(0, (), {})
    assert session.lost == ""


def test_warnings_and_prints_are_nobodys(talk, recwarn):
    source = (
        "import numpy as np, warnings\ndef answer(x):\n    warnings.warn('x')\n    return 1 / x"
    )
    assert talk(source).call(0, (np.zeros(1),), {}).tolist() == [np.inf]
    assert not recwarn


def test_an_error_is_described_without_what_it_says():
    try:
        raise KeyError("secret")
    except KeyError as error:
        found = described(error)
    assert found == {
        "kinds": ["KeyError", "LookupError", "Exception", "BaseException", "object"],
        "line": 0,
        "fingerprint": fingerprint(KeyError("secret")),
    }
    assert "secret" not in str(found)
    assert line_of(ValueError()) == 0
