from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from tools.live.numpy_archive import repack
from tools.live.stub import backtrace_module

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
