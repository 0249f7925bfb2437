"""A WebAssembly module of a few bytes that defines ``backtrace``.

The NumPy that runs in the pages was built against a C library whose ``backtrace``
the pages' Python lacks; NumPy refers to it where it reports that memory is short,
and without it stops at the first large array. This one finds no frames:
``int backtrace(void **buffer, int size) { return 0; }``.

The format is described in the WebAssembly core specification, section 5, and that
of the section ``dylink.0`` in the tool conventions, "WebAssembly dynamic linking".
"""

from __future__ import annotations

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
