"""The command line lists, shows, checks and makes exercises."""

from __future__ import annotations

import pytest

from dlbook.exercise.cli import main
from dlbook.exercise.report import Report


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    status = main(["exercise", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_list(shelf, capsys):
    status, out, _ = run(capsys, "list")
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines] == [
        "chapter/guess", "chapter/means", "chapter/pick", "other/explore"
    ]  # fmt: skip
    assert lines[1].split(maxsplit=5)[1:] == ["implement", "●●", "10", "min", "Means"]


def test_list_of_one_chapter(shelf, capsys):
    assert len(run(capsys, "list", "other")[1].splitlines()) == 1
    status, out, err = run(capsys, "list", "none")
    assert (status, out) == (2, "")
    assert "there are: ['chapter', 'other']" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chapter/means"], "The mean of each row."),
        (["chapter/means", "--hint", "2"], "**Hint 2 of 2.** Axis one."),
        (["chapter/means", "--starter"], "# exercise: chapter/means\nimport numpy"),
        (["chapter/pick", "--starter"], "answer = ...  # a letter"),
        (["chapter/guess", "--starter"], "answer = ...  # a number"),
        (["chapter/means", "--solution"], "return X.mean(axis=1)"),
        (["chapter/pick", "--solution"], "(b) columns\n\nYes."),
        (["chapter/guess", "--solution"], "12\n\nThree times four."),
        (["other/explore", "--starter"], "# exercise: other/explore\n# An open question"),
        (["other/explore", "--solution"], "Several seeds."),
    ],
)
def test_show(arguments, words, shelf, capsys):
    status, out, _ = run(capsys, "show", *arguments)
    assert status == 0
    assert words in out


def test_show_of_an_unknown_one(shelf, capsys):
    status, _, err = run(capsys, "show", "chapter/mean")
    assert status == 2
    assert "Did you mean 'chapter/means'" in err


@pytest.fixture
def checked(monkeypatch):
    """Put a quick check in the place of the process, and return its calls."""
    calls = []

    def check_file(path, id, seed):
        calls.append((path.name, id, seed))
        return Report(id, "Means", path.name == "right.py", "So it is.")

    monkeypatch.setattr("dlbook.exercise.cli.check_file", check_file)
    return calls


def test_check(checked, shelf, tmp_path, capsys):
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text("# exercise: chapter/means\n")
    wrong.write_text("")
    assert run(capsys, "check", str(right), "--seed", "4") == (0, "✓ Means: So it is.\n", "")
    status, out, _ = run(capsys, "check", str(wrong), "--id", "chapter/means")
    hints = "  hints: dlbook exercise show chapter/means --hint 1\n"
    assert (status, out) == (1, "✗ Means: So it is.\n" + hints)
    assert checked == [("right.py", "chapter/means", 4), ("wrong.py", "chapter/means", None)]


def test_check_of_a_file_that_answers_none(checked, tmp_path, capsys):
    file = tmp_path / "notes.py"
    file.write_text("")
    status, _, err = run(capsys, "check", str(file))
    assert status == 2
    assert "does not say which exercise it answers: start it with a line" in err
    for gone in (tmp_path / "none.py", tmp_path):
        status, out, err = run(capsys, "check", str(gone))
        assert (status, out) == (2, "")
        assert err.startswith(f"dlbook: {gone}: ")
        assert err.count("\n") == 1


def test_new(shelf, capsys):
    status, out, _ = run(capsys, "new", "chapter/new", "--kind", "debug")
    assert (status, out) == (0, f"written: {shelf / 'chapter' / 'new.py'}\n")
    assert run(capsys, "new", "chapter/new")[0] == 2


def test_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("dlbook ")


@pytest.mark.parametrize("arguments", [[], ["exercise"], ["exercise", "eat"], ["--help"]])
def test_help(arguments, capsys):
    with pytest.raises(SystemExit):
        main(arguments)
    captured = capsys.readouterr()
    assert "usage: dlbook" in captured.out + captured.err
