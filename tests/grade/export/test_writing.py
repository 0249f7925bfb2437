from __future__ import annotations

import pytest

from dlbook.grade import cli
from dlbook.grade.export.writing import export


@pytest.mark.parametrize("format", ["nbgrader", "otter"])
def test_one_assignment_for_each_chapter_and_a_plain_word(format, tmp_path):
    said = export(format, tmp_path / "out", ["backpropagation/d*", "neurons/count-parameters"])
    assert said.startswith("4 exercises in 2 assignments")
    names = [path.name for path in sorted((tmp_path / "out").rglob("*.ipynb"))]
    assert names == ["backpropagation.ipynb", "neurons.ipynb"]
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "A grade can be forged" in readme
    assert "{" not in readme


def test_what_is_there_already_stays(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    export("otter", tmp_path, ["neurons/count-parameters"])
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_by_the_command(tmp_path, capsys):
    points = tmp_path / "points.csv"
    points.write_text("exercise,points\nneurons/*,3\n")
    arguments = ["--exercises", "neurons/count-parameters", "--points", str(points)]
    assert cli.main(["export", "nbgrader", str(tmp_path / "out"), *arguments]) == 0
    assert "Next: nbgrader generate_assignment" in capsys.readouterr().out
    source = tmp_path / "out" / "source" / "neurons" / "neurons.ipynb"
    assert '"points": 3.0' in source.read_text()


def test_misuse_is_told(tmp_path):
    with pytest.raises(ValueError, match="none"):
        export("otter", tmp_path, ["none/*"])
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="is a file"):
        export("otter", tmp_path / "file")
