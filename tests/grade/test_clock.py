from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from dlbook.grade.clock import PATIENCE, Clock, TimeUpError, processor_clock


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_counts_down():
    clock = Clock(100.0)
    assert 99 < clock.left() <= 100


def test_ends_without_a_process():
    clock = Clock(0.05)
    time.sleep(0.06)
    with pytest.raises(TimeUpError):
        clock.left()


def test_ends_when_the_process_has_used_its_time():
    clock = Clock(0.05, os.getpid())
    burn(0.07)
    with pytest.raises(TimeUpError):
        clock.left()


def test_a_process_that_got_no_time_is_waited_for_but_not_forever():
    clock = Clock(0.1, os.getpid())
    time.sleep(0.15)
    assert 0 < clock.left() <= 0.11
    time.sleep(0.1 * PATIENCE)
    with pytest.raises(TimeUpError):
        clock.left()


def test_a_process_that_is_gone_leaves_what_is_on_the_wall():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    clock = Clock(30.0, child.pid)
    assert clock.left() > 20


def test_a_clock_of_a_process_is_its_own():
    before = time.clock_gettime(processor_clock(os.getpid()))
    burn(0.02)
    assert time.clock_gettime(processor_clock(os.getpid())) - before >= 0.02
