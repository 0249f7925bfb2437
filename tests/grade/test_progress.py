from __future__ import annotations

import io

from dlbook.grade.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_says_how_far_how_fast_and_how_long():
    clock = Clock()
    progress = Progress(1_000, Terminal(), clock)
    clock.now = 50.0
    progress.add(submissions=250, answers=1_500)
    assert progress.text() == (
        "██████·················· 250/1,000 · 1,500 answers · 30.0 a second · 2 min 30 s left"
    )


def test_errors_are_named_and_the_end_has_no_time_left():
    progress = Progress(2, Terminal(), Clock())
    progress.add(submissions=2, answers=2, errors=1)
    assert progress.text().endswith("1 errors")
    assert "left" not in progress.text()


def test_a_terminal_has_one_line_that_is_written_over():
    clock, stream = Clock(), Terminal()
    progress = Progress(10, stream, clock)
    for step in range(10):
        clock.now = step / 20
        progress.add(submissions=1)
    progress.close()
    assert stream.getvalue().count("\n") == 1
    assert 4 <= stream.getvalue().count("\r") <= 6


def test_a_file_has_a_line_from_time_to_time():
    clock, stream = Clock(), io.StringIO()
    progress = Progress(100, stream, clock)
    for step in range(100):
        clock.now = step
        progress.add(submissions=1)
    progress.close()
    assert stream.getvalue().count("\n") == 4
    assert "\r" not in stream.getvalue()


def test_long_times_are_in_hours_and_nothing_is_no_error():
    clock = Clock()
    progress = Progress(1_000, Terminal(), clock)
    clock.now = 30.0
    progress.add(submissions=1)
    assert "8 h 19 min left" in progress.text()
    assert "0/0" in Progress(0, Terminal(), Clock()).text()
