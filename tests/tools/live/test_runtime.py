from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tools.live import runtime

LIVE = Path(__file__).resolve().parents[3] / "build" / "vendor" / "site" / "live"


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


def test_what_a_script_complains_of_is_passed_on_in_short(tmp_path):
    fake = tmp_path / "node"
    script = (
        "#!/bin/sh\nprintf 'x%.0s' $(seq 500) >&2\necho >&2\necho 'no nowhere' >&2\nexit 1\n"
    )
    fake.write_text(script)
    fake.chmod(0o755)
    with pytest.raises(runtime.ToolError, match=r"node failed at entry\.js") as caught:
        runtime.run(fake, tmp_path / "entry.js")
    lines = str(caught.value).splitlines()
    assert lines[-1] == "no nowhere"
    assert max(map(len, lines)) == 200


def test_python_is_given_as_bytecode_that_names_its_source(tmp_path):
    """Of what has been fetched, for this cannot be done without it."""
    python = next(LIVE.glob("python-*"), None)
    if python is None:
        pytest.skip("nothing has been fetched: run `make vendor`")
    for archive, name, prefix in (
        (python / "python_stdlib.zip", "json/decoder", b"/lib/python3.12/"),
        (next(LIVE.glob("numpy-*.zip")), "numpy/matlib", b"/lib/python3.12/site-packages/"),
    ):
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            code = opened.read(f"{name}.pyc")
        assert not [n for n in names if n.endswith(".py")]
        assert code[4:8] == b"\1\0\0\0"  # made from a hash that is not compared
        assert prefix + name.encode() + b".py" in code
