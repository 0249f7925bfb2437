"""Code that runs too long or prints too much is stopped."""

from __future__ import annotations

import signal
import sys
import threading
import time

import pytest

from dlbook.exercise.limits import (
    MOST_PRINTED,
    OutOfTime,
    Printed,
    TooMuchOutput,
    can_interrupt,
    time_limit,
)


def test_a_loop_is_stopped():
    def forever():
        with time_limit(0.05):
            while True:
                pass

    started = time.monotonic()
    with pytest.raises(OutOfTime):
        forever()
    assert time.monotonic() - started < 10


def test_a_loop_that_catches_everything_is_stopped():
    caught = []

    def forever():
        with time_limit(0.05):
            while True:
                try:
                    time.sleep(1)
                except BaseException as error:
                    caught.append(error)
                    if len(caught) > 1:
                        raise

    with pytest.raises(OutOfTime):
        forever()
    assert len(caught) == 2


def test_what_is_fast_is_not_stopped_later():
    with time_limit(0.05):
        pass
    time.sleep(0.1)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_the_handler_of_before_is_put_back():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(5):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before


def test_a_signal_after_the_end_is_ignored():
    with time_limit(5):
        handler = signal.getsignal(signal.SIGALRM)
    handler(signal.SIGALRM, None)


def test_neither_a_thread_nor_a_page_can_interrupt(monkeypatch):
    assert can_interrupt()
    found = []
    thread = threading.Thread(target=lambda: found.append(can_interrupt()))
    thread.start()
    thread.join()
    assert found == [False]
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert not can_interrupt()
    with time_limit(0):  # does nothing
        time.sleep(0.01)


def test_what_is_printed_is_kept_up_to_a_limit():
    printed = Printed()
    printed.write("a" * MOST_PRINTED)
    with pytest.raises(TooMuchOutput):
        printed.write("b")
    assert len(printed.getvalue()) == MOST_PRINTED
