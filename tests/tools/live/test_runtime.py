from __future__ import annotations

import json
import shutil

import pytest

from tools.live import runtime


@pytest.fixture
def pyodide(tmp_path):
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in runtime.PYTHON:
        (folder / name).write_text(name)
    (folder / "package.json").write_text('{"version": "1.2.3"}')
    lock = {"info": {"python": "3.12.7"}, "packages": {"scipy": {}}}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))
    (folder / "console.html").write_text("not served")
    return folder


def test_python_lies_in_a_folder_named_by_its_version(pyodide, tmp_path):
    runtime.place_python(pyodide, tmp_path / "live")
    found = {path.name for path in (tmp_path / "live" / "python-1.2.3").iterdir()}
    assert found == {*runtime.PYTHON, "pyodide-lock.json"}


def test_the_index_promises_no_package_that_is_not_served(pyodide, tmp_path):
    runtime.place_python(pyodide, tmp_path / "live")
    index = json.loads((tmp_path / "live/python-1.2.3/pyodide-lock.json").read_text())
    assert index == {"info": {"python": "3.12.7"}, "packages": {}}


def test_what_esbuild_complains_of_is_passed_on(tmp_path, monkeypatch):
    (tmp_path / "entry.js").write_text("import 'nowhere'")
    fake = tmp_path / "node"
    fake.write_text("#!/bin/sh\necho 'could not resolve nowhere' >&2\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(fake))
    modules = tmp_path / "npm" / "node_modules"
    modules.mkdir(parents=True)
    with pytest.raises(runtime.BundleError, match=r"entry\.js could not.*\n.*nowhere"):
        runtime.bundle(modules, tmp_path / "entry.js", tmp_path / "out.js")
