from __future__ import annotations

import pytest
from dlbook_page import output
from dlbook_page.output import Output

from dlbook.exercise.limits import MOST_PRINTED, TooMuchOutput


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
