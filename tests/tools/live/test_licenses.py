from __future__ import annotations

import json

from tools.live.licenses import write_licenses


def make(modules, name, text=None):
    folder = modules / name
    folder.mkdir(parents=True)
    package = {"version": "1.0", "license": "MIT"}
    (folder / "package.json").write_text(json.dumps(package))
    if text:
        (folder / "LICENSE").write_text(text)


def test_every_package_of_a_scope_is_named_with_its_text(tmp_path):
    for name in ("@a/one", "@a/two", "b"):
        make(tmp_path, name, f"Copyright {name}")
    write_licenses(tmp_path, ["@a", "b"], tmp_path / "out.txt")
    text = (tmp_path / "out.txt").read_text()
    for name in ("@a/one", "@a/two", "b"):
        assert f"{name} 1.0: MIT\n\nCopyright {name}" in text


def test_a_package_without_the_text_is_named_too(tmp_path):
    make(tmp_path, "pyodide")
    write_licenses(tmp_path, ["pyodide"], tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text().startswith("pyodide 1.0: MIT\n\nPython for")
