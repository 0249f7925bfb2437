"""The fuzzer of the grader starts, and finds nothing in a short run."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("atheris", reason="atheris is not installed: pip install atheris")


@pytest.mark.parametrize("target", ["wire", "notebook", "archive"])
def test_a_short_run_finds_nothing(target, tmp_path):
    command = [sys.executable, "-m", "tools.fuzz_grade", target, "-runs=2000"]
    run = subprocess.run(
        [*command, f"-artifact_prefix={tmp_path}/"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr[-2000:]
