from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dlbook.grade.worker import START, made

ROOT = Path(__file__).resolve().parents[2]


def served(factory: str, *lines: str, folder: Path = ROOT) -> list[dict]:
    command = [sys.executable, "-P", "-c", START, factory, '{"a": 1}']
    text = "".join(f"{line}\n" for line in lines)
    child = subprocess.run(
        command,
        input=text.encode(),
        capture_output=True,
        check=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
    )
    return [json.loads(line) for line in child.stdout.splitlines()]


def test_it_answers_each_request_and_what_it_prints_goes_elsewhere():
    ready, first, second = served("tests.grade.fakes:Echo", '{"x": "é"}', '{"y": 2}')
    assert ready == {"ready": True}
    assert first["reply"]["x"] == "é"
    assert second["reply"]["options"] == {"a": 1}


def test_an_error_costs_one_request():
    _, first, second = served("tests.grade.fakes:Echo", '{"raise": "no"}', "{}")
    assert first == {"error": "ValueError: no"}
    assert "reply" in second


def test_a_service_that_cannot_be_made_says_why(monkeypatch):
    monkeypatch.setenv("FAKE_FOLDER", "/tmp")
    (failed,) = served("tests.grade.fakes:Refusing") or [{}]
    assert "FAKE_FOLDER" in failed["failed"]  # the child has an environment of its own
    (failed,) = served("tests.grade.fakes:NoSuch")
    assert "NoSuch" in failed["failed"]


def test_a_file_in_the_working_folder_takes_no_module_s_place(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    ready, _ = served("tests.grade.fakes:Echo", "{}", folder=tmp_path)
    assert ready == {"ready": True}


def test_made():
    assert made("json:loads") is json.loads
    with pytest.raises(AttributeError):
        made("json:none")
