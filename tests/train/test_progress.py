"""Nothing is printed where there is no terminal; on one, the bar is wiped away."""

from __future__ import annotations

import io
import sys

from dlbook.train import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_same_items_come_and_nothing_is_printed(capsys):
    assert list(progress(range(7), total=7)) == list(range(7))
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_a_bar_and_is_clean_afterwards(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(progress(range(7), total=7, label="digits")) == list(range(7))
    shown = terminal.getvalue()
    assert "digits" in shown
    assert shown.endswith("\r")
    assert not shown.rpartition("\r")[0].rpartition("\r")[2].strip()
