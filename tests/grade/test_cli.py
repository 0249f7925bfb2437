from __future__ import annotations

import pytest

from dlbook.grade import cli


def test_the_commands_of_exercises_are_still_there(capsys):
    assert cli.main(["exercise", "show", "backpropagation/linear-backward"]) == 0
    assert "Backward pass" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["grade", "export", "exercise"])
def test_each_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main([command, "--help"])
    assert stopped.value.code == 0
    assert "usage: dlbook" in capsys.readouterr().out


def test_without_submissions_it_says_what_it_needs(capsys):
    assert cli.main(["grade"]) == 2
    assert "expected a folder with the submissions" in capsys.readouterr().err


def test_the_defaults(monkeypatch):
    seen = []
    monkeypatch.setattr(cli, "_grade", lambda options: seen.append(options) or 0)
    assert cli.main(["grade", "folder"]) == 0
    (options,) = seen
    assert options.resume
    assert not options.i_trust_this_code
    assert str(options.out) == "results"
    assert options.jobs >= 1
