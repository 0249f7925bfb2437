"""What the pages load is laid out, packed the same each time, and carries its licenses."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import tarfile
import zipfile

import pytest

from tools.chapters import ROOT
from tools.live import runtime
from tools.live.archive import backtrace_module, repack, sized, unsigned
from tools.live.runtime import write_licenses

LIVE = ROOT / "build" / "vendor" / "site" / "live"


# --- Python and licenses ------------------------------------------------------------


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
        pytest.skip("nothing has been fetched: run `make assets`")
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


def make_module(modules, name, text=None):
    folder = modules / name
    folder.mkdir(parents=True)
    package = {"version": "1.0", "license": "MIT"}
    (folder / "package.json").write_text(json.dumps(package))
    if text:
        (folder / "LICENSE").write_text(text)


def test_every_package_of_a_scope_is_named_with_its_text(tmp_path):
    for name in ("@a/one", "@a/two", "b"):
        make_module(tmp_path, name, f"Copyright {name}")
    write_licenses(tmp_path, ["@a", "b"], tmp_path / "out.txt")
    text = (tmp_path / "out.txt").read_text()
    for name in ("@a/one", "@a/two", "b"):
        assert f"{name} 1.0: MIT\n\nCopyright {name}" in text


def test_a_package_without_the_text_is_named_too(tmp_path):
    make_module(tmp_path, "pyodide")
    write_licenses(tmp_path, ["pyodide"], tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_text().startswith("pyodide 1.0: MIT\n\nPython for")


# --- NumPy --------------------------------------------------------------------------

PREFIX = "lib/python3.12/site-packages/"
KEPT = (
    "numpy/__init__.py",
    "numpy/_core/_multiarray_umath.cpython-312-wasm32-emscripten.so",
    "numpy/_core/_multiarray_tests.cpython-312-wasm32-emscripten.so",
    "numpy/testing/__init__.py",
    "numpy-2.0.1.dist-info/LICENSE.txt",
    "numpy-2.0.1.dist-info/METADATA",
)
DROPPED = (
    "numpy/_core/tests/test_x.py",
    "numpy/_core/_umath_tests.cpython-312-wasm32-emscripten.so",
    "numpy/_core/include/numpy/arrayobject.h",
    "numpy/random/lib/libnpyrandom.a",
    "numpy/__init__.pyi",
    "numpy/f2py/__init__.py",
    "numpy/conftest.py",
    "numpy-2.0.1.dist-info/direct_url.json",
)


def make_package(path, names):
    with tarfile.open(path, "w:gz") as archive:
        for name in names:
            content = name.encode()
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture
def package(tmp_path):
    inside = [PREFIX + name for name in (*KEPT, *DROPPED)]
    return make_package(tmp_path / "numpy.tar.gz", [*inside, "bin/f2py", "conda-meta/x.json"])


def test_what_runs_is_kept_and_the_rest_left_out(package, tmp_path):
    repack(package, tmp_path / "out" / "numpy.zip")
    with zipfile.ZipFile(tmp_path / "out" / "numpy.zip") as archive:
        added = {"numpy/_backtrace_stub.so", "numpy/_distributor_init_local.py"}
        assert set(archive.namelist()) == set(KEPT) | added
        assert archive.read(KEPT[0]) == (PREFIX + KEPT[0]).encode()
        assert archive.read("numpy/_backtrace_stub.so") == backtrace_module()
        compile(archive.read("numpy/_distributor_init_local.py"), "init", "exec")


def test_the_same_package_gives_the_same_bytes(package, tmp_path):
    repack(package, tmp_path / "a.zip")
    repack(package, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_package_without_numpy_is_refused(tmp_path):
    package = make_package(tmp_path / "other.tar.gz", [PREFIX + "scipy/__init__.py"])
    with pytest.raises(ValueError, match=r"expected a package of NumPy, got .*other"):
        repack(package, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()


# --- the module that defines backtrace ----------------------------------------------

CALL = """
const bytes = Buffer.from(process.argv[1], "base64");
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
console.log(Object.keys(exports).join(), exports.backtrace(1, 2));
"""


@pytest.mark.parametrize(
    ("number", "expected"),
    # 624485 is the example of Wikipedia's article on LEB128.
    [(0, b"\x00"), (127, b"\x7f"), (128, b"\x80\x01"), (624485, b"\xe5\x8e\x26")],
)
def test_numbers_are_written_in_leb128(number, expected):
    assert unsigned(number) == expected


def test_bytes_are_preceded_by_their_number():
    assert sized(b"abc") == b"\x03abc"


def test_the_module_starts_as_a_shared_library_does():
    module = backtrace_module()
    assert module[:8] == b"\0asm\x01\0\0\0"
    assert module[10:19] == b"\x08dylink.0"
    assert len(module) == 61


def test_backtrace_returns_zero():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not on the PATH")
    text = base64.b64encode(backtrace_module()).decode()
    done = subprocess.run([node, "-e", CALL, text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "backtrace 0"
    broken = base64.b64encode(backtrace_module()[:-1]).decode()
    assert subprocess.run([node, "-e", CALL, broken], capture_output=True).returncode
