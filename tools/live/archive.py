"""Zip files for the pages: reproducible ones in general, and NumPy's in particular.

NumPy comes as a conda package; the pages need it without tests, headers and compilers'
libraries. It was built against a C library whose ``backtrace`` the pages' Python lacks; NumPy
refers to it where it reports that memory is short, and without it stops at the first large
array. A WebAssembly module of 61 bytes defines one that finds no frames:
``int backtrace(void **buffer, int size) { return 0; }``.

The module's format is described in the WebAssembly core specification, section 5, and that
of the section ``dylink.0`` in the tool conventions, "WebAssembly dynamic linking".
"""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

EPOCH = (1980, 1, 1, 0, 0, 0)


def write_zip(to: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip of files given by name, without times and owners."""
    to.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(to, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, compresslevel=9)


# --- NumPy --------------------------------------------------------------------------

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
    """Write the part of a conda package of NumPy that the pages need as a zip.

    ``package`` is a ``.tar.gz``; the zip, unpacked into ``site-packages``, can be imported.

    Raises
    ------
    ValueError
        If the package holds no NumPy.
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


# --- the module that defines backtrace ----------------------------------------------

MAGIC = b"\0asm" + (1).to_bytes(4, "little")
I32 = b"\x7f"
FUNCTION = b"\x60"
MEMORY_INFO = 1
TYPES, FUNCTIONS, EXPORTS, CODE, CUSTOM = 1, 3, 7, 10, 0
CONST_0_END = b"\x41\x00\x0b"


def unsigned(number: int) -> bytes:
    """Return a number in LEB128: seven bits a byte, the lowest first."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + unsigned(rest) if rest else bytes([low])


def sized(content: bytes) -> bytes:
    """Return bytes preceded by their number."""
    return unsigned(len(content)) + content


def vector(*items: bytes) -> bytes:
    """Return items preceded by their number."""
    return unsigned(len(items)) + b"".join(items)


def section(kind: int, content: bytes) -> bytes:
    """Return one section of a module."""
    return bytes([kind]) + sized(content)


def backtrace_module() -> bytes:
    """Return the module, as a shared library that needs no memory and no table."""
    needs_nothing = sized(unsigned(0) * 4)  # size and alignment of memory, and of the table
    return MAGIC + b"".join(
        [
            section(CUSTOM, sized(b"dylink.0") + bytes([MEMORY_INFO]) + needs_nothing),
            section(TYPES, vector(FUNCTION + vector(I32, I32) + vector(I32))),
            section(FUNCTIONS, vector(unsigned(0))),
            section(EXPORTS, vector(sized(b"backtrace") + b"\0" + unsigned(0))),
            section(CODE, vector(sized(vector() + CONST_0_END))),
        ]
    )
