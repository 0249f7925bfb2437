"""NumPy for the pages: what runs, without tests, headers and compilers' libraries."""

from __future__ import annotations

import re
import tarfile
from pathlib import Path

from tools.live.archive import write_zip
from tools.live.stub import backtrace_module

SITE = re.compile(r"(?:\./)?lib/python[\d.]+/site-packages/(?P<name>.+)")
# Of the compiled modules of NumPy's tests, `import numpy` needs _multiarray_tests.
NOT_NEEDED = re.compile(
    r"(^|/)(tests|_examples|f2py|distutils|doc|lib/npymath|include|__pycache__)/"
    r"|_(operand_flag|rational|struct_ufunc|umath)_tests\.cpython|/_simd\.cpython|conftest\.py$|\.(a|h|pyi|pxd|ini)$"
    r"|/(RECORD|WHEEL|INSTALLER|REQUESTED|direct_url\.json|entry_points\.txt)$"
)
STUB = "numpy/_backtrace_stub.so"
# NumPy imports this module before all others, where it exists.
INIT = "numpy/_distributor_init_local.py"
LOAD_STUB = '''\
"""Define ``backtrace`` for all modules that follow."""

import ctypes
from pathlib import Path

ctypes.CDLL(str(Path(__file__).with_name("_backtrace_stub.so")), mode=ctypes.RTLD_GLOBAL)
'''


def repack(package: Path, to: Path) -> None:
    """Write what the pages need of a conda package of NumPy as a zip.

    Parameters
    ----------
    package : Path
        The package, ``.tar.gz``.
    to : Path
        The zip: unpacked into ``site-packages``, it can be imported.

    Raises
    ------
    ValueError
        Where the package holds no NumPy.
    """
    files = {}
    with tarfile.open(package) as archive:
        for member in archive:
            match = SITE.fullmatch(member.name)
            if member.isfile() and match and not NOT_NEEDED.search(match["name"]):
                files[match["name"]] = archive.extractfile(member).read()
    if "numpy/__init__.py" not in files:
        raise ValueError(f"expected a package of NumPy, got {package}")
    write_zip(to, {**files, STUB: backtrace_module(), INIT: LOAD_STUB.encode()})
