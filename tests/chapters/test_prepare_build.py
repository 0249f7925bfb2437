"""The notebooks run on the built wheel, and a notebook that leans on the repository fails."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tools.chapters import chapters
from tools.prepare_build import STAGE

SITE = STAGE / "site"


@pytest.fixture(scope="module", autouse=True)
def prepared():
    if not SITE.exists():
        pytest.fail("build/stage is missing: run `make stage` first (make test does)")


def run(code: str, folder) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SITE)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_the_kernels_import_the_wheel(tmp_path):
    assert run("import dlbook; print(dlbook.__file__)", tmp_path).startswith(str(SITE))


def test_the_wheel_carries_the_data(tmp_path):
    code = "from dlbook.data import load; print(load('mnist').X_train.shape)"
    assert run(code, tmp_path) == "(60000, 28, 28)"


def test_each_notebook_lies_alone_and_is_the_committed_one():
    copies = sorted((STAGE / "notebooks").glob("*/*/*.ipynb"))
    assert {copy.stem for copy in copies} == {chapter.slug for chapter in chapters()}
    for chapter in chapters():
        (copy,) = (c for c in copies if c.stem == chapter.slug)
        others = [p.name for p in copy.parent.iterdir() if p.name != ".ipynb_checkpoints"]
        assert others == [copy.name]
        assert copy.read_bytes() == chapter.path.read_bytes(), "run `make stage` again"
